import { existsSync, readdirSync, renameSync } from 'node:fs';
import { basename, join } from 'node:path';
import Database from 'better-sqlite3';

/** What the disk did to a call, in words. */
export interface StorageFailure {
  readonly code: 'DISK_FULL' | 'DISK_FAILED' | 'READ_ONLY' | 'DAMAGED';
  readonly message: string;
  readonly tip: string;
}

const FULL: StorageFailure = {
  code: 'DISK_FULL',
  message: 'The disk is full',
  tip: 'Make room on the disk of the data folder; nothing that was answered is lost.',
};
const FAILED: StorageFailure = {
  code: 'DISK_FAILED',
  message: 'The disk failed',
  tip: "Look into the system's log for the disk; `npm run doctor` reads every file of the data folder.",
};
const READ_ONLY: StorageFailure = {
  code: 'READ_ONLY',
  message: 'The data folder may not be written',
  tip: 'Give yourself the rights to it, see that its disk is not mounted read-only, or name another folder: --data DIR.',
};
const DAMAGED: StorageFailure = {
  code: 'DAMAGED',
  message: 'A file of the data folder is damaged',
  tip: '`npm run doctor` says which one and what to do.',
};

/** Beginnings of SQLite's result codes and the system's error codes. */
const CODES: ReadonlyArray<readonly [prefix: string, failure: StorageFailure]> = [
  ['SQLITE_FULL', FULL],
  // The memory that readers and writers share has no room to grow: SQLite's own reading of it is a full volume.
  ['SQLITE_IOERR_SHMSIZE', FULL],
  ['SQLITE_IOERR', FAILED],
  ['SQLITE_READONLY', READ_ONLY],
  ['SQLITE_CANTOPEN', READ_ONLY],
  ['SQLITE_PERM', READ_ONLY],
  ['SQLITE_CORRUPT', DAMAGED],
  ['SQLITE_NOTADB', DAMAGED],
  ['ENOSPC', FULL],
  ['EDQUOT', FULL],
  ['EFBIG', FULL],
  ['EIO', FAILED],
  ['EROFS', READ_ONLY],
  ['EACCES', READ_ONLY],
  ['EPERM', READ_ONLY],
];

/** What an error of SQLite or the system means where the disk is to blame; undefined for every other error. */
export function storageFailure(error: unknown): StorageFailure | undefined {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  const failure = CODES.find(([prefix]) => code.startsWith(prefix))?.[1];
  if (failure === undefined || !(error instanceof Error)) return undefined;
  return { ...failure, message: `${failure.message} (${code}: ${error.message})` };
}

/** Whether an error says that a file of SQLite is damaged. */
export function isDamage(error: unknown): boolean {
  return error instanceof DamagedFile || storageFailure(error)?.code === 'DAMAGED';
}

/** Codes with which SQLite says that it could not work for another reason than what is in the file. */
const NO_DAMAGE = ['FULL', 'IOERR', 'READONLY', 'CANTOPEN', 'PERM', 'BUSY', 'LOCKED', 'NOMEM', 'INTERRUPT'];

/**
 * Whether an error at the opening of a file that this workbench wrote means that it is damaged: a flipped bit in its list
 * of tables makes plain `SQLITE_ERROR` of it, "no such column".
 */
export function isDamageAtOpening(error: unknown): boolean {
  if (!(error instanceof Database.SqliteError)) return isDamage(error);
  return !NO_DAMAGE.some((code) => error.code.startsWith(`SQLITE_${code}`));
}

/** A check of SQLite's found a file to be damaged. */
export class DamagedFile extends Error {
  override readonly name = 'DamagedFile';
}

/** Looks at every page of a small file, and that its indexes agree with its tables. @throws DamagedFile */
export function checkWhole(database: Database.Database): void {
  const found: unknown = database.pragma('integrity_check(1)', { simple: true });
  if (found !== 'ok') throw new DamagedFile(`${basename(database.name)} is damaged: ${String(found)}`);
}

const DAMAGED_MARK = 'damaged';
/** What SQLite and DuckDB keep beside a file; without them it says something else. */
const BESIDE = ['-wal', '-shm', '.wal'];

