import type { EventStoreDBClient } from '@eventstore/db-client';
import { LRUCache } from 'lru-cache';
import type { EventRecord } from '../event/event.ts';
import { byStream } from './by-stream.ts';
import { IdSet, packIds } from './event-ids.ts';
import type { Host } from './eventstoredb-address.ts';
import { Appender } from './eventstoredb-append.ts';
import { asServerError, readEvents, within } from './eventstoredb-client.ts';
import { APPEND_BYTES, toIndexed, toStored } from './eventstoredb-events.ts';
import type { Confirmed, EventStoreIndex } from './eventstoredb-index.ts';
import type { StoredEvent } from './eventstoredb-message.ts';
import { type AppendResult, HistoryError, type HistoryWriter } from './history.ts';
import { TakenPlaces } from './places.ts';

/** What the writer remembers of a stream. */
interface OpenStream {
  readonly name: string;
  readonly known: IdSet;
  /** Looked up when the stream grows. */
  places: TakenPlaces | undefined;
  /** Revision of the next event. */
  next: number;
}

/** Events of a batch that a stream does not hold. */
interface Pending {
  readonly stream: OpenStream;
  readonly events: readonly StoredEvent[];
}

/** Events of one append, at most. */
const APPEND_EVENTS = 500;

/** Appends under way at once; more do not make it faster. */
const IN_FLIGHT = 8;

const BEHIND = 'SERVER_BEHIND';

const OPEN_STREAMS = 2048;

/** Times that the tail of a stream is read back after a wrong revision: more than one means another writer. */
const RECONCILIATIONS = 3;

/** Seconds that events are kept, by the stream or, for games and strategies, by what its name begins with. */
export type Retention = Readonly<Partial<Record<'game-' | 'strategy-' | 'learning-metrics' | 'system-errors', number>>>;

export interface WriterOptions {
  /** The node that is used now. */
  readonly node: Host;
  readonly version: string | undefined;
  readonly answerMs: number;
  readonly retention: Retention;
  /** What the streams' names begin with on the server. */
  readonly prefix: string;
  /** Told once, when an append was not answered: nothing is known of the client then, and its thread must be replaced. */
  readonly onPoisoned: (error: HistoryError) => void;
}

/**
 * The writing side of a history in EventStoreDB. The only one in its thread, as pending appends of all clients of a
 * thread hang together.
 *
 * An append expects a number or no stream, never anything, so the server writes nothing twice; after a wrong revision the
 * tail of the stream is read back, what is there is dropped, and the rest is sent.
 */
export class EventStoreWriter implements HistoryWriter {
  readonly version: string | undefined;
  readonly hasLostPlace: boolean;
  readonly #client: EventStoreDBClient;
  readonly #appender: Appender;
  readonly #index: EventStoreIndex;
  readonly #options: WriterOptions;
  readonly #streams = new LRUCache<string, OpenStream>({ max: OPEN_STREAMS });
  #poisoned: HistoryError | undefined;

  constructor(client: EventStoreDBClient, index: EventStoreIndex, options: WriterOptions) {
    this.#client = client;
    this.#appender = new Appender(client, options.answerMs, options.node);
    this.#index = index;
    this.version = options.version;
    this.hasLostPlace = index.hasLostPlace;
    this.#options = options;
  }

  /** Where the node is that is written to; undefined while one is looked for. */
  get node(): string | undefined {
    const { node } = this.#appender;
    return node && `${node.address}:${node.port}`;
  }

  async checkpoint(): Promise<number> {
    return this.#index.checkpoint();
  }

