import { type IdWords, PackedIds } from './packed-ids.ts';

/** Of the set of one generation; half as many ids fill it. */
const SLOTS = 2 ** 20;
/** Ids of one generation; two are kept, about 30 bytes an id. */
const GENERATION = 400_000;

/**
 * The ids of the last events of all games, between 400,000 and 800,000 of them: the same id is the same event, whichever
 * game it is said to be of. What a producer sends twice under two games it sends soon after each other; all ids of all
 * games for all time would cost more than everything else that the ledger knows.
 */
export class RecentIds {
  #newest = new PackedIds();
  #older = new PackedIds();

  has(id: IdWords): boolean {
    return this.#newest.hasWords(id) || this.#older.hasWords(id);
  }

  add(id: IdWords): void {
    if (this.#newest.size >= GENERATION) {
      this.#older = this.#newest;
      // It will be as full as the one before: no growing step by step.
      this.#newest = new PackedIds(SLOTS);
    }
    this.#newest.addWords(id);
  }

  clear(): void {
    this.#newest = new PackedIds();
    this.#older = new PackedIds();
  }
}
