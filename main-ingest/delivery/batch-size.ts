const SMALLEST = 64;
const LARGEST = 8192;

/**
 * A batch that took less may be larger, one that took more is too large; milliseconds. Each batch costs something of its
 * own, so on a busy machine small ones would make a store slower still.
 */
const SHORT_MS = 500;
const LONG_MS = 2000;

/** How many events are sent to a store at once: as many as it takes in about a second. */
export class BatchSize {
  #events = 1024;

  get events(): number {
    return this.#events;
  }

  took(events: number, milliseconds: number): void {
    if (milliseconds > LONG_MS) this.#events = Math.max(SMALLEST, this.#events / 2);
    else if (milliseconds < SHORT_MS && events === this.#events) this.#events = Math.min(LARGEST, this.#events * 2);
  }
}
