import type { CellValue, QueryOutput, Recipe, RecipeColumn } from '../contract/cookbook.ts';

type Unit = RecipeColumn['unit'];

/** A result as text in columns, numbers to the right; with a recipe each number in its unit. A line at a time. */
export function* tableText({ columns, rows }: QueryOutput, recipe?: Recipe): Iterable<string> {
  const shown = columns.map(({ name, type }, index) => {
    const unit = recipe?.columns.find((column) => column.name === name)?.unit;
    const cells = rows.map((row) => cellText(row[index] ?? null, unit));
    const width = Math.max(name.length, ...cells.map(({ length }) => length), 1);
    const right = type === 'integer' || type === 'double';
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

function cellText(cell: CellValue, unit: Unit | undefined): string {
  if (cell === null) return '–';
  if (typeof cell === 'number') return numberText(cell, unit);
  // Control characters of a joker's name must not move the cursor of a terminal.
  const text = Array.isArray(cell) ? cell.map(String).join(', ') : String(cell);
  return text.replace(/\p{Cc}/gu, ' ');
}

function numberText(value: number, unit: Unit | undefined): string {
  if (Math.abs(value) >= 1e15) return value.toExponential(3).replace('e+', 'e');
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
