import { setTimeout as sleep } from 'node:timers/promises';

/** Shortest and longest time between two values of a watch, in milliseconds. */
export interface Pace {
  readonly leastMs: number;
  readonly mostMs: number;
}

/** Lets any number of watchers know that something moved; who is slow misses steps, never the last state. */
export class Changes {
  #count = 0;
  #moved = Promise.withResolvers<void>();

  touch(): void {
    this.#count++;
    const { resolve } = this.#moved;
    this.#moved = Promise.withResolvers();
    resolve();
  }

  /**
   * Reads a value now, and again after each change, at the given pace, until the signal aborts.
   * The next value is read only when the last one was taken: a slow reader holds up nobody.
   */
  async *watch<T>(read: () => T | Promise<T>, pace: Pace, signal: AbortSignal | undefined): AsyncGenerator<T, void> {
    while (!signal?.aborted) {
      const seen = this.#count;
      yield await read();
      await pause(pace.leastMs, signal);
      if (this.#count === seen) await this.#movedWithin(pace.mostMs - pace.leastMs, signal);
    }
  }

  async #movedWithin(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
    const waiting = new AbortController();
    const either = signal ? AbortSignal.any([signal, waiting.signal]) : waiting.signal;
    await Promise.race([this.#moved.promise, pause(milliseconds, either)]);
    waiting.abort();
  }
}

/** Waits; shorter when the signal aborts. */
export async function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await sleep(milliseconds, undefined, { ref: false, ...(signal ? { signal } : {}) });
  } catch (error) {
    if (!signal?.aborted) throw error;
  }
}
