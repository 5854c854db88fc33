import { type IdWords, PackedIds, unpacked } from './packed-ids.ts';

/** Of the set of one generation; half as many ids fill it. */
const SLOTS = 2 ** 20;
/** Ids of one generation; two are kept, about 30 bytes an id. */
const GENERATION = 400_000;
/** Ids that are remembered at most. */
export const RECENT_IDS = 2 * GENERATION;

/**
 * The ids of the last events of all games, between 400,000 and 800,000 of them: the same id is the same event, whichever
 * game it is said to be of. What a producer sends twice under two games it sends soon after each other; all ids of all
 * games for all time would cost more than everything else that the ledger knows.
 */
export class RecentIds {
  #newest = new PackedIds();
  #older = new PackedIds();
  /** How many of them, the last ones, the file has not. */
  #unsaved = 0;

  has(id: IdWords): boolean {
    return this.#newest.hasWords(id) || this.#older.hasWords(id);
  }

  /** Adds one that it has not, or has as one of its oldest. */
  add(id: IdWords): void {
    if (this.#newest.size >= GENERATION) {
      this.#older = this.#newest;
      // It will be as full as the one before: no growing step by step.
      this.#newest = new PackedIds(SLOTS);
    }
    if (this.#newest.addWords(id)) this.#unsaved++;
  }

  /** Takes out ids that are not saved. */
  remove(ids: readonly IdWords[]): void {
    this.#unsaved -= this.#newest.remove(ids) + this.#older.remove(ids);
  }

  /** The last ones. */
  last(count: number): IdWords[] {
    return this.#bytes(count, 0).flatMap((ids) => [...unpacked(ids)]);
  }

  /** What is to be saved: packed, oldest first, without the last so many. */
  unsaved(later: number): Buffer[] {
    return this.#bytes(this.#unsaved, later);
  }

  /** All but the last so many are saved. */
  saved(later: number): void {
    this.#unsaved = later;
  }

  /** None of them is saved. */
  nothingSaved(): void {
    this.#unsaved = this.#older.size + this.#newest.size;
  }

  /** From so many before the end to so many before the end. */
  #bytes(from: number, to: number): Buffer[] {
    const { size } = this.#newest;
    const older = this.#older.bytes(
      Math.max(0, this.#older.size + size - from),
      Math.min(this.#older.size, this.#older.size + size - to),
    );
    const newest = this.#newest.bytes(Math.max(0, size - from), Math.max(0, size - to));
    return [older, newest].filter((ids) => ids.length > 0);
  }
}