/** Renames a file, with what belongs to it, so that it can be begun anew; never deletes. Answers its new path. */
export function setAside(
  file: string,
  { mark = DAMAGED_MARK }: { readonly mark?: 'damaged' | 'replaced' } = {},
): string {
  const aside = asideOf(file, mark);
  for (const ending of BESIDE) if (existsSync(file + ending)) renameSync(file + ending, aside + ending);
  if (existsSync(file)) renameSync(file, aside);
  return aside;
}

/** The name under which a file is kept that is damaged now. */
export function asideOf(file: string, mark: 'damaged' | 'replaced' = DAMAGED_MARK): string {
  return `${file}.${mark}-${new Date().toISOString().replaceAll(':', '-')}`;
}

/** Damaged files of a folder that were set aside: what each was called, and its path now. */
export function filesSetAside(folder: string): ReadonlyArray<{ readonly file: string; readonly path: string }> {
  const mark = `.${DAMAGED_MARK}-`;
  return readdirSync(folder)
    .filter((name) => name.includes(mark) && !BESIDE.some((ending) => name.endsWith(ending)))
    .sort()
    .map((name) => ({ file: name.slice(0, name.indexOf(mark)), path: join(folder, name) }));
}

/**
 * Opens a small file of SQLite. A damaged one is set aside, begun anew, and what can be read of it is carried over.
 * @param open makes the tables where they are missing, and whatever else is done with the file
 */
export function openOrBeginAnew<T>(file: string, open: (database: Database.Database) => T): T {
  try {
    return opened(file, (database) => {
      checkWhole(database);
      return open(database);
    });
  } catch (error) {
    if (!isDamageAtOpening(error)) throw error;
    return beginAnew(file, open);
  }
}

/** Sets a damaged file aside, opens a new one in its place and carries over what can be read. */
export function beginAnew<T>(file: string, open: (database: Database.Database) => T): T {
  const aside = setAside(file);
  opened(file, (database) => {
    open(database);
    salvage(aside, database);
    database.close();
  });
  return opened(file, open);
}

function opened<T>(file: string, use: (database: Database.Database) => T): T {
  const database = new Database(file);
  try {
    return use(database);
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Copies all rows that can be read of the tables that both files have. */
function salvage(damaged: string, into: Database.Database): void {
  let from: Database.Database;
  try {
    from = new Database(damaged);
  } catch {
    return;
  }
  const tables = into.prepare<[], string>(
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
  );
  for (const table of tables.pluck().all()) copyRows(from, into, table);
  try {
    from.close();
  } catch {
    // It is damaged.
  }
}

/** None where they cannot be read. */
export function columnNames(database: Database.Database, table: string): ReadonlySet<string> {
  try {
    return new Set(database.prepare<[string], string>('SELECT name FROM pragma_table_info(?)').pluck().all(table));
  } catch {
    return new Set();
  }
}

/** Reads a table from its beginning to the damage, and from its end to the damage. */
function copyRows(from: Database.Database, into: Database.Database, table: string): void {
  // An older file has fewer columns.
  const there = columnNames(from, table);
  const columns = into
    .prepare<[string], { name: string; pk: number }>('SELECT name, pk FROM pragma_table_info(?)')
    .all(table)
    .filter(({ name }) => there.has(name));
  if (columns.length === 0) return;
  const names = columns.map(({ name }) => name);
  const keys = columns.filter(({ pk }) => pk > 0).map(({ name }) => name);
  const places = names.map(() => '?').join(', ');
  const insert = into.prepare<unknown[]>(`INSERT OR IGNORE INTO ${table} (${names.join(', ')}) VALUES (${places})`);
  for (const direction of ['ASC', 'DESC']) {
    const order = keys.map((name) => `${name} ${direction}`).join(', ');
    try {
      const select = from.prepare<[], unknown[]>(
        `SELECT ${names.join(', ')} FROM ${table} NOT INDEXED ${order === '' ? '' : `ORDER BY ${order}`}`,
      );
      for (const row of select.raw().iterate()) insertRow(insert, row);
      return;
    } catch {
      // Up to here; the other direction reads what lies behind.
    }
  }
}

/** A row that was changed by the damage so that its table does not take it is left out. */
function insertRow(insert: Database.Statement<unknown[]>, row: readonly unknown[]): void {
  try {
    insert.run(...row);
  } catch (error) {
    if (!(error instanceof Database.SqliteError) || !error.code.startsWith('SQLITE_CONSTRAINT')) throw error;
  }
}
