import { type CellBlock, rowReader } from '../../../main-ingest/contract/cell-block.ts';
import type { CellValue, ResultColumn } from '../../../main-ingest/contract/cookbook.ts';

/** Blocks that stay open: what a screen shows, and where one scrolls to and fro. */
const OPEN = 16;

/** The rows of an answer as they have come: kept packed, read where they are looked at. */
export class AnswerRows {
  readonly #columns: readonly ResultColumn[];
  readonly #blocks: CellBlock[] = [];
  /** The place of each block's first row. */
  readonly #starts: number[] = [];
  readonly #open = new Map<number, ReturnType<typeof rowReader>>();
  #count = 0;

  constructor(columns: readonly ResultColumn[]) {
    this.#columns = columns;
  }

  /** How many are here. */
  get count(): number {
    return this.#count;
  }

  add(block: CellBlock): void {
    this.#blocks.push(block);
    this.#starts.push(this.#count);
    this.#count += block.rows;
  }

  /** Undefined for a row that is not here yet. */
  at(index: number): readonly CellValue[] | undefined {
    if (index < 0 || index >= this.#count) return undefined;
    const place = this.#blockOf(index);
    return this.#reader(place)?.(index - (this.#starts[place] ?? 0));
  }

  /** The first so many, or as many as are here. */
  first(count: number): (readonly CellValue[])[] {
    return this.#range(0, Math.min(count, this.#count));
  }

  last(count: number): (readonly CellValue[])[] {
    return this.#range(Math.max(0, this.#count - count), this.#count);
  }

  #range(from: number, to: number): (readonly CellValue[])[] {
    return Array.from({ length: to - from }, (_, place) => this.at(from + place) ?? []);
  }

  /** Place of the block that holds a row. */
  #blockOf(index: number): number {
    let [from, to] = [0, this.#starts.length];
    while (to - from > 1) {
      const middle = (from + to) >>> 1;
      if ((this.#starts[middle] ?? 0) > index) to = middle;
      else from = middle;
    }
    return from;
  }

  #reader(place: number): ReturnType<typeof rowReader> | undefined {
    const open = this.#open.get(place);
    if (open) return open;
    const block = this.#blocks[place];
    if (!block) return undefined;
    const reader = rowReader(this.#columns, block);
    this.#open.set(place, reader);
    // The one that was opened first goes.
    const [oldest] = this.#open.keys();
    if (this.#open.size > OPEN && oldest !== undefined) this.#open.delete(oldest);
    return reader;
  }
}
