import type { DeliveryOptions, Sink, StoreStatus } from '../../../main-ingest/delivery/delivery.ts';
import { Delivery } from '../../../main-ingest/delivery/delivery.ts';
import type { Refused } from '../../../main-ingest/delivery/quarantine.ts';
import type { EventRecord } from '../../../main-ingest/event/event.ts';
import type { JournalReader } from '../../../main-ingest/journal/journal.ts';

export function record(position: number): EventRecord {
  return {
    eventId: `00000000-0000-4000-8000-${String(position).padStart(12, '0')}`,
    eventType: 'HandPlayed',
    timestamp: '2026-10-01T09:30:00.000000Z',
    timestampUs: 1_790_847_000_000_000,
    sessionId: 'a',
    sequenceId: position,
    schemaVersion: 1,
    source: '',
    correlationId: '',
    data: `{"position":${position}}`,
  };
}

/** An error as a port throws it. */
export class StoreError extends Error {
  readonly code: string;
  readonly retry: boolean;
  readonly eventId: string | undefined;

  constructor(code: string, retry: boolean, eventId?: string) {
    super(`${code} happened`);
    this.code = code;
    this.retry = retry;
    this.eventId = eventId;
  }
}

/** A store in memory. `fault` is asked before each write and may throw. */
export class MemoryStore implements Sink {
  readonly positions: number[] = [];
  readonly writes: Array<readonly number[]> = [];
  position = 0;
  closed = false;
  fault: (events: readonly EventRecord[], next: number) => void = () => {};

  async checkpoint(): Promise<number> {
    return this.position;
  }

  async write(events: readonly EventRecord[], next: number): Promise<void> {
    this.fault(events, next);
    const positions = events.map(({ sequenceId }) => sequenceId);
    this.writes.push(positions);
    this.positions.push(...positions.filter((position) => position >= this.position));
    this.position = next;
  }

  async close(): Promise<void> {
    this.closed = true;
  }
}

/** A journal in memory and all that a delivery needs beside it. */
export class Surroundings {
  readonly quarantine: Refused[] = [];
  readonly statuses: StoreStatus[] = [];
  oldest = 0;
  gaps: ReadonlyArray<{ readonly from: number; readonly end: number }> = [];
  readFault: () => void = () => {};
  #durable: number;
  #waiting: Array<() => void> = [];

  constructor(durable = 0) {
    this.#durable = durable;
  }

  append(events: number): void {
    this.#durable += events;
    for (const wake of this.#waiting.splice(0)) wake();
  }

  readonly journal: JournalReader = {
    read: (from, durable, maxEvents) => {
      this.readFault();
      const count = Math.min(maxEvents, durable - from);
      return Array.from({ length: count }, (_, place) => record(from + place));
    },
    gapEnd: (position) => this.gaps.find(({ from, end }) => from <= position && position < end)?.end ?? position,
    close: () => {},
  };

  deliver(sink: Sink, options: Partial<DeliveryOptions> = {}): Delivery {
    return new Delivery({
      store: 'history',
      kind: 'memory',
      open: async () => sink,
      journal: this.journal,
      published: {
        durable: () => this.#durable,
        oldest: () => this.oldest,
        waitBeyond: (position) =>
          this.#durable > position ? Promise.resolve() : new Promise((wake) => this.#waiting.push(wake)),
      },
      quarantine: { add: (refused) => this.quarantine.push(refused), count: () => this.quarantine.length },
      onStatus: (status) => this.statuses.push(status),
      backoff: { initialDelay: 1, maxDelay: 2 },
      lingerMs: 0,
      ...options,
    });
  }

  get states(): string[] {
    return this.statuses.map(({ state }) => state).filter((state, place, all) => state !== all[place - 1]);
  }
}
