import { type CellBlock, eachRow } from '../contract/cell-block.ts';
import { isNumeric } from '../contract/column-type.ts';
import type { CellValue, ResultColumn } from '../contract/cookbook.ts';
import { fieldsOf } from '../contract/delimited-text.ts';

/** A number as JSON writes it. */
const DIGITS = /^-?\d+(?:\.\d+)?$/;

/** A result to be written; its rows may be gone over more than once. */
export interface Table {
  readonly columns: readonly ResultColumn[];
  readonly rows: Iterable<readonly CellValue[]>;
}

/** Opens one block of rows at a time, so that a long result is never there as a whole. */
export function tableOf(columns: readonly ResultColumn[], blocks: readonly CellBlock[]): Table {
  return { columns, rows: { [Symbol.iterator]: () => eachRow(columns, blocks) } };
}

/** RFC 4180, UTF-8, with a header; null is an empty field and an empty text is `""`. */
export function* csvLines({ columns, rows }: Table, { guardFormulas = false } = {}): Iterable<string> {
  const options = { separator: ',', guardFormulas } as const;
  const header = columns.map(({ name }) => name);
  yield `${fieldsOf(header, options)}\r\n`;
  for (const row of rows) yield `${fieldsOf(row, options)}\r\n`;
}

/** An array of one object a row, one a line. A number has all its digits, however many: JSON knows no bound. */
export function* jsonLines({ columns, rows }: Table): Iterable<string> {
  const keys = columns.map(({ name }) => JSON.stringify(name));
  const numeric = columns.map(isNumeric);
  yield '[';
  let separator = '\n';
  for (const row of rows) {
    const cells = keys.map((key, index) => `${key}:${jsonCell(row[index] ?? null, numeric[index] === true)}`);
    yield `${separator}{${cells.join(',')}}`;
    separator = ',\n';
  }
  yield '\n]\n';
}

function jsonCell(cell: CellValue, isNumber: boolean): string {
  return isNumber && typeof cell === 'string' && DIGITS.test(cell) ? cell : JSON.stringify(cell);
}

/** A table in GitHub's Markdown; numbers stand right, and null is told from an empty text. */
export function* markdownLines({ columns, rows }: Table): Iterable<string> {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
  yield line(columns.map(({ name }) => markdownCell(name)));
  yield line(columns.map((column) => (isNumeric(column) ? '--:' : '---')));
  for (const row of rows) yield line(row.map(markdownCell));
}

function markdownCell(cell: CellValue): string {
  if (cell === null) return '*null*';
  const text = Array.isArray(cell) ? cell.map(String).join(', ') : String(cell);
  return text.replace(/[\\|<>&*_`[\]]/g, (mark) => `\\${mark}`).replace(/\r?\n/g, ' ');
}

/** Joins short texts to pieces worth writing. */
export function* chunked(lines: Iterable<string>): Iterable<string> {
  let piece = '';
  for (const line of lines) {
    piece += line;
    if (piece.length > 64 * 1024) {
      yield piece;
      piece = '';
    }
  }
  yield piece;
}
