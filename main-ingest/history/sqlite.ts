import Database from 'better-sqlite3';
import { asHistoryError } from './database-error.ts';
import { HistoryError } from './history.ts';
import { checkLists, sealOf } from './sqlite-check.ts';
import { SqliteReader } from './sqlite-reader.ts';
import { SqliteWriter } from './sqlite-writer.ts';

/** 2: runs and the checkpoint bear checksums. */
export const VERSION = 2;

/**
 * `runs`: one row a run of events of one stream, revisions `first` to `first + events - 1`; see `run.ts`.
 * `streams`: from revision `tail` on, `loose` runs may still be merged; see `sqlite-merge.ts`.
 */
const SCHEMA = `
  CREATE TABLE streams (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    events INTEGER NOT NULL,
    tail INTEGER NOT NULL DEFAULT 0,
    loose INTEGER NOT NULL,
    ended INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX streams_due ON streams (id) WHERE loose > 1 AND (ended = 1 OR loose >= 32);
  CREATE TABLE runs (
    stream INTEGER NOT NULL REFERENCES streams (id),
    first INTEGER NOT NULL,
    events INTEGER NOT NULL,
    ids BLOB NOT NULL,
    block BLOB NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX runs_place ON runs (stream, first);
  CREATE TABLE types (name TEXT PRIMARY KEY, events INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE progress (position INTEGER NOT NULL, seal INTEGER NOT NULL) STRICT;
  INSERT INTO progress VALUES (0, ${sealOf(0)});
  PRAGMA user_version = ${VERSION};
`;

/**
 * Opens the embedded history for writing; makes the file when there is none.
 * What an append has answered survives a power cut: one fsync a batch.
 * @throws HistoryError `UNREADABLE` for a file that is no history or damaged, `NEWER` for one of a later version
 */
export function openSqliteHistory(file: string): SqliteWriter {
  return opening(file, {}, (database) => {
    const version = versionOf(database, file);
    if (version === 0) {
      database.pragma('auto_vacuum = incremental');
      database.pragma('journal_mode = WAL');
      database.transaction(() => database.exec(SCHEMA)).immediate();
    }
    if (version === 1) database.transaction(() => sealCheckpoint(database)).immediate();
    checkLists(database);
    database.pragma('synchronous = FULL');
    database.pragma('wal_autocheckpoint = 4000');
    return new SqliteWriter(database);
  });
}

/** Opens the embedded history for reading, in any thread. It reads as empty until a writer has made the file. */
export function openSqliteHistoryReader(file: string): SqliteReader {
  return new SqliteReader(() => {
    try {
      return opening(file, { readonly: true, fileMustExist: true }, (database) => {
        if (versionOf(database, file) > 0) return database;
        database.close();
        return undefined;
      });
    } catch (error) {
      if (error instanceof HistoryError && error.code === 'MISSING') return undefined;
      throw error;
    }
  });
}

/** Brings a file of version 1 up to date; its runs stay as they are, and can be read. */
function sealCheckpoint(database: Database.Database): void {
  const position = database.prepare<[], number>('SELECT position FROM progress').pluck().get() ?? 0;
  database.exec(
    `ALTER TABLE progress ADD COLUMN seal INTEGER NOT NULL DEFAULT ${sealOf(position)}; PRAGMA user_version = ${VERSION}`,
  );
}

function opening<T>(file: string, options: Database.Options, use: (database: Database.Database) => T): T {
  let database: Database.Database | undefined;
  try {
    database = new Database(file, options);
    return use(database);
  } catch (error) {
    database?.close();
    throw asHistoryError(error);
  }
}

function versionOf(database: Database.Database, file: string): number {
  const version = Number(database.pragma('user_version', { simple: true }));
  if (version <= VERSION) return version;
  const message = `${file} was written by a later version of the workbench (format ${version}, known is ${VERSION}). Use that one; if there is none, the file is damaged: \`npm run doctor -- --repair\``;
  throw new HistoryError('NEWER', message, { retry: true });
}
