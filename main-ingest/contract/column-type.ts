import type { CellValue, ResultColumn } from './cookbook.ts';

type Typed = Pick<ResultColumn, 'type'>;

/** Whether a column holds numbers: they stand right, are drawn, and are numbers in JSON, however many digits they have. */
export function isNumeric({ type }: Typed): boolean {
  return type === 'integer' || type === 'decimal' || type === 'double';
}

/** Whether a column holds points of time. */
export function isTime({ type }: Typed): boolean {
  return type === 'timestamp' || type === 'datetime' || type === 'date';
}

/** A cell of a numeric column as the float64 that is nearest to it: for charts and arithmetic. */
export function nearestNumber(cell: CellValue | undefined): number | null {
  const value = typeof cell === 'string' ? Number(cell) : cell;
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** A time cell as an instant's text; a clock of no known zone is taken for UTC, as nothing else can be compared. */
export function asInstant({ type }: Typed, text: string): string {
  if (type === 'date') return `${text}T00:00:00Z`;
  return type === 'datetime' ? `${text}Z` : text;
}
