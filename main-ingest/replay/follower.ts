import { setTimeout as sleep } from 'node:timers/promises';
import { HistoryError } from '../history/history.ts';
import type { Followed, Progress } from './messages.ts';

/** Shortest time between two things told, in milliseconds. */
const PACE_MS = 100;

/** What the thread cannot be asked any more. */
export function gone(message: string): HistoryError {
  return new HistoryError('READER_GONE', message, { retry: true });
}

/** The newest of what the thread tells of a game, for one who may be slow. */
export class Follower {
  #newest: Progress | undefined;
  #end: { readonly failure?: string } | undefined;
  #wake: () => void = () => {};

  take(told: Followed): void {
    if (told.followed === 'further') this.#newest = told.progress;
    else this.#end ??= told;
    this.#wake();
  }

  /** @throws HistoryError when the thread failed */
  async *progress(): AsyncGenerator<Progress, void> {
    for (;;) {
      const newest = this.#newest;
      this.#newest = undefined;
      if (newest !== undefined) {
        yield newest;
        if (newest.ended) return;
        await sleep(PACE_MS, undefined, { ref: false });
      } else if (this.#end !== undefined) {
        if (this.#end.failure !== undefined) throw gone(this.#end.failure);
        return;
      } else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    }
  }
}
