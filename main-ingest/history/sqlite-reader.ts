import { setImmediate } from 'node:timers/promises';
import type Database from 'better-sqlite3';
import { gameStream } from '../event/stream.ts';
import { asked } from './database-error.ts';
import type { HistoryReader, HistoryTotals, ReadOptions, RecordedEvent } from './history.ts';
import type { Placed } from './places.ts';
import { damaged, decodeRun, placesOf } from './run.ts';

interface Connection {
  readonly database: Database.Database;
  readonly statements: ReturnType<typeof prepare>;
}

/** The embedded history's reading side, on a connection of its own that can't write. */
export class SqliteReader implements HistoryReader {
  readonly #open: () => Database.Database | undefined;
  #connection: Connection | undefined;

  /** @param open a read-only connection, undefined while there is no history yet */
  constructor(open: () => Database.Database | undefined) {
    this.#open = open;
  }

  async *read(stream: string, options: ReadOptions = {}): AsyncGenerator<RecordedEvent> {
    const { direction = 'forwards', limit = Number.POSITIVE_INFINITY, signal } = options;
    const backwards = direction === 'backwards';
    let cursor = Math.min(options.from ?? (backwards ? Number.MAX_SAFE_INTEGER : 0), Number.MAX_SAFE_INTEGER);
    for (let left = limit; left > 0; await setImmediate()) {
      signal?.throwIfAborted();
      // Asked before the run: what is appended meanwhile is not missed.
      const length = await this.length(stream);
      const run = this.#runAt(stream, cursor, backwards);
      if (run.length === 0 && (backwards ? cursor >= 0 : cursor < length) && length > 0)
        throw damaged({ stream, first: Math.min(cursor, length) }, 'events are missing');
      if (run.length === 0) return;
      for (const event of run.slice(0, left)) {
        signal?.throwIfAborted();
        yield event;
        cursor = event.revision + (backwards ? -1 : 1);
      }
      left -= run.length;
    }
  }

  /** All of a stream that is held now, for who cannot wait. */
  placesIn(stream: string): Placed[] {
    const rows = this.#ask(({ runs }) => runs.all(stream)) ?? [];
    return rows.flatMap(({ first, ids, block }) => placesOf(block, { stream, first, ids }));
  }

  async length(stream: string): Promise<number> {
    return this.#ask(({ length }) => length.get(stream)) ?? 0;
  }

  async streams(): Promise<ReadonlyArray<readonly [string, number]>> {
    const rows = this.#ask(({ all }) => all.all()) ?? [];
    return rows.map(({ name, events }) => [name, events] as const);
  }

  async gameLengths(): Promise<ReadonlyArray<readonly [string, number]>> {
    const prefix = gameStream('');
    const rows = this.#ask(({ games }) => games.all(prefix, `${prefix}\u{10ffff}`)) ?? [];
    return rows.map(({ name, events }) => [name.slice(prefix.length), events] as const);
  }

  async totals(): Promise<HistoryTotals> {
    const { database } = this.#connect() ?? {};
    if (database === undefined) return { streams: 0, events: 0, bytes: 0, eventsByType: {} };
    const pragma = (name: string) => Number(database.pragma(name, { simple: true }));
    return asked(() =>
      database.transaction(() => {
        const types = this.#ask((statements) => statements.types.all()) ?? [];
        return {
          streams: this.#ask((statements) => statements.streams.get()) ?? 0,
          events: types.reduce((sum, { events }) => sum + events, 0),
          bytes: (pragma('page_count') - pragma('freelist_count')) * pragma('page_size'),
          eventsByType: Object.fromEntries(types.map(({ name, events }) => [name, events])),
        };
      })(),
    );
  }

  async close(): Promise<void> {
    this.#connection?.database.close();
  }

  /** The events of the run that holds a revision, from that revision on in reading order. */
  #runAt(stream: string, revision: number, backwards: boolean): RecordedEvent[] {
    const row = this.#ask(({ run }) => run.get(stream, revision));
    if (row === undefined) return [];
    const events = asked(() => decodeRun(row.block, { stream, first: row.first, ids: row.ids }));
    return backwards ? events.slice(0, revision - row.first + 1).reverse() : events.slice(revision - row.first);
  }

  #ask<T>(question: (statements: Connection['statements']) => T): T | undefined {
    return asked(() => {
      const connection = this.#connect();
      return connection && question(connection.statements);
    });
  }

  #connect(): Connection | undefined {
    if (this.#connection === undefined) {
      const database = this.#open();
      if (database !== undefined) this.#connection = { database, statements: prepare(database) };
    }
    return this.#connection;
  }
}

function prepare(database: Database.Database) {
  return {
    run: database.prepare<[string, number], { first: number; ids: Buffer; block: Buffer }>(
      `SELECT first, ids, block FROM runs
       WHERE stream = (SELECT id FROM streams WHERE name = ?) AND first <= ? ORDER BY first DESC LIMIT 1`,
    ),
    runs: database.prepare<[string], { first: number; ids: Buffer; block: Buffer }>(
      'SELECT first, ids, block FROM runs WHERE stream = (SELECT id FROM streams WHERE name = ?) ORDER BY first',
    ),
    length: database.prepare<[string], number>('SELECT events FROM streams WHERE name = ?').pluck(),
    all: database.prepare<[], { name: string; events: number }>('SELECT name, events FROM streams ORDER BY id'),
    games: database.prepare<[string, string], { name: string; events: number }>(
      'SELECT name, events FROM streams WHERE name >= ? AND name < ? ORDER BY id',
    ),
    types: database.prepare<[], { name: string; events: number }>('SELECT name, events FROM types ORDER BY name'),
    streams: database.prepare<[], number>('SELECT count(*) FROM streams').pluck(),
  };
}
