import { BLOCK_ROWS, type CellBlock, isFloats } from '../contract/cell-block.ts';
import { timestampToUs } from '../event/timestamp.ts';
import type { Cell, ResultColumn } from './metrics.ts';

/** Cells of a column, in order of the rows. Times are microseconds since 1970 or their text. */
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
  #count = 0;

  add(cells: Cells, from: number, count: number): void {
    for (let row = from; row < from + count; row += 1) {
      const cell = cells[row];
      this.#values[this.#count++] =
        typeof cell === 'number' ? cell : typeof cell === 'string' ? timestampToUs(cell) : Number.NaN;
    }
  }

  take(): string {
    const text = Buffer.from(this.#values.buffer, 0, this.#count * 8).toString('base64');
    this.#count = 0;
    return text;
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