  async append(events: readonly EventRecord[], next: number): Promise<AppendResult> {
    if (this.#poisoned !== undefined) throw this.#poisoned;
    const groups = byStream(events);
    const confirmed: Confirmed[] = [];
    try {
      // All of the batch is looked at before any of it is sent.
      const pending = [...groups].map(([name, group]) => this.#fresh(name, group));
      const counts = await this.#sendAll(pending, confirmed);
      this.#index.confirm(confirmed, next);
      const written = counts.reduce((sum, count) => sum + count, 0);
      return { written, duplicates: events.length - written };
    } catch (error) {
      for (const name of groups.keys()) this.#streams.delete(name);
      this.#index.confirm(confirmed, undefined);
      throw error;
    }
  }

  async close(): Promise<void> {
    this.#index.close();
    // Ending a client that still waits for an answer would fail the appends of every other one.
    if (this.#poisoned === undefined) await this.#client.dispose();
  }

  /** The events of a batch that their stream does not hold. They count as known from now on. */
  #fresh(name: string, events: readonly EventRecord[]): Pending {
    const ids = packIds(events);
    const stream = this.#open(name);
    const fresh = events.filter((_, place) => stream.known.add(ids, place));
    if (fresh.length > 0) {
      stream.places ??= new TakenPlaces(this.#index.placesIn(name));
      stream.places.take(fresh);
    }
    return { stream, events: fresh.map((event) => toStored(event, name)) };
  }

  #open(name: string): OpenStream {
    const open = this.#streams.get(name);
    if (open !== undefined) return open;
    const known = new IdSet();
    const found = this.#index.find(name);
    if (found !== undefined) for (const ids of this.#index.ids(found)) known.addAll(ids);
    const stream = { name, known, places: undefined, next: found?.events ?? 0 };
    this.#streams.set(name, stream);
    return stream;
  }

  /** Sends several streams at once, each in its own order; answers how many events of each were written. */
  async #sendAll(pending: readonly Pending[], confirmed: Confirmed[]): Promise<number[]> {
    const queue = pending.values();
    const counts: number[] = [];
    const work = async () => {
      for (const { stream, events } of queue) {
        for (const batch of cut(events)) counts.push(await this.#send(stream, batch, confirmed));
      }
    };
    const outcomes = await Promise.allSettled(Array.from({ length: IN_FLIGHT }, work));
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
    return counts;
  }

  /** Appends one batch to a stream, or what of it is not there yet; answers how many events that were. */
  async #send(stream: OpenStream, batch: readonly StoredEvent[], confirmed: Confirmed[]): Promise<number> {
    let rest = batch;
    for (let reconciled = 0; rest.length > 0; reconciled += 1) {
      const last = await this.#append(stream, rest);
      if (typeof last === 'number') {
        stream.next = last + 1;
        confirmed.push({ stream: stream.name, first: stream.next - rest.length, events: rest });
        break;
      }
      if (last === 'too-large') {
        const half = Math.ceil(rest.length / 2);
        const written = await this.#send(stream, rest.slice(0, half), confirmed);
        return written + (await this.#send(stream, rest.slice(half), confirmed));
      }
      if (reconciled === RECONCILIATIONS) {
        throw new HistoryError('CONFLICT', `Another program writes to ${stream.name}`, { retry: true });
      }
      const held = await this.#readTail(stream, confirmed);
      rest = rest.filter(({ eventId }) => !held.has(eventId));
    }
    return rest.length;
  }

  /** One append; answers the last revision written, or what stood against it. */
  async #append(stream: OpenStream, events: readonly StoredEvent[]): Promise<number | 'wrong-revision' | 'too-large'> {
    const { name, next } = stream;
    try {
      if (next === 0) await this.#setRetention(name);
      const appended = await this.#appender.append({ stream: this.#onServer(name), first: next, events });
      if (appended === 'stream-deleted')
        throw refused('STREAM_DELETED', `The stream ${name} was deleted for ever`, events);
      if (appended === 'too-large' && events.length === 1) {
        throw refused('TOO_LARGE', 'The event is larger than the server takes', events);
      }
      return appended;
    } catch (error) {
      const failure = asServerError(error);
      if (failure.code === 'TIMEOUT') this.#poison(failure);
      throw failure;
    }
  }

  /** Learns what the server holds beyond what is known, which is what a lost answer left there; answers its ids. */
  async #readTail(stream: OpenStream, confirmed: Confirmed[]): Promise<ReadonlySet<string>> {
    const events: Confirmed['events'][number][] = [];
    const reading = this.#client.readStream(this.#onServer(stream.name), { fromRevision: BigInt(stream.next) });
    for await (const event of readEvents(reading, this.#options.answerMs)) events.push(toIndexed(event));
    if (events.length === 0) throw behind(stream.name);
    stream.known.addAll(packIds(events));
    stream.places?.hold(events);
    confirmed.push({ stream: stream.name, first: stream.next, events });
    stream.next += events.length;
    return new Set(events.map(({ eventId }) => eventId));
  }

  async #setRetention(name: string): Promise<void> {
    const kept = Object.entries(this.#options.retention).find(([stream]) =>
      stream.endsWith('-') ? name.startsWith(stream) : name === stream,
    );
    if (kept === undefined) return;
    const setting = this.#client.setStreamMetadata(this.#onServer(name), { maxAge: kept[1] });
    await within(this.#options.answerMs, 'an append', setting);
  }

  #onServer(stream: string): string {
    return `${this.#options.prefix}${stream}`;
  }

  #poison(error: HistoryError): void {
    this.#poisoned = error;
    this.#options.onPoisoned(error);
  }
}

/** Cuts events into appends within the bounds. */
function* cut(events: readonly StoredEvent[]): Generator<readonly StoredEvent[]> {
  let start = 0;
  let bytes = 0;
  for (const [place, event] of events.entries()) {
    bytes += event.bytes;
    if (place > start && (place - start === APPEND_EVENTS || bytes > APPEND_BYTES)) {
      yield events.slice(start, place);
      start = place;
      bytes = event.bytes;
    }
  }
  if (start < events.length) yield events.slice(start);
}

/** An append whose first event, at least, is unacceptable. */
function refused(code: string, message: string, [first]: readonly StoredEvent[]): HistoryError {
  return new HistoryError(code, message, { retry: false, ...(first !== undefined && { eventId: first.eventId }) });
}

/** Whether a server lacks events that it had confirmed. */
export function isBehind(error: unknown): boolean {
  return error instanceof HistoryError && error.code === BEHIND;
}

/** What a server says that has lost events which it had confirmed. */
export function behind(stream: string): HistoryError {
  const message =
    `The server holds fewer events of ${stream} than it has confirmed: it was emptied or restored from an old backup. ` +
    'Put its data back, or start a new data folder and import again';
  return new HistoryError(BEHIND, message, { retry: true });
}
