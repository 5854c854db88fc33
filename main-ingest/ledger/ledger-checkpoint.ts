import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';

/**
 * How far a ledger's file knows the journal, without opening it for writing; 0 where there is none, or it cannot be read.
 * A witness of how far the journal once was, for when that has lost its end.
 */
export function ledgerCheckpoint(file: string): number {
  if (!existsSync(file)) return 0;
  try {
    const database = new Database(file, { readonly: true });
    try {
      return (
        database
          .prepare<[], number>(`SELECT checkpoint FROM progress ${isSure(database)}`)
          .pluck()
          .get() ?? 0
      );
    } finally {
      database.close();
    }
  } catch {
    // What is wrong with it is said where it is opened.
    return 0;
  }
}

/** The checkpoint is there twice, but for files of earlier versions: one that a flipped bit has made is no witness. */
function isSure(database: Database.Database): string {
  const known = database.prepare<[], 1>("SELECT 1 FROM sqlite_schema WHERE name = 'known'").pluck().get();
  return known === undefined ? '' : 'WHERE checkpoint = (SELECT last FROM known)';
}
