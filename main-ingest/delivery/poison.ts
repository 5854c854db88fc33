import type { EventRecord } from '../event/event.ts';
import { DeliveryError, type StoreFailure } from './store-error.ts';

/** An event and its place in the journal. */
export interface Placed {
  readonly event: EventRecord;
  readonly position: number;
}

/** The store as seen from here: each call goes on through outages and answers only whether the events were acceptable. */
export interface Writing {
  /** Undefined when written; else why the store refuses the batch. */
  write(events: readonly EventRecord[], next: number): Promise<StoreFailure | undefined>;
  quarantine(event: EventRecord, failure: StoreFailure): void;
}

/** Unnamed events refused one after the other, none taken between them, from which on it is the store's fault. */
const REFUSED_IN_A_ROW = 32;

/** Writes batches around the events that a store won't take: it names them, or they are found by halving. */
export class PoisonFilter {
  readonly #writing: Writing;
  #refusedInARow = 0;

  constructor(writing: Writing) {
    this.#writing = writing;
  }

  /** Writes all of a batch that can be written. @throws DeliveryError `REFUSES_ALL` */
  async write(batch: readonly Placed[], next: number): Promise<void> {
    let rest = batch;
    for (;;) {
      const failure = await this.#try(rest, next);
      if (failure === undefined) return;
      const named = rest.find(({ event }) => event.eventId === failure.eventId);
      if (named === undefined) return this.#halve(rest, next, failure);
      this.#writing.quarantine(named.event, failure);
      rest = rest.filter((each) => each !== named);
    }
  }

  async #halve(batch: readonly Placed[], next: number, failure: StoreFailure): Promise<void> {
    const middle = batch[Math.ceil(batch.length / 2)];
    if (middle === undefined) return this.#judge(batch, next, failure);
    const half = batch.indexOf(middle);
    await this.write(batch.slice(0, half), middle.position);
    await this.write(batch.slice(half), next);
  }

  /** A single event is to blame when the store, which takes a batch of nothing, refuses it again. */
  async #judge([suspect]: readonly Placed[], next: number, failure: StoreFailure): Promise<void> {
    if (suspect === undefined || this.#refusedInARow >= REFUSED_IN_A_ROW) {
      throw new DeliveryError('REFUSES_ALL', `The store refuses every event (${failure.code}: ${failure.message})`);
    }
    await this.write([], suspect.position);
    const again = await this.#try([suspect], next);
    if (again === undefined) return;
    this.#refusedInARow += 1;
    this.#writing.quarantine(suspect.event, again);
    await this.write([], next);
  }

  async #try(batch: readonly Placed[], next: number): Promise<StoreFailure | undefined> {
    const events = batch.map(({ event }) => event);
    const failure = await this.#writing.write(events, next);
    if (failure === undefined && events.length > 0) this.#refusedInARow = 0;
    return failure;
  }
}
