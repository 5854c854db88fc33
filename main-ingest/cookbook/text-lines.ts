import type { CellValue, ResultColumn } from '../contract/cookbook.ts';

/** A result to be written; its rows may be gone over more than once. */
export interface Table {
  readonly columns: readonly ResultColumn[];
  readonly rows: Iterable<readonly CellValue[]>;
}

/** RFC 4180, UTF-8, with a header; null is an empty field. */
export function* csvLines({ columns, rows }: Table): Iterable<string> {
  yield `${columns.map(({ name }) => csvField(name)).join(',')}\r\n`;
  for (const row of rows) yield `${row.map(csvField).join(',')}\r\n`;
}

function csvField(cell: CellValue): string {
  if (cell === null) return '';
  const text = Array.isArray(cell) ? JSON.stringify(cell) : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** An array of one object a row, one a line. */
export function* jsonLines({ columns, rows }: Table): Iterable<string> {
  yield '[';
  let separator = '\n';
  for (const row of rows) {
    yield separator + JSON.stringify(Object.fromEntries(columns.map(({ name }, index) => [name, row[index] ?? null])));
    separator = ',\n';
  }
  yield '\n]\n';
}

/** A table in GitHub's Markdown; numbers stand right. */
export function* markdownLines({ columns, rows }: Table): Iterable<string> {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
  yield line(columns.map(({ name }) => markdownCell(name)));
  yield line(columns.map(({ type }) => (type === 'integer' || type === 'double' ? '--:' : '---')));
  for (const row of rows) yield line(row.map(markdownCell));
}

function markdownCell(cell: CellValue): string {
  const text = cell === null ? '' : Array.isArray(cell) ? cell.map(String).join(', ') : String(cell);
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
