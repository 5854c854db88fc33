import { ConsecutiveBreaker, ExponentialBackoff, type IBackoff } from 'cockatiel';

export interface Backoff {
  /** Milliseconds before the first retry, and at most; between them it doubles, with jitter. */
  readonly initialDelay: number;
  readonly maxDelay: number;
}

/** Failures one after the other that open the breaker: the store then counts as down. */
const FAILURES_TO_OPEN = 3;

/** Counts failed attempts on a store: when to try again, and when it is down. */
export class Attempts {
  readonly #breaker = new ConsecutiveBreaker(FAILURES_TO_OPEN);
  readonly #first: ExponentialBackoff<unknown>;
  #backoff: IBackoff<unknown> | undefined;
  #count = 0;

  constructor(backoff: Backoff) {
    this.#first = new ExponentialBackoff(backoff);
  }

  /** Since the last success. */
  get count(): number {
    return this.#count;
  }

  /** @param lasting an error that trying again soon won't cure */
  failed(lasting: boolean): { readonly delayMs: number; readonly down: boolean } {
    this.#count += 1;
    this.#backoff = this.#backoff === undefined ? this.#first.next() : this.#backoff.next(undefined);
    return { delayMs: this.#backoff.duration, down: this.#breaker.failure() || lasting };
  }

  succeeded(): void {
    this.#count = 0;
    this.#backoff = undefined;
    this.#breaker.success();
  }
}
