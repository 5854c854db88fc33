import { setTimeout as sleep } from 'node:timers/promises';

/** Shortest and longest time between two values of a watch, in milliseconds. */
export interface Pace {
  readonly leastMs: number;
  readonly mostMs: number;
}

/** Lets any number of watchers know that something moved; who is slow misses steps, never the last state. */
export class Changes {
  #count = 0;
  #ended = false;
  /** What waits, and looks again whether it has waited enough. */
  readonly #waiting = new Set<() => void>();

  touch(): void {
    this.#count++;
    for (const look of [...this.#waiting]) look();
  }

  /** Ends every watch. */
  end(): void {
    this.#ended = true;
    this.touch();
  }

  /**
   * Reads a value now, and again after each change, at the given pace, until the signal aborts or the changes end.
   * The next value is read only when the last one was taken: a slow reader holds up nobody.
   */
  async *watch<T>(read: () => T | Promise<T>, pace: Pace, signal: AbortSignal | undefined): AsyncGenerator<T, void> {
    const isOver = (): boolean => this.#ended || signal?.aborted === true;
    while (!isOver()) {
      const seen = this.#count;
      yield await read();
      await this.#wait(pace.leastMs, isOver, signal);
      await this.#wait(pace.mostMs - pace.leastMs, () => isOver() || this.#count !== seen, signal);
    }
  }

  /** Waits so long, or until it is enough. */
  #wait(milliseconds: number, isEnough: () => boolean, signal: AbortSignal | undefined): Promise<void> {
    if (isEnough()) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(look);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const look = (): void => {
        if (isEnough()) done();
      };
      const timer = setTimeout(done, milliseconds);
      timer.unref();
      this.#waiting.add(look);
      signal?.addEventListener('abort', done);
    });
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
