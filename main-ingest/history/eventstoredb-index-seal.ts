import { existsSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import Database from 'better-sqlite3';
import { checkWhole, DamagedFile, isDamageAtOpening, setAside } from '../damage.ts';
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
  readonly #database: Database.Database;
  #contents: number;

  /** What an earlier version has written is sealed as it is. */
  constructor(database: Database.Database) {
    this.#database = database;
    for (const column of ['contents', 'seal']) addColumn(database, 'progress', column, 'INTEGER');
    const saved = database.prepare<[], number | null>('SELECT contents FROM progress').pluck().get();
    this.#contents = saved ?? this.#summed();
    if (saved === null) this.write();
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
    this.#database.prepare('UPDATE progress SET contents = ?').run(this.#contents);
    this.#database.prepare('UPDATE progress SET seal = ?').run(this.#sealNow());
  }

  /** @throws DamagedFile */
  check(): void {
    const seal = this.#database.prepare<[], number | null>('SELECT seal FROM progress').pluck().get();
    if (seal === this.#sealNow() && this.#contents === this.#summed() && !this.#miscounts()) return;
    throw new DamagedFile(`${this.#database.name} is not as it was written`);
  }

  #sealNow(): number {
    const progress = this.#database.prepare('SELECT position, bytes, complete, newest, contents FROM progress').raw();
    const types = this.#database.prepare('SELECT name, events FROM types ORDER BY name').raw();
    return crc32(JSON.stringify([progress.all(), types.all()]));
  }

  #summed(): number {
    let sum = 0;
    for (const name of this.#database.prepare<[], string>('SELECT name FROM streams').pluck().iterate())
      sum ^= crc32(name);
    const rows = this.#database.prepare<[], IdRow>(
      'SELECT streams.name AS stream, first, ids, places FROM ids LEFT JOIN streams ON streams.id = ids.stream',
    );
    for (const row of rows.iterate()) sum ^= sumOf(row);
    return sum >>> 0;
  }

  #miscounts(): boolean {
    const wrong = this.#database.prepare(
      `SELECT 1 FROM streams WHERE events IS NOT (
         SELECT coalesce(max(first + length(ids) / ${ID_BYTES}), 0) FROM ids WHERE stream = streams.id) LIMIT 1`,
    );
    return wrong.get() !== undefined;
  }
}

function sumOf({ stream, first, ids, places }: IdRow): number {
  return crc32(places ?? '', crc32(ids, crc32(`${stream}\n${first}\n`)));
}

/** Adds a column that an earlier version's file does not have. */
export function addColumn(database: Database.Database, table: string, column: string, type: string): void {
  const found = database.prepare<[string, string], 1>('SELECT 1 FROM pragma_table_info(?) WHERE name = ?').pluck();
  if (found.get(table, column) === undefined) database.exec(`ALTER TABLE ${table} ADD COLUMN ${column} ${type}`);
}

/** Sets an index aside that is damaged: the writer makes it anew of what the server holds. Before anybody opens it. */
export function setDamagedIndexAside(file: string): void {
  if (!existsSync(file)) return;
  try {
    const database = new Database(file);
    try {
      checkWhole(database);
      database.transaction(() => new IndexSeal(database).check()).immediate();
    } finally {
      database.close();
    }
  } catch (error) {
    if (!isDamageAtOpening(error)) throw error;
    setAside(file);
  }
}
