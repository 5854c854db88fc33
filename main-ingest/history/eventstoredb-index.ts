import Database from 'better-sqlite3';
import { isDamage } from '../damage.ts';
import { gameStream } from '../event/stream.ts';
import { asHistoryError } from './database-error.ts';
import { ID_BYTES, packIds, unpackId } from './event-ids.ts';
import { addColumn, IndexSeal } from './eventstoredb-index-seal.ts';
import { HistoryError, type HistoryTotals } from './history.ts';
import type { Placed } from './places.ts';

/** Events of one stream that the server has confirmed, from revision `first` on. */
export interface Confirmed {
  readonly stream: string;
  readonly first: number;
  readonly events: ReadonlyArray<Placed & { readonly eventType: string; readonly bytes: number }>;
}

/** A stream as the index knows it. */
export interface IndexedStream {
  readonly id: number;
  readonly events: number;
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS streams (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, events INTEGER NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS ids (stream INTEGER NOT NULL, first INTEGER NOT NULL, ids BLOB NOT NULL,
    PRIMARY KEY (stream, first)) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS types (name TEXT PRIMARY KEY, events INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS progress (position INTEGER NOT NULL, bytes INTEGER NOT NULL, complete INTEGER NOT NULL,
    newest TEXT) STRICT;
  INSERT INTO progress (position, bytes, complete) SELECT 0, 0, 0 WHERE NOT EXISTS (SELECT 1 FROM progress);
`;

/**
 * What the workbench remembers of a server's history beside it: checkpoint, revisions, event ids and totals, so that
 * it need not ask for them. It is made anew from the server when the file is not there.
 */
export class EventStoreIndex {
  readonly #database: Database.Database;
  readonly #statements: ReturnType<typeof prepare>;
  readonly #seal: IndexSeal;

  constructor(file: string) {
    this.#database = new Database(file);
    this.#database.pragma('journal_mode = WAL');
    this.#database.pragma('synchronous = FULL');
    this.#seal = this.#database.transaction(() => makeTables(this.#database)).immediate();
    this.#statements = prepare(this.#database);
  }

  /** Whether all that the server holds is in it. */
  get complete(): boolean {
    return this.#statements.complete.get() === 1;
  }

  /** Whether it was made anew of what the server holds, which does not say how far that goes. */
  get hasLostPlace(): boolean {
    return this.checkpoint() === 0 && this.totals().events > 0;
  }

  checkpoint(): number {
    return this.#statements.checkpoint.get() ?? 0;
  }

  find(stream: string): IndexedStream | undefined {
    return this.#statements.find.get(stream);
  }

  /** Packed ids of all events of a stream, run by run. */
  ids(stream: IndexedStream): IterableIterator<Buffer> {
    return this.#statements.ids.iterate(stream.id);
  }

  /** Ids and places in the game of all events of a stream; what an earlier version has written has no places. */
  *placesIn(stream: string): Generator<Placed> {
    for (const { ids, places } of this.#statements.places.iterate(stream))
      for (let at = 0; at * ID_BYTES < ids.length; at += 1)
        yield { eventId: unpackId(ids, at), sequenceId: places?.readInt32LE(4 * at) ?? -1 };
  }

  /** The stream that was written last. */
  newest(): string | undefined {
    return this.#statements.newest.get() ?? undefined;
  }

  /** Adds what the server has confirmed, and moves the checkpoint where it is given; both or neither. */
  confirm(confirmed: readonly Confirmed[], next: number | undefined): void {
    try {
      this.#database.transaction(() => this.#confirm(confirmed, next)).immediate();
    } catch (error) {
      throw asIndexError(error);
    }
  }

  /** Forgets all but the checkpoint, to be filled anew from the server. */
  clear(): void {
    this.#change('DELETE FROM streams; DELETE FROM ids; DELETE FROM types; UPDATE progress SET bytes = 0', () =>
      this.#seal.clear(),
    );
  }

  /** Forgets all, the checkpoint too: it was learnt from another server. */
  forget(): void {
    this.clear();
    this.#change('UPDATE progress SET position = 0, complete = 0, newest = NULL');
  }

  markComplete(): void {
    this.#change('UPDATE progress SET complete = 1');
  }

  streams(): ReadonlyArray<readonly [stream: string, events: number]> {
    return this.#statements.all.all().map(({ name, events }) => [name, events] as const);
  }

  gameLengths(): ReadonlyArray<readonly [sessionId: string, events: number]> {
    const prefix = gameStream('');
    const rows = this.#statements.games.all(prefix, `${prefix}\u{10ffff}`);
    return rows.map(({ name, events }) => [name.slice(prefix.length), events] as const);
  }

  totals(): HistoryTotals {
    return this.#database.transaction(() => {
      const types = this.#statements.types.all();
      return {
        streams: this.#statements.streams.get() ?? 0,
        events: types.reduce((sum, { events }) => sum + events, 0),
        bytes: this.#statements.bytes.get() ?? 0,
        eventsByType: Object.fromEntries(types.map(({ name, events }) => [name, events])),
      };
    })();
  }

  close(): void {
    this.#database.close();
  }

  #confirm(confirmed: readonly Confirmed[], next: number | undefined): void {
    this.#seal.begin();
    const { find, put, grow, count, addBytes, move, setNewest } = this.#statements;
    for (const { stream, first, events } of confirmed) {
      if (events.length === 0) continue;
      if (find.get(stream) === undefined) this.#seal.addStream(stream);
      const id = grow.get(stream, first + events.length);
      const row = { stream, first, ids: packIds(events), places: packPlaces(events) };
      if (id !== undefined) put.run(id, first, row.ids, row.places);
      this.#seal.addIds(row);
      for (const [type, each] of Map.groupBy(events, ({ eventType }) => eventType)) count.run(type, each.length);
      addBytes.run(events.reduce((sum, { bytes }) => sum + bytes, 0));
      setNewest.run(stream);
    }
    if (next !== undefined) move.run(next);
    this.#seal.write();
  }

  #change(sql: string, also = (): void => undefined): void {
    this.#database
      .transaction(() => {
        this.#seal.begin();
        this.#database.exec(sql);
        also();
        this.#seal.write();
      })
      .immediate();
  }
}

function makeTables(database: Database.Database): IndexSeal {
  database.exec(SCHEMA);
  addColumn(database, 'ids', 'places', 'BLOB');
  return new IndexSeal(database);
}

function asIndexError(error: unknown): unknown {
  if (!isDamage(error)) return asHistoryError(error);
  const words = 'delivery.sqlite is damaged on the disk. Start again: it is made anew of what the server has';
  return new HistoryError('UNREADABLE', words, { retry: true, cause: error });
}

/** `sequenceId` of each, 32 bits. */
function packPlaces(events: readonly Placed[]): Buffer {
  const places = Buffer.allocUnsafe(4 * events.length);
  for (const [at, { sequenceId }] of events.entries()) places.writeInt32LE(sequenceId, 4 * at);
  return places;
}

function prepare(database: Database.Database) {
  return {
    checkpoint: database.prepare<[], number>('SELECT position FROM progress').pluck(),
    complete: database.prepare<[], number>('SELECT complete FROM progress').pluck(),
    newest: database.prepare<[], string | null>('SELECT newest FROM progress').pluck(),
    bytes: database.prepare<[], number>('SELECT bytes FROM progress').pluck(),
    find: database.prepare<[string], IndexedStream>('SELECT id, events FROM streams WHERE name = ?'),
    ids: database.prepare<[number], Buffer>('SELECT ids FROM ids WHERE stream = ? ORDER BY first').pluck(),
    places: database.prepare<[string], { ids: Buffer; places: Buffer | null }>(
      'SELECT ids, places FROM ids WHERE stream = (SELECT id FROM streams WHERE name = ?) ORDER BY first',
    ),
    put: database.prepare<[number, number, Buffer, Buffer]>(
      'INSERT INTO ids (stream, first, ids, places) VALUES (?, ?, ?, ?)',
    ),
    grow: database
      .prepare<[string, number], number>(
        `INSERT INTO streams (name, events) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET events = excluded.events
         RETURNING id`,
      )
      .pluck(),
    count: database.prepare<[string, number]>(
      'INSERT INTO types VALUES (?, ?) ON CONFLICT DO UPDATE SET events = events + excluded.events',
    ),
    addBytes: database.prepare<[number]>('UPDATE progress SET bytes = bytes + ?'),
    move: database.prepare<[number]>('UPDATE progress SET position = ?'),
    setNewest: database.prepare<[string]>('UPDATE progress SET newest = ?'),
    all: database.prepare<[], { name: string; events: number }>('SELECT name, events FROM streams ORDER BY id'),
    games: database.prepare<[string, string], { name: string; events: number }>(
      'SELECT name, events FROM streams WHERE name >= ? AND name < ? ORDER BY id',
    ),
    types: database.prepare<[], { name: string; events: number }>('SELECT name, events FROM types ORDER BY name'),
    streams: database.prepare<[], number>('SELECT count(*) FROM streams').pluck(),
  };
}
