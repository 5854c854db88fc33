import { BLOCK_ROWS, type CellBlock, isFloats } from '../contract/cell-block.ts';
import type { Cell, ResultColumn } from './metrics.ts';

/** Cells of a column, in order of the rows. Times are microseconds since 1970, or their text where these would not be exact. */
type Cells = readonly Cell[];

/** Packs the rows of a result into blocks, as they come. */
export class BlockPacker {
  readonly #blocks: CellBlock[] = [];
  readonly #columns: readonly (Floats | Others)[];
  #filled = 0;

  constructor(columns: readonly ResultColumn[]) {
    this.#columns = columns.map((column) => (isFloats(column) ? new Floats() : new Others()));
  }

  get rows(): number {
    return this.#blocks.length * BLOCK_ROWS + this.#filled;
  }

  /** Takes the next `count` rows: the first so many of each column's cells. */
  add(cells: readonly Cells[], count: number): void {
    for (let from = 0; from < count; ) {
      const take = Math.min(count - from, BLOCK_ROWS - this.#filled);
      for (const [index, column] of this.#columns.entries()) column.add(cells[index] ?? [], from, take);
      from += take;
      this.#filled += take;
      if (this.#filled === BLOCK_ROWS) this.#close();
    }
  }

  /** All blocks; nothing can be added any more. */
  end(): readonly CellBlock[] {
    if (this.#filled > 0) this.#close();
    return this.#blocks;
  }

  #close(): void {
    this.#blocks.push({ rows: this.#filled, cells: this.#columns.map((column) => column.take()) });
    this.#filled = 0;
  }
}

class Floats {
  readonly #values = new Float64Array(BLOCK_ROWS);
  /** Cells that are text, by their place: those that a float64 cannot hold. */
  readonly #texts = new Map<number, string>();
  #count = 0;

  add(cells: Cells, from: number, count: number): void {
    for (let row = from; row < from + count; row += 1) {
      const cell = cells[row];
      if (typeof cell === 'string') this.#texts.set(this.#count, cell);
      this.#values[this.#count++] = typeof cell === 'number' ? cell : Number.NaN;
    }
  }

  take(): string {
    const text = this.#texts.size === 0 ? this.#base64() : JSON.stringify(this.#cells());
    this.#texts.clear();
    this.#count = 0;
    return text;
  }

  #base64(): string {
    return Buffer.from(this.#values.buffer, 0, this.#count * 8).toString('base64');
  }

  #cells(): Cell[] {
    const cellAt = (value: number, place: number): Cell =>
      this.#texts.get(place) ?? (Number.isNaN(value) ? null : value);
    return Array.from(this.#values.subarray(0, this.#count), cellAt);
  }
}

class Others {
  #cells: Cell[] = [];

  add(cells: Cells, from: number, count: number): void {
    for (let row = from; row < from + count; row += 1) this.#cells.push(cells[row] ?? null);
  }

  take(): string {
    const text = JSON.stringify(this.#cells);
    this.#cells = [];
    return text;
  }
}
