import Database from 'better-sqlite3';
import { HistoryError } from './history.ts';

/** What a person is told when SQLite finds the file damaged. */
const DAMAGED =
  'history.sqlite is damaged on the disk. Stop the workbench; put the file back from a backup, or `npm run doctor -- --repair` goes on without what cannot be read';

/** SQLite's primary result codes that mean something of their own to a person. */
const CODES: ReadonlyArray<readonly [prefix: string, code: string, message: string]> = [
  ['SQLITE_FULL', 'DISK_FULL', 'The disk is full: free some space, writing goes on by itself'],
  ['SQLITE_IOERR', 'DISK_FAILED', 'The disk failed'],
  ['SQLITE_READONLY', 'READ_ONLY', 'The history file may not be written'],
  ['SQLITE_BUSY', 'BUSY', 'Another program holds the history file'],
  ['SQLITE_CANTOPEN', 'MISSING', 'The history file can not be opened'],
  ['SQLITE_NOTADB', 'UNREADABLE', `The file is no history: ${DAMAGED}`],
  ['SQLITE_CORRUPT', 'UNREADABLE', DAMAGED],
];

/** An error of the engine as the port's; none of these is the fault of an event, so all may be tried again. */
export function asHistoryError(error: unknown): unknown {
  if (!(error instanceof Database.SqliteError)) return error;
  const known = CODES.find(([prefix]) => error.code.startsWith(prefix));
  const [, code = error.code, message = 'SQLite failed'] = known ?? [];
  return new HistoryError(code, `${message} (${error.code}: ${error.message})`, { retry: true, cause: error });
}

/** Asks the engine. @throws HistoryError for what the engine throws */
export function asked<T>(question: () => T): T {
  try {
    return question();
  } catch (error) {
    throw asHistoryError(error);
  }
}
