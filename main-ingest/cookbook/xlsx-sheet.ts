import { asInstant, isNumeric, isTime } from '../contract/column-type.ts';
import type { CellValue, ResultColumn } from '../contract/cookbook.ts';
import { timestampToUs } from '../event/timestamp.ts';
import { QueryError } from '../metrics/metrics.ts';
import type { Table } from './text-lines.ts';
import { SHEET_END, STYLE, sheetStart } from './xlsx-parts.ts';
import { stringXml } from './xml-text.ts';

/** Letters that a cell may have: Excel's own limit. */
const CELL_LETTERS = 32_767;
/** Digits of a number: Excel's own limit. What has more is text, as Excel would put zeros in their place. */
const NUMBER_DIGITS = 15;
const DAY_US = 86_400_000_000;
/** Days from Excel's day 0 to 1970. */
const DAY_OF_1970 = 25_569;
/** Excel counts a 29th of February 1900 that never was: what lies before has no certain number. */
const FIRST_CERTAIN_DAY = 61;
/** The 1st of January 10000. */
const DAYS_END = 2_958_466;
/** Rows that decide how wide a column is. */
const SAMPLED = 100;
const NARROWEST = 8;
const WIDEST = 60;
const TIME_WIDTH = 24;

/** The sheet of a result, a row a text. @throws QueryError for a text that is too long for a cell */
export function* sheetXml({ columns, rows }: Table): Iterable<string> {
  const letters = columns.map((_, index) => columnLetters(index));
  yield sheetStart(widthsOf({ columns, rows }));
  yield rowXml(
    1,
    columns.map(({ name }, index) => textCell(`${letters[index]}1`, name, STYLE.header)),
  );
  let place = 1;
  for (const row of rows) {
    place += 1;
    yield rowXml(
      place,
      columns.map((column, index) => cellXml(`${letters[index]}${place}`, column, row[index] ?? null)),
    );
  }
  yield SHEET_END;
}

function rowXml(place: number, cells: readonly string[]): string {
  return `<row r="${place}">${cells.join('')}</row>`;
}

/** Nothing for null: the cell is empty. */
function cellXml(at: string, column: ResultColumn, cell: CellValue): string {
  if (cell === null) return '';
  if (typeof cell === 'number' || (typeof cell === 'string' && isNumeric(column))) {
    const isExact = column.type === 'double' || digitsOf(String(cell)) <= NUMBER_DIGITS;
    return isExact ? `<c r="${at}"><v>${cell}</v></c>` : textCell(at, String(cell));
  }
  if (typeof cell === 'boolean') return `<c r="${at}" t="b"><v>${cell ? 1 : 0}</v></c>`;
  if (typeof cell !== 'string') return textCell(at, JSON.stringify(cell));
  const day = isTime(column) ? dayOf(asInstant(column, cell)) : undefined;
  const style = column.type === 'date' ? STYLE.date : STYLE.time;
  return day === undefined ? textCell(at, cell) : `<c r="${at}" s="${style}"><v>${day}</v></c>`;
}

function textCell(at: string, text: string, style = 0): string {
  if (text.length > CELL_LETTERS) {
    const most = CELL_LETTERS.toLocaleString('en');
    throw new QueryError('FAILED', `The text for cell ${at} has more than ${most} letters, all that Excel takes`, {
      tip: 'Export it as CSV or Parquet.',
    });
  }
  return `<c r="${at}" t="inlineStr"${style === 0 ? '' : ` s="${style}"`}><is><t xml:space="preserve">${stringXml(text)}</t></is></c>`;
}

/** How many digits a number has, but for the zeros around it; an exponent is none. */
function digitsOf(number: string): number {
  const digits = number.replace(/e.*$/, '').replaceAll(/\D/g, '');
  return digits.replace(/^0+/, '').replace(/0+$/, '').length;
}

/** A time as Excel counts it, in days; undefined for one that it cannot show, or would round. */
function dayOf(timestamp: string): number | undefined {
  const day = timestampToUs(timestamp) / DAY_US + DAY_OF_1970;
  return day >= FIRST_CERTAIN_DAY && day < DAYS_END ? day : undefined;
}

/** `A` … `Z`, `AA` … of a column's place from 0. */
function columnLetters(index: number): string {
  const before = Math.floor(index / 26) - 1;
  return (before < 0 ? '' : columnLetters(before)) + String.fromCharCode(65 + (index % 26));
}

function widthsOf({ columns, rows }: Table): number[] {
  const widths = columns.map(({ name, type }) => (isTime({ type }) ? TIME_WIDTH : name.length + 2));
  let seen = 0;
  for (const row of rows) {
    for (const [index, { type }] of columns.entries()) {
      if (!isTime({ type })) widths[index] = Math.max(widths[index] ?? 0, String(row[index] ?? '').length + 2);
    }
    seen += 1;
    if (seen === SAMPLED) break;
  }
  return widths.map((width) => Math.min(Math.max(width, NARROWEST), WIDEST));
}
