import Database from 'better-sqlite3';
import { HistoryError } from './history.ts';

/** SQLite's primary result codes that mean something of their own to a person. */
const CODES: ReadonlyArray<readonly [prefix: string, code: string, message: string]> = [
  ['SQLITE_FULL', 'DISK_FULL', 'The disk is full: free some space, writing goes on by itself'],
  ['SQLITE_IOERR', 'DISK_FAILED', 'The disk failed'],
  ['SQLITE_READONLY', 'READ_ONLY', 'The history file may not be written'],
  ['SQLITE_BUSY', 'BUSY', 'Another program holds the history file'],
  ['SQLITE_CANTOPEN', 'MISSING', 'The history file can not be opened'],
  ['SQLITE_NOTADB', 'UNREADABLE', 'The file is no history'],
  ['SQLITE_CORRUPT', 'UNREADABLE', 'The history file is damaged'],
];

/** An error of the engine as the port's; none of these is the fault of an event, so all may be tried again. */
export function asHistoryError(error: unknown): unknown {
  if (!(error instanceof Database.SqliteError)) return error;
  const known = CODES.find(([prefix]) => error.code.startsWith(prefix));
  const [, code = error.code, message = 'SQLite failed'] = known ?? [];
  return new HistoryError(code, `${message} (${error.code}: ${error.message})`, { retry: true, cause: error });
}
