import type { CellValue } from './cookbook.ts';

/** What a spreadsheet takes for a formula when it opens a file. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
const NUMBER = /^-?\d+(?:\.\d+)?$/;

export interface FieldOptions {
  readonly separator: ',' | '\t';
  /** Puts an apostrophe before a text that a spreadsheet would take for a formula. It changes the data, so only on wish. */
  readonly guardFormulas?: boolean;
}

/**
 * Cells as one line of separated fields, without its end: RFC 4180, and what spreadsheets do with tabs. Nothing for null, `""` for
 * a text that is empty, quotes around what would break the line.
 */
export function fieldsOf(cells: readonly CellValue[], options: FieldOptions): string {
  return cells.map((cell) => field(cell, options)).join(options.separator);
}

function field(cell: CellValue, { separator, guardFormulas }: FieldOptions): string {
  if (cell === null) return '';
  const plain = typeof cell === 'object' ? JSON.stringify(cell) : String(cell);
  const isFormula = guardFormulas && typeof cell === 'string' && FORMULA.test(plain) && !NUMBER.test(plain);
  const text = isFormula ? `'${plain}` : plain;
  const breaks = text === '' || text.includes(separator) || /["\r\n]/.test(text);
  return breaks ? `"${text.replaceAll('"', '""')}"` : text;
}
