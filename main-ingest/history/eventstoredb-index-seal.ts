import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { crc32 } from 'node:zlib';
import Database from 'better-sqlite3';
import { checkWhole, columnNames, DamagedFile, isDamageAtOpening, setAside } from '../damage.ts';
import { ID_BYTES } from './event-ids.ts';

/** A run of ids as it stands in the file. */
export interface IdRow {
  readonly stream: string;
  readonly first: number;
  readonly ids: Buffer;
  readonly places: Buffer | null;
}

/**
 * Checksums of the index, in its `progress`: a flipped bit in a page that SQLite can read changes names, counts or the checkpoint,
 * and a checkpoint that is too high would pass over events. What grows with the events is summed up as it comes, order or not.
 */
export class IndexSeal {
  readonly #statements: ReturnType<typeof prepare>;
  #contents = 0;

  /** What an earlier version has written is sealed as it is. */
  constructor(database: Database.Database) {
    for (const column of ['contents', 'seal']) addColumn(database, 'progress', column, 'INTEGER');
    this.#statements = prepare(database);
    if (this.#statements.saved.get()?.contents !== null) return;
    this.#contents = summed(this.#statements);
    this.write();
  }

  /** At the beginning of each transaction: the last one may have been rolled back. */
  begin(): void {
    this.#contents = this.#statements.saved.get()?.contents ?? 0;
  }

  addStream(name: string): void {
    this.#contents = (this.#contents ^ crc32(name)) >>> 0;
  }

  addIds(row: IdRow): void {
    this.#contents = (this.#contents ^ sumOf(row)) >>> 0;
  }

  /** There is nothing in it any more. */
  clear(): void {
    this.#contents = 0;
  }

  /** Seals what is there now; in the transaction that changed it. */
  write(): void {
    this.#statements.write.run(this.#contents, sealOf(this.#statements, this.#contents));
  }
}

/** Reads all of an index that nobody else has open. @throws DamagedFile, SqliteError */
export function examineIndex(database: Database.Database): void {
  checkWhole(database);
  // An earlier version has sealed nothing.
  if (!columnNames(database, 'progress').has('seal')) return;
  const statements = prepare(database);
  const { contents, seal } = statements.saved.get() ?? {};
  const isSealed = contents === summed(statements) && seal === sealOf(statements, contents);
  if (!isSealed || statements.miscount.get() !== undefined)
    throw new DamagedFile(`${basename(database.name)} is not as it was written`);
}

function prepare(database: Database.Database) {
  return {
    saved: database.prepare<[], { contents: number | null; seal: number | null }>(
      'SELECT contents, seal FROM progress',
    ),
    write: database.prepare<[number, number]>('UPDATE progress SET contents = ?, seal = ?'),
    progress: database.prepare('SELECT position, bytes, complete, newest FROM progress').raw(),
    types: database.prepare('SELECT name, events FROM types ORDER BY name').raw(),
    names: database.prepare<[], string>('SELECT name FROM streams').pluck(),
    ids: database.prepare<[], IdRow>(
      'SELECT streams.name AS stream, first, ids, places FROM ids LEFT JOIN streams ON streams.id = ids.stream',
    ),
    miscount: database.prepare(
      `SELECT 1 FROM streams WHERE events IS NOT (
         SELECT coalesce(max(first + length(ids) / ${ID_BYTES}), 0) FROM ids WHERE stream = streams.id) LIMIT 1`,
    ),
  };
}

function sealOf({ progress, types }: ReturnType<typeof prepare>, contents: number): number {
  return crc32(JSON.stringify([progress.all(), types.all(), contents]));
}

function summed({ names, ids }: ReturnType<typeof prepare>): number {
  let sum = 0;
  for (const name of names.iterate()) sum ^= crc32(name);
  for (const row of ids.iterate()) sum ^= sumOf(row);
  return sum >>> 0;
}

function sumOf({ stream, first, ids, places }: IdRow): number {
  return crc32(places ?? '', crc32(ids, crc32(`${stream}\n${first}\n`)));
}

/** Adds a column that an earlier version's file does not have. */
export function addColumn(database: Database.Database, table: string, column: string, type: string): void {
  if (!columnNames(database, table).has(column)) database.exec(`ALTER TABLE ${table} ADD COLUMN ${column} ${type}`);
}

/** Sets an index aside that is damaged: the writer makes it anew of what the server holds. Before anybody opens it. */
export function setDamagedIndexAside(file: string): void {
  if (!existsSync(file)) return;
  try {
    const database = new Database(file);
    try {
      examineIndex(database);
    } finally {
      database.close();
    }
  } catch (error) {
    if (!isDamageAtOpening(error)) throw error;
    setAside(file);
  }
}
