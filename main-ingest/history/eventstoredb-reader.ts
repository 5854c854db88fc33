import { BACKWARDS, END, type EventStoreDBClient, FORWARDS } from '@eventstore/db-client';
import { readEvents } from './eventstoredb-client.ts';
import { fromStored } from './eventstoredb-events.ts';
import { follow, type Sharing, share } from './eventstoredb-follow.ts';
import type { EventStoreIndex } from './eventstoredb-index.ts';
import type { HistoryReader, HistoryTotals, ReadOptions, RecordedEvent } from './history.ts';
import { type ProjectionName, projected } from './projections/projections.ts';

/** The reading side of a history in EventStoreDB: events from the server, numbers from the index beside it. */
export class EventStoreReader implements HistoryReader {
  readonly #client: EventStoreDBClient;
  readonly #index: EventStoreIndex;
  readonly #options: { readonly answerMs: number; readonly prefix: string };

  constructor(client: EventStoreDBClient, index: EventStoreIndex, options: { answerMs: number; prefix: string }) {
    this.#client = client;
    this.#index = index;
    this.#options = options;
  }

  async *read(stream: string, options: ReadOptions = {}): AsyncGenerator<RecordedEvent> {
    const { from, limit = Number.MAX_SAFE_INTEGER, direction = 'forwards', signal } = options;
    signal?.throwIfAborted();
    if (limit <= 0) return;
    const backwards = direction === 'backwards';
    const { answerMs, prefix } = this.#options;
    const reading = this.#client.readStream(`${prefix}${stream}`, {
      // Backwards from a revision past the end is the whole stream, from no revision only its first event.
      fromRevision: from === undefined ? (backwards ? END : 0n) : BigInt(from),
      maxCount: Math.min(limit, Number.MAX_SAFE_INTEGER),
      direction: backwards ? BACKWARDS : FORWARDS,
    });
    for await (const event of readEvents(reading, answerMs, signal)) {
      yield fromStored(event, stream);
      signal?.throwIfAborted();
    }
  }

  async *follow(stream: string, from: number, signal: AbortSignal): AsyncGenerator<RecordedEvent> {
    const name = `${this.#options.prefix}${stream}`;
    for await (const event of follow(this.#client, name, from, signal)) yield fromStored(event, stream);
  }

  /** Handles a stream's events together with all others that name the same group; see {@link Sharing}. */
  share(
    stream: string,
    { handle, ...sharing }: Omit<Sharing, 'stream' | 'handle'> & { handle: (event: RecordedEvent) => Promise<void> },
  ): Promise<void> {
    const name = `${this.#options.prefix}${stream}`;
    return share(this.#client, { ...sharing, stream: name, handle: (event) => handle(fromStored(event, stream)) });
  }

  /** State of a projection that the server runs. @throws what the client throws where it does not */
  projected(name: ProjectionName): Promise<unknown> {
    return projected(this.#client, name);
  }

  async length(stream: string): Promise<number> {
    return this.#index.find(stream)?.events ?? 0;
  }

  async streams(): Promise<ReadonlyArray<readonly [string, number]>> {
    return this.#index.streams();
  }

  async gameLengths(): Promise<ReadonlyArray<readonly [string, number]>> {
    return this.#index.gameLengths();
  }

  async totals(): Promise<HistoryTotals> {
    return this.#index.totals();
  }

  async close(): Promise<void> {
    this.#index.close();
    await this.#client.dispose();
  }
}
