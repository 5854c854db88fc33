import type Database from 'better-sqlite3';
import { checkWhole } from '../damage.ts';
import { readBounds, unsealed } from './ledger-file.ts';

/** Reads all of a ledger's file that nobody else has open. @throws DamagedFile, SqliteError */
export function examineLedger(database: Database.Database): void {
  checkWhole(database);
  const games = database.prepare<[], { session: string; sequences: string }>(
    'SELECT session_id AS session, sequences FROM game',
  );
  for (const { session, sequences } of games.iterate()) readBounds(session, sequences);
  // A file of an earlier version has one of them.
  const tables = database
    .prepare<[], string>("SELECT name FROM sqlite_schema WHERE name IN ('game_ids', 'recent')")
    .pluck();
  for (const table of tables.all())
    for (const ids of database.prepare<[], Buffer>(`SELECT ids FROM ${table}`).pluck().iterate()) unsealed(ids);
}
