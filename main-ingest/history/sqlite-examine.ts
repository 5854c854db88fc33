import {
  closeSync,
  copyFileSync,
  existsSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import Database from 'better-sqlite3';
import { setAside } from '../damage.ts';
import { streamOf } from '../event/stream.ts';
import { asHistoryError } from './database-error.ts';
import type { RecordedEvent } from './history.ts';
import { decodeRun, SEAL_BYTES } from './run.ts';
import { openSqliteHistory, VERSION } from './sqlite.ts';
import { checkLists, sealOf } from './sqlite-check.ts';

/** What was found wrong with a history's file. */
export interface HistoryExamined {
  readonly runs: number;
  readonly events: number;
  /** What SQLite says of its pages, and of the lists; empty where all is well. */
  readonly file: readonly string[];
  /** Runs that cannot be read, or are not as they were written. */
  readonly lost: readonly LostRun[];
  /** Journal position up to which it has everything; undefined where that is damaged. */
  readonly checkpoint: number | undefined;
}

export interface LostRun {
  /** `game-…`, or a number where its name is lost too. */
  readonly stream: string;
  /** Revision of its first event. */
  readonly first: number;
  readonly why: string;
}

interface RunRow {
  readonly row: number;
  readonly stream: number;
  readonly first: number;
}

/** Reads all of a history's file, and changes nothing. @throws HistoryError where it cannot be opened at all */
export function examineSqliteHistory(file: string): HistoryExamined {
  const damaged = new DamagedHistory(file);
  try {
    const lost: LostRun[] = [];
    let [runs, events] = [0, 0];
    for (const read of damaged.runs()) {
      runs += 1;
      if ('why' in read) lost.push(read);
      else events += read.events.length;
    }
    const file = [...damaged.complaints(), ...(damaged.hasAll(events, lost) ? [] : ['runs are missing'])];
    return { runs, events, file, lost, checkpoint: damaged.checkpoint() };
  } finally {
    damaged.close();
  }
}

/**
 * Makes a history anew of all that can be read of a damaged one, which is kept beside it. Events of the journal are delivered
 * again and fill what they can: those that are there are not written twice.
 * @param historyHas journal position up to which the old one had everything for certain: where the journal begins
 */
export async function repairSqliteHistory(
  file: string,
  historyHas: number | undefined,
): Promise<{ readonly events: number; readonly lost: readonly LostRun[]; readonly keptAs: string }> {
  const anew = `${file}.new`;
  remove(anew);
  const { damaged, scratch } = await openDamaged(file);
  const writer = openSqliteHistory(anew);
  const checkpoint = historyHas ?? damaged.checkpoint() ?? 0;
  const lost: LostRun[] = [];
  let events = 0;
  for (const read of damaged.runs()) {
    if ('why' in read) lost.push(read);
    else events += (await writer.append(read.events, checkpoint)).written;
  }
  await writer.append([], checkpoint);
  await writer.compact();
  await writer.close();
  damaged.close();
  if (scratch !== undefined) remove(scratch);
  const keptAs = setAside(file);
  renameSync(anew, file);
  return { events, lost, keptAs };
}

/** Opens a damaged file; where its first page is damaged, a copy of it with that page as every history has it. */
async function openDamaged(file: string): Promise<{ damaged: DamagedHistory; scratch?: string }> {
  try {
    return { damaged: new DamagedHistory(file) };
  } catch {
    const scratch = `${file}.salvage`;
    remove(scratch);
    await openSqliteHistory(scratch).close();
    const first = readFileSync(scratch).subarray(0, PAGE_BYTES);
    copyFileSync(file, scratch);
    if (existsSync(`${file}-wal`)) copyFileSync(`${file}-wal`, `${scratch}-wal`);
    first.writeUInt32BE(Math.floor(statSync(file).size / PAGE_BYTES), PAGES_AT);
    const copy = openSync(scratch, 'r+');
    writeSync(copy, first, 0, first.length, 0);
    closeSync(copy);
    return { damaged: new DamagedHistory(scratch), scratch };
  }
}

const PAGE_BYTES = 4096;
/** Where SQLite's header says how many pages there are. */
const PAGES_AT = 28;

function remove(file: string): void {
  for (const ending of ['', '-wal', '-shm']) rmSync(file + ending, { force: true });
}

/** A history's file of which any part may be unreadable. */
class DamagedHistory {
  readonly #database: Database.Database;

  constructor(file: string) {
    try {
      this.#database = new Database(file, { fileMustExist: true });
      this.#database.pragma('query_only = true');
      for (const table of ['runs', 'streams', 'progress']) this.#database.prepare(`SELECT * FROM ${table}`);
    } catch (error) {
      throw asHistoryError(error);
    }
  }

  close(): void {
    this.#database.close();
  }

  /** What SQLite finds wrong, and whether the lists are in accord. */
  complaints(): readonly string[] {
    const found = this.#ask(() => {
      const rows: unknown = this.#database.pragma('integrity_check(20)');
      return Array.isArray(rows) ? rows.map((row: { integrity_check: string }) => row.integrity_check) : [];
    });
    if (typeof found === 'string') return [found];
    if (found[0] !== 'ok') return found;
    const version = Number(this.#database.pragma('user_version', { simple: true }));
    if (version < 1 || version > VERSION) return [`it bears the version ${version}`];
    const lists = this.#ask(() => checkLists(this.#database));
    return typeof lists === 'string' ? [lists] : [];
  }

  checkpoint(): number | undefined {
    const row = this.#ask(() =>
      this.#database.prepare<[], { position: number; seal: number }>('SELECT position, seal FROM progress').get(),
    );
    return typeof row === 'object' && row.seal === sealOf(row.position) ? row.position : undefined;
  }

  /** Whether the list of games knows of no more events than there are. */
  hasAll(events: number, lost: readonly LostRun[]): boolean {
    if (lost.length > 0) return true;
    const listed = this.#ask(() =>
      this.#database.prepare<[], number>('SELECT coalesce(sum(events), 0) FROM streams').pluck().get(),
    );
    return typeof listed === 'string' || listed === events;
  }

  /** All runs in the order of their streams; those that cannot be read with the reason. */
  *runs(): Generator<LostRun | { readonly events: readonly RecordedEvent[] }> {
    const names = this.#names();
    const rows: RunRow[] = [];
    const place = this.#database.prepare<[number], RunRow>(
      'SELECT rowid AS row, stream, first FROM runs WHERE rowid = ?',
    );
    for (let row = 1, last = this.#lastRow(); row <= last; row++) {
      const found = this.#ask(() => place.get(row));
      if (typeof found === 'object') rows.push(found);
      else if (found !== undefined) yield { stream: `row ${row}`, first: 0, why: found };
    }
    rows.sort((a, b) => a.stream - b.stream || a.first - b.first);
    const select = this.#database.prepare<[number], { ids: Buffer; block: Buffer }>(
      'SELECT ids, block FROM runs WHERE rowid = ?',
    );
    for (const { row, stream, first } of rows) {
      const read = this.#ask(() => {
        const run = select.get(row);
        return run && eventsOf(run, names.get(stream), first);
      });
      if (typeof read === 'object') yield { events: read };
      else yield { stream: names.get(stream) ?? `${stream}`, first, why: read ?? 'it is gone' };
    }
  }

  #lastRow(): number {
    const last = this.#ask(
      () => this.#database.prepare<[], number | null>('SELECT max(rowid) FROM runs NOT INDEXED').pluck().get() ?? 0,
    );
    if (typeof last === 'number') return last;
    const indexed = this.#ask(
      () =>
        this.#database.prepare<[], number | null>('SELECT max(rowid) FROM runs INDEXED BY runs_place').pluck().get() ??
        0,
    );
    return typeof indexed === 'number' ? indexed : MOST_ROWS;
  }

  /** Names of the streams by id, as far as they can be read. */
  #names(): ReadonlyMap<number, string> {
    const names = new Map<number, string>();
    for (const direction of ['ASC', 'DESC']) {
      this.#ask(() => {
        const rows = this.#database.prepare<[], { id: number; name: string }>(
          `SELECT id, name FROM streams NOT INDEXED ORDER BY id ${direction}`,
        );
        for (const { id, name } of rows.iterate()) names.set(id, name);
      });
    }
    return names;
  }

  /** What was asked, or why it cannot be answered. */
  #ask<T>(question: () => T): T | string {
    try {
      return question();
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }
}

/** Rows that are looked for where neither table nor index tell how many there are. */
const MOST_ROWS = 1_000_000;

/** The events of a run; where its stream's name is lost or spoilt the events themselves say it, and the checksum whether it is right. */
function eventsOf(run: { ids: Buffer; block: Buffer }, name: string | undefined, first: number): RecordedEvent[] {
  if (name !== undefined) {
    try {
      return decodeRun(run.block, { stream: name, first, ids: run.ids });
    } catch (error) {
      const [event] = withoutChecksum(run, first) ?? [];
      if (event === undefined || streamOf(event) === name) throw error;
    }
  }
  const [event] = withoutChecksum(run, first) ?? [];
  if (event === undefined) throw new Error('it cannot be unpacked');
  return decodeRun(run.block, { stream: streamOf(event), first, ids: run.ids });
}

function withoutChecksum({ ids, block }: { ids: Buffer; block: Buffer }, first: number): RecordedEvent[] | undefined {
  try {
    return decodeRun(block.subarray(SEAL_BYTES), { stream: '', first, ids });
  } catch {
    return undefined;
  }
}
