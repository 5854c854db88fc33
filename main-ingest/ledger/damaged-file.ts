import { existsSync, readdirSync, renameSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import Database from 'better-sqlite3';

/** A row of the ledger's file is not what was written. */
export class DamagedRow extends Error {
  override readonly name = 'DamagedRow';
}

/** SQLite's word for a file, or a page of one, that cannot be what it wrote. */
const DAMAGE = /^SQLITE_(CORRUPT|NOTADB|ERROR)/;

/** Whether an error says that a database's file is damaged, and not the disk that it is on. */
export function isDamage(error: unknown): boolean {
  return error instanceof DamagedRow || (error instanceof Database.SqliteError && DAMAGE.test(error.code));
}

/** What a file that was set aside is called, beside it: the file's name, this, and the time. */
const ASIDE = '.damaged-';

/** Renames a closed database, with its log, so that it can be begun anew; nothing of it is deleted. */
export function setAside(file: string): void {
  const aside = `${file}${ASIDE}${new Date().toISOString().replaceAll(':', '').replace(/\..*/, 'Z')}`;
  for (const part of ['', '-wal', '-shm'])
    if (existsSync(`${file}${part}`)) renameSync(`${file}${part}`, `${aside}${part}`);
}

/** Paths of what was set aside of a database, oldest first. */
export function filesSetAside(file: string): string[] {
  const folder = dirname(file);
  const name = `${basename(file)}${ASIDE}`;
  return readdirSync(folder)
    .filter((entry) => entry.startsWith(name) && !/-(wal|shm)$/.test(entry))
    .sort()
    .map((entry) => join(folder, entry));
}
