import { PackedIds } from './packed-ids.ts';

/** Ids of one generation; two are kept, about 28 bytes an id. */
const GENERATION = 400_000;

/**
 * The ids of the last events of all games, between 400,000 and 800,000 of them: the same id is the same event, whichever
 * game it is said to be of. What a producer sends twice under two games it sends soon after each other; all ids of all
 * games for all time would cost more than everything else that the ledger knows.
 */
export class RecentIds {
  #newest = new PackedIds();
  #older = new PackedIds();

  has(id: string): boolean {
    return this.#newest.has(id) || this.#older.has(id);
  }

  add(id: string): void {
    if (this.#newest.size >= GENERATION) {
      this.#older = this.#newest;
      this.#newest = new PackedIds();
    }
    this.#newest.add(id);
  }

  clear(): void {
    this.#newest = new PackedIds();
    this.#older = new PackedIds();
  }
}
