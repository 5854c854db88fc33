import type Database from 'better-sqlite3';
import { LRUCache } from 'lru-cache';
import type { EventRecord } from '../event/event.ts';
import { byStream } from './by-stream.ts';
import { asHistoryError, asked } from './database-error.ts';
import { IdSet, packIds } from './event-ids.ts';
import type { AppendResult, HistoryWriter } from './history.ts';
import { type Placed, TakenPlaces } from './places.ts';
import { cutRuns, encodeRun, placesOf } from './run.ts';
import { damagedCheckpoint, sealOf } from './sqlite-check.ts';
import { SqliteMerge } from './sqlite-merge.ts';

/** What the writer remembers of a stream. */
interface OpenStream {
  readonly id: number;
  readonly name: string;
  readonly known: IdSet;
  /** Looked up when the stream grows. */
  places: TakenPlaces | undefined;
  /** Revision of the next event. */
  next: number;
}

/** Streams whose ids are kept in memory: 30 KB for a game of 560 events. */
const OPEN_STREAMS = 2048;

/** Level of zstd for runs that will be merged: the fastest. */
const LOOSE_LEVEL = 1;

/** The embedded history's writing side: one transaction a batch, with totals and checkpoint. */
export class SqliteWriter implements HistoryWriter {
  readonly #database: Database.Database;
  readonly #merge: SqliteMerge;
  readonly #streams = new LRUCache<string, OpenStream>({ max: OPEN_STREAMS });
  readonly #statements: Statements;

  constructor(database: Database.Database) {
    this.#database = database;
    this.#statements = prepare(database);
    this.#merge = new SqliteMerge(database);
    this.#merge.schedule();
  }

  async checkpoint(): Promise<number> {
    const { position = 0, seal = null } = asked(() => this.#statements.checkpoint.get()) ?? {};
    if (seal !== sealOf(position)) throw damagedCheckpoint();
    return position;
  }

  async append(events: readonly EventRecord[], next: number): Promise<AppendResult> {
    const groups = byStream(events);
    try {
      const written = this.#database.transaction(() => this.#write(groups, next)).immediate();
      if (written > 0) this.#merge.schedule();
      return { written, duplicates: events.length - written };
    } catch (error) {
      for (const stream of groups.keys()) this.#streams.delete(stream);
      throw asHistoryError(error);
    }
  }

  /** Merges all that is due and shrinks the file, which otherwise happens bit by bit beside the appends. */
  async compact(): Promise<void> {
    this.#merge.finish();
  }

  async close(): Promise<void> {
    this.#merge.stop();
    this.#database.close();
  }

  #write(groups: ReadonlyMap<string, readonly EventRecord[]>, next: number): number {
    const types = new Map<string, number>();
    let written = 0;
    // All of the batch is looked at before any of it is written.
    const pending = [...groups].map(([name, events]) => this.#fresh(this.#open(name), events));
    for (const { stream, fresh } of pending) {
      this.#append(stream, fresh);
      written += fresh.length;
      for (const { eventType } of fresh) types.set(eventType, (types.get(eventType) ?? 0) + 1);
    }
    for (const [type, count] of types) this.#statements.count.run(type, count);
    this.#statements.move.run(next, sealOf(next));
    return written;
  }

  /** What the stream does not hold yet; it counts as known from now on. */
  #fresh(stream: OpenStream, events: readonly EventRecord[]): { stream: OpenStream; fresh: readonly EventRecord[] } {
    const ids = packIds(events);
    const fresh = events.filter((_, place) => stream.known.add(ids, place));
    if (fresh.length > 0) {
      stream.places ??= new TakenPlaces(this.#held(stream));
      stream.places.take(fresh);
    }
    return { stream, fresh };
  }

  *#held({ id, name: stream, next }: OpenStream): Generator<Placed> {
    if (next === 0) return;
    for (const { first, ids, block } of this.#statements.runs.iterate(id))
      yield* placesOf(block, { stream, first, ids });
  }

  #append(stream: OpenStream, fresh: readonly EventRecord[]): void {
    if (fresh.length === 0) return;
    let runs = 0;
    for (const run of cutRuns(fresh)) {
      const ids = packIds(run);
      const block = encodeRun(run, LOOSE_LEVEL, { stream: stream.name, first: stream.next, ids });
      this.#statements.insert.run(stream.id, stream.next, run.length, ids, block);
      stream.next += run.length;
      runs += 1;
    }
    const ended = fresh.some(({ eventType }) => eventType === 'GameCompleted') ? 1 : 0;
    this.#statements.grow.run({ id: stream.id, events: stream.next, runs, ended });
  }

  #open(name: string): OpenStream {
    const open = this.#streams.get(name);
    if (open !== undefined) return open;
    const found = this.#statements.find.get(name);
    const known = new IdSet();
    for (const ids of found === undefined ? [] : this.#statements.ids.iterate(found.id)) known.addAll(ids);
    const id = found?.id ?? Number(this.#statements.create.run(name).lastInsertRowid);
    const stream = { id, name, known, places: undefined, next: found?.events ?? 0 };
    this.#streams.set(name, stream);
    return stream;
  }
}

type Statements = ReturnType<typeof prepare>;

function prepare(database: Database.Database) {
  return {
    checkpoint: database.prepare<[], { position: number; seal: number }>('SELECT position, seal FROM progress'),
    move: database.prepare<[number, number]>('UPDATE progress SET position = ?, seal = ?'),
    find: database.prepare<[string], { id: number; events: number }>('SELECT id, events FROM streams WHERE name = ?'),
    create: database.prepare<[string]>('INSERT INTO streams (name, events, loose, ended) VALUES (?, 0, 0, 0)'),
    ids: database.prepare<[number], Buffer>('SELECT ids FROM runs WHERE stream = ? ORDER BY first').pluck(),
    runs: database.prepare<[number], { first: number; ids: Buffer; block: Buffer }>(
      'SELECT first, ids, block FROM runs WHERE stream = ? ORDER BY first',
    ),
    insert: database.prepare<[number, number, number, Buffer, Buffer]>('INSERT INTO runs VALUES (?, ?, ?, ?, ?)'),
    grow: database.prepare<[{ id: number; events: number; runs: number; ended: number }]>(
      'UPDATE streams SET events = :events, loose = loose + :runs, ended = max(ended, :ended) WHERE id = :id',
    ),
    count: database.prepare<[string, number]>(
      'INSERT INTO types VALUES (?, ?) ON CONFLICT DO UPDATE SET events = events + excluded.events',
    ),
  };
}
