import { BLOCK_BYTES, BLOCK_ROWS, type CellBlock, isFloats } from '../contract/cell-block.ts';
import type { Cell, ResultColumn } from './metrics.ts';

/** Cells of a column, in order of the rows. Times are microseconds since 1970, or their text where these would not be exact. */
type Cells = readonly Cell[];

/** Packs the rows of a result into blocks, as they come. */
export class BlockPacker {
  readonly #blocks: CellBlock[] = [];
  readonly #columns: readonly (Floats | Others)[];
  #filled = 0;
  /** Rows of the blocks that are closed. */
  #closed = 0;
  /** Of the rows of the block that is being filled. */
  #bytes = 0;

  constructor(columns: readonly ResultColumn[]) {
    this.#columns = columns.map((column) => (isFloats(column) ? new Floats() : new Others()));
  }

  get rows(): number {
    return this.#closed + this.#filled;
  }

  /**
   * Takes the next `count` rows: the first so many of each column's cells.
   *
   * @param bytes about what they take; a block is closed after those that fill it
   */
  add(cells: readonly Cells[], count: number, bytes = 0): void {
    this.#bytes += bytes;
    for (let from = 0; from < count; ) {
      const take = Math.min(count - from, BLOCK_ROWS - this.#filled);
      for (const [index, column] of this.#columns.entries()) column.add(cells[index] ?? [], from, take);
      from += take;
      this.#filled += take;
      if (this.#filled === BLOCK_ROWS) this.#close();
    }
    if (this.#bytes >= BLOCK_BYTES && this.#filled > 0) this.#close();
  }

  /** All blocks; nothing can be added any more. */
  end(): readonly CellBlock[] {
    if (this.#filled > 0) this.#close();
    return this.#blocks;
  }

  #close(): void {
    this.#blocks.push({ rows: this.#filled, cells: this.#columns.map((column) => column.take()) });
    this.#closed += this.#filled;
    this.#filled = 0;
    this.#bytes = 0;
  }
}

const FIRST_VALUES = 64;

class Floats {
  /** Grows to a block's rows: a result may have ten thousand columns and few rows. */
  #values = new Float64Array(FIRST_VALUES);
  /** Cells that are text, by their place: those that a float64 cannot hold. */
  readonly #texts = new Map<number, string>();
  #count = 0;

  add(cells: Cells, from: number, count: number): void {
    this.#reserve(this.#count + count);
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

  #reserve(count: number): void {
    if (count <= this.#values.length) return;
    const values = new Float64Array(Math.min(BLOCK_ROWS, Math.max(count, 4 * this.#values.length)));
    values.set(this.#values.subarray(0, this.#count));
    this.#values = values;
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
