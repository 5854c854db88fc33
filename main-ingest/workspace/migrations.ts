import type { Database } from 'better-sqlite3';

/** Each takes the file from one version (its place in the list) to the next; `user_version` says where a file stands. */
const MIGRATIONS: readonly string[] = [
  `CREATE TABLE bookmark (session_id TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
   CREATE TABLE seen_problem (id TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
   CREATE TABLE import (
     id TEXT PRIMARY KEY, file TEXT NOT NULL, state TEXT NOT NULL, format TEXT, events INTEGER NOT NULL,
     games INTEGER NOT NULL, duplicates INTEGER NOT NULL, rejected INTEGER NOT NULL, started_at INTEGER NOT NULL,
     ended_at INTEGER NOT NULL, error TEXT
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE saved_view (
     view TEXT NOT NULL, name TEXT NOT NULL, address TEXT NOT NULL, place INTEGER NOT NULL, PRIMARY KEY (view, name)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE query (
     id INTEGER PRIMARY KEY, at INTEGER NOT NULL, engine TEXT NOT NULL, text TEXT NOT NULL, ms REAL, rows INTEGER, error TEXT
   ) STRICT;
   CREATE TABLE preference (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;`,
  // A checksum of the row; none where it is older than that.
  'ALTER TABLE bookmark ADD COLUMN seal INTEGER;',
];

/** The file was written by a newer workbench. */
export class NewerWorkspace extends Error {
  override readonly name = 'NewerWorkspace';
}

/** Brings a workspace file up to date; a file from a newer workbench is left as it is. */
export function migrate(database: Database): void {
  const version = Number(database.pragma('user_version', { simple: true }));
  if (version > MIGRATIONS.length) {
    throw new NewerWorkspace(
      `The workspace was written by a newer workbench (version ${version}, this one knows ${MIGRATIONS.length}). ` +
        'Use that one, or move workspace.sqlite away to begin a new one.',
    );
  }
  database.transaction(() => {
    for (const migration of MIGRATIONS.slice(version)) database.exec(migration);
    database.pragma(`user_version = ${MIGRATIONS.length}`);
  })();
}
