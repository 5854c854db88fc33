import { usToTimestamp } from '../event/timestamp.ts';
import { isNumeric, isTime } from './column-type.ts';
import type { CellValue, ResultColumn } from './cookbook.ts';

/** Rows of a block, at most. */
export const BLOCK_ROWS = 4_096;
/** A block ends where its rows have about so many bytes: opening one, or passing it on, never takes long. */
export const BLOCK_BYTES = 1024 * 1024;

/**
 * A run of rows by column: as short as text can be, passed on from thread to thread without a look inside, and read
 * where a row is shown.
 */
export interface CellBlock {
  readonly rows: number;
  /**
   * A text a column. Numbers, and times as microseconds since 1970: base64 of little-endian float64s, NaN for null. All
   * else, and where a float64 would round one of the cells: a JSON array.
   */
  readonly cells: readonly string[];
}

/** Whether a column's cells are kept as float64s, where these hold them exactly. */
export function isFloats(column: Pick<ResultColumn, 'type'>): boolean {
  return isNumeric(column) || isTime(column);
}

/** Opens a block: a function that answers its rows by their place in it. */
export function rowReader(columns: readonly ResultColumn[], block: CellBlock): (row: number) => readonly CellValue[] {
  const readers = columns.map((column, index) => cellReader(column, block.cells[index] ?? '[]'));
  return (row) => readers.map((read) => read(row));
}

/** All rows of a result, one block of them at a time. */
export function* eachRow(
  columns: readonly ResultColumn[],
  blocks: readonly CellBlock[],
): Generator<readonly CellValue[], void> {
  for (const block of blocks) {
    const rowAt = rowReader(columns, block);
    for (let row = 0; row < block.rows; row += 1) yield rowAt(row);
  }
}

function cellReader(column: ResultColumn, text: string): (row: number) => CellValue {
  const at = text.startsWith('[') ? cellsOf(text) : floatCells(text);
  if (!isTime(column)) return at;
  const write = TIME_TEXT[column.type] ?? usToTimestamp;
  return (row) => {
    const cell = at(row);
    return typeof cell === 'number' ? write(cell) : cell;
  };
}

const TIME_TEXT: Readonly<Record<string, (us: number) => string>> = {
  datetime: (us) => usToTimestamp(us).slice(0, -1),
  date: (us) => usToTimestamp(us).slice(0, 10),
};

function cellsOf(json: string): (row: number) => CellValue {
  const cells: readonly CellValue[] = JSON.parse(json);
  return (row) => cells[row] ?? null;
}

function floatCells(base64: string): (row: number) => CellValue {
  const floats = floatsOf(base64);
  return (row) => {
    const value = floats[row];
    return value === undefined || Number.isNaN(value) ? null : value;
  };
}

function floatsOf(base64: string): Float64Array {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at);
  return new Float64Array(bytes.buffer);
}
