import type { Refusal } from './unreadable.ts';

/** A value that was refused, by its place in what was given. */
export interface Rejected extends Refusal {
  readonly index: number;
}

/** Refused values of a batch that are named, and kept in quarantine; all are counted. */
export const NAMED_OF_A_BATCH = 1_000;

/** What was refused of a batch, within bounds: a batch of nothing but rubbish takes no more room than a good one. */
export class Rejections {
  readonly #named: Rejected[] = [];
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** The first ones that were found, in the order of their places. */
  named(): readonly Rejected[] {
    return this.#named.toSorted((a, b) => a.index - b.index);
  }

  add(index: number, { code, reason }: Refusal): void {
    this.#count += 1;
    if (this.#named.length < NAMED_OF_A_BATCH) this.#named.push({ index, code, reason });
  }
}
