import type Database from 'better-sqlite3';
import { packIds } from './event-ids.ts';
import { HistoryError } from './history.ts';
import { cutRuns, damaged, decodeRun, encodeRun, MERGED_LEVEL } from './run.ts';

/** Runs merged at once: bounds the memory that a merge takes. */
const RUNS_AT_ONCE = 64;

/** Longest that a step may hold up an append, in milliseconds. */
const STEP_MS = 8;

/** Pages given back in one step. */
const PAGES_AT_ONCE = 512;

/**
 * Merges a stream's small runs into larger, better compressed ones: a live game is written in runs of a few events, and
 * takes a third of that when it is over. Due is a game that has ended, and any stream with 32 small runs.
 *
 * Steps run on timers between appends. While events come in they take at most a fifth of the thread's time, and all of
 * it in a pause. What is due is in the file itself, so a killed process goes on with it.
 */
export class SqliteMerge {
  readonly #database: Database.Database;
  readonly #statements: ReturnType<typeof prepare>;
  #timer: NodeJS.Timeout | undefined;
  /** A stream that is damaged stays as it is; it must not hold up those behind it. */
  #damagedUpTo = 0;
  /** Whether events were appended since the last step. */
  #busy = false;

  constructor(database: Database.Database) {
    this.#database = database;
    this.#statements = prepare(database);
  }

  /** Called after an append: a step will follow. */
  schedule(): void {
    this.#busy = true;
    this.#timer ??= setTimeout(() => this.#run(), 5 * STEP_MS).unref();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  /** Does all that is due at once. */
  finish(): void {
    while (this.#step()) {
      // Each step commits.
    }
  }

  #run(): void {
    this.#timer = undefined;
    this.#busy = false;
    const start = performance.now();
    if (!this.#tryStep()) return;
    const delay = () => (this.#busy ? 4 * (performance.now() - start) : 0);
    setImmediate(() => {
      this.#timer ??= setTimeout(() => this.#run(), delay()).unref();
    }).unref();
  }

  /** Space that could not be saved is no reason to fail: the next append tries again. */
  #tryStep(): boolean {
    try {
      return this.#step();
    } catch {
      return false;
    }
  }

  /** Answers whether there is more to do. */
  #step(): boolean {
    const until = performance.now() + STEP_MS;
    while (performance.now() < until) {
      const stream = this.#statements.due.get(this.#damagedUpTo);
      if (stream === undefined) return this.#shrink();
      try {
        this.#database.transaction(() => this.#merge(stream)).immediate();
      } catch (error) {
        if (!(error instanceof HistoryError) || error.code !== 'DAMAGED') throw error;
        this.#damagedUpTo = stream.id;
      }
    }
    return true;
  }

  #merge({ id, name, tail, loose }: { id: number; name: string; tail: number; loose: number }): void {
    const runs = this.#statements.runs.all(id, tail, RUNS_AT_ONCE);
    const events = runs.flatMap(({ block, first, ids }) => decodeRun(block, { stream: name, first, ids }));
    const missing = events.findIndex(({ revision }, place) => revision !== tail + place);
    if (missing !== -1) throw damaged({ stream: name, first: tail + missing }, 'events are missing');
    this.#statements.remove.run(id, tail, tail + events.length);
    let first = tail;
    for (const run of cutRuns(events)) {
      first = run[0]?.revision ?? first;
      const ids = packIds(run);
      this.#statements.insert.run(
        id,
        first,
        run.length,
        ids,
        encodeRun(run, MERGED_LEVEL, { stream: name, first, ids }),
      );
    }
    this.#statements.update.run({ id, tail: first, loose: loose - runs.length + 1 });
  }

  /** Gives pages back that merging has freed, once they are many. */
  #shrink(): boolean {
    const pages = Number(this.#database.pragma('page_count', { simple: true }));
    const free = Number(this.#database.pragma('freelist_count', { simple: true }));
    if (free < PAGES_AT_ONCE || free < pages / 10) return false;
    this.#database.pragma(`incremental_vacuum(${PAGES_AT_ONCE})`);
    return true;
  }
}

function prepare(database: Database.Database) {
  return {
    due: database.prepare<[number], { id: number; name: string; tail: number; loose: number }>(
      'SELECT id, name, tail, loose FROM streams WHERE loose > 1 AND (ended = 1 OR loose >= 32) AND id > ? ORDER BY id LIMIT 1',
    ),
    runs: database.prepare<[number, number, number], { first: number; ids: Buffer; block: Buffer }>(
      'SELECT first, ids, block FROM runs WHERE stream = ? AND first >= ? ORDER BY first LIMIT ?',
    ),
    remove: database.prepare<[number, number, number]>(
      'DELETE FROM runs WHERE stream = ? AND first >= ? AND first < ?',
    ),
    insert: database.prepare<[number, number, number, Buffer, Buffer]>('INSERT INTO runs VALUES (?, ?, ?, ?, ?)'),
    update: database.prepare<[{ id: number; tail: number; loose: number }]>(
      'UPDATE streams SET tail = :tail, loose = :loose WHERE id = :id',
    ),
  };
}
