import { isNumeric } from '../contract/column-type.ts';
import type { CellValue, QueryOutput, Recipe, RecipeColumn, ResultColumn } from '../contract/cookbook.ts';

type Unit = RecipeColumn['unit'];

/** A result as text in columns, numbers to the right; with a recipe each number in its unit. A line at a time. */
export function* tableText(
  { columns, rows }: Pick<QueryOutput, 'columns' | 'rows'>,
  recipe?: Recipe,
): Iterable<string> {
  const shown = columns.map((column, index) => {
    const { name } = column;
    const unit = recipe?.columns.find((known) => known.name === name)?.unit;
    const cells = rows.map((row) => cellText(row[index] ?? null, column, unit));
    const width = Math.max(name.length, ...cells.map(({ length }) => length), 1);
    const right = isNumeric(column);
    return { name, cells, pad: (text: string) => (right ? text.padStart(width) : text.padEnd(width)) };
  });
  const line = (texts: readonly string[]): string => `${texts.join('  ').trimEnd()}\n`;
  yield line(shown.map(({ name, pad }) => pad(name)));
  yield line(shown.map(({ pad }) => pad('').replaceAll(' ', '─')));
  for (let row = 0; row < rows.length; row += 1) yield line(shown.map(({ cells, pad }) => pad(cells[row] ?? '')));
}

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const oneDigit = new Intl.NumberFormat('en-US', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const fewDigits = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 6 });

/** A double of more digits is written with an exponent. */
const MOST_SHORT = 1e15;
const NULL = 'NULL';

function cellText(cell: CellValue, { type }: ResultColumn, unit: Unit | undefined): string {
  if (cell === null) return NULL;
  if (isNumeric({ type }) && typeof cell === 'string') return grouped(cell);
  if (type === 'integer' && typeof cell === 'number' && Math.abs(cell) >= MOST_SHORT) return whole.format(cell);
  if (typeof cell === 'number') return numberText(cell, unit);
  // Control characters of a joker's name must not move the cursor of a terminal.
  const text = (Array.isArray(cell) ? cell.map(String).join(', ') : String(cell)).replace(/\p{Cc}/gu, ' ');
  return text === '' || text === NULL ? `'${text}'` : text;
}

/** Digits in groups of three, all of them. */
function grouped(digits: string): string {
  const [whole = '', ...fraction] = digits.split('.');
  return [whole.replace(/\B(?=(?:\d{3})+$)/g, ','), ...fraction].join('.');
}

function numberText(value: number, unit: Unit | undefined): string {
  if (Math.abs(value) >= MOST_SHORT) return value.toExponential(3).replace('e+', 'e');
  switch (unit) {
    case 'share':
      return `${oneDigit.format(value * 100)} %`;
    case 'money':
      return value < 0 ? `-$${fewDigits.format(-value)}` : `$${fewDigits.format(value)}`;
    case 'ms':
      return `${oneDigit.format(value)} ms`;
    case 'score':
    case 'chips':
      return whole.format(value);
    case 'ratio':
      return `${oneDigit.format(value)} ×`;
    default:
      return Number.isInteger(value) ? whole.format(value) : fewDigits.format(value);
  }
}
