import { isFloats } from '../contract/cell-block.ts';
import { type Cell, MOST_BYTES, QueryError, type QueryOptions, type ResultColumn } from './metrics.ts';

/** Bytes of a number or time as it is packed. */
const FLOAT_BYTES = 11;
/** Bytes that a cell's JSON has beside its text. */
const AROUND = 3;

/** How much of a result there is room for, in rows and in bytes, and how much of that is used. */
export class ResultRoom {
  readonly #maxRows: number;
  readonly #maxBytes: number;
  /** Bytes of a row's numbers. */
  readonly #floats: number;
  /** Places of the other columns. */
  readonly #others: readonly number[];
  #rows = 0;
  #bytes = 0;

  constructor(columns: readonly ResultColumn[], { maxRows, maxBytes = MOST_BYTES }: QueryOptions) {
    this.#maxRows = maxRows;
    this.#maxBytes = maxBytes;
    this.#others = columns.flatMap((column, place) => (isFloats(column) ? [] : [place]));
    this.#floats = FLOAT_BYTES * (columns.length - this.#others.length);
  }

  /** Of the rows taken, about as they are packed. */
  get bytes(): number {
    return this.#bytes;
  }

  /** So many rows should be looked at next, that what is looked at and not taken is little too. At least one. */
  get step(): number {
    const usual = this.#rows === 0 ? FIRST_STEP : (STEP_BYTES * this.#rows) / Math.max(1, this.#bytes);
    return Math.max(1, Math.min(Math.floor(usual), STEP_ROWS));
  }

  /**
   * Takes the next `count` rows, given by column, or the first of them where not all have room; answers how many.
   * @throws QueryError `MEMORY` where there is no room for the very first row
   */
  take(cells: readonly (readonly Cell[])[], count: number): number {
    const most = Math.min(count, this.#maxRows - this.#rows);
    for (let row = 0; row < most; row += 1) {
      let bytes = this.#floats;
      for (const place of this.#others) bytes += bytesOf(cells[place]?.[row] ?? null);
      if (this.#bytes + bytes > this.#maxBytes) {
        if (this.#rows === 0) throw rowTooLarge(this.#maxBytes);
        return row;
      }
      this.#bytes += bytes;
      this.#rows += 1;
    }
    return most;
  }
}

const FIRST_STEP = 16;
const STEP_ROWS = 2_048;
const STEP_BYTES = 1024 * 1024;

function bytesOf(cell: Cell): number {
  if (typeof cell === 'string') return cell.length + AROUND;
  if (typeof cell === 'object' && cell !== null) return cell.reduce((sum: number, item) => sum + bytesOf(item), AROUND);
  return FLOAT_BYTES;
}

function rowTooLarge(maxBytes: number): QueryError {
  return new QueryError('MEMORY', `One row of the result has more than ${Math.floor(maxBytes / 1_000_000)} MB.`, {
    tip: 'Ask for less of it: a part of a text, a shorter list, a count.',
  });
}
