import { BACKWARDS, END, type EventStoreDBClient, FORWARDS } from '@eventstore/db-client';
import { readEvents } from './eventstoredb-client.ts';
import { fromStored } from './eventstoredb-events.ts';
import type { EventStoreIndex } from './eventstoredb-index.ts';
import type { HistoryReader, HistoryTotals, ReadOptions, RecordedEvent } from './history.ts';

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

  async length(stream: string): Promise<number> {
    return this.#index.find(stream)?.events ?? 0;
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
