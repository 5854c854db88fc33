import { fieldsOf } from '../../main-ingest/contract/delimited-text.ts';
import { inUnit } from '../format/number.ts';
import { dayAndTime } from '../format/time.ts';
import { type ChartSpec, liesDown, measureOf, type Point, placeOf, valueAxis } from './spec.ts';

export type CellValue = string | number | null;

/** A chart's data as rows: raw for files, in words for people. */
export interface ChartTable {
  readonly columns: readonly {
    readonly name: string;
    readonly text: (value: CellValue) => string;
    readonly number: boolean;
  }[];
  readonly rows: readonly (readonly CellValue[])[];
  /** The point of each row, for what it opens. */
  readonly points: readonly Point[];
}

const plain = (value: CellValue) => (typeof value === 'number' ? inUnit(value, 'number') : (value ?? '–'));

/** One row a point and series. */
export function tableOf(spec: ChartSpec): ChartTable {
  const axis = valueAxis(spec);
  const heat = spec.series.some((series) => series.kind === 'heat');
  const places = liesDown(spec) ? spec.y : spec.x;
  const unit = spec.series[0]?.unit ?? axis.unit;
  const measured = (value: CellValue) => (typeof value === 'number' ? inUnit(value, unit) : '–');
  const placed = (value: CellValue) =>
    typeof value === 'number'
      ? places.kind === 'time'
        ? dayAndTime(value)
        : inUnit(value, places.unit)
      : (value ?? '–');
  const points = spec.series.flatMap((series) => series.points.map((point) => ({ series, point })));
  const has = (name: 'low' | 'high' | 'n') => points.some(({ point }) => point[name] != null);
  const several = spec.series.length > 1;
  const columns = [
    ...(several ? [{ name: 'series', text: plain, number: false }] : []),
    { name: places.label ?? (liesDown(spec) ? 'name' : 'x'), text: placed, number: places.kind !== 'category' },
    ...(heat ? [{ name: spec.y.label ?? 'y', text: plain, number: false }] : []),
    {
      name: heat || several ? (axis.label ?? 'value') : (spec.series[0]?.name ?? 'value'),
      text: measured,
      number: true,
    },
    ...(has('low')
      ? [
          { name: 'low', text: measured, number: true },
          { name: 'high', text: measured, number: true },
        ]
      : []),
    ...(has('n') ? [{ name: 'n', text: plain, number: true }] : []),
  ];
  const rows = points.map(({ series, point }) => [
    ...(several ? [series.name] : []),
    placeOf(spec, point),
    ...(heat ? [point.y] : []),
    measureOf(spec, point),
    ...(has('low') ? [point.low ?? null, point.high ?? null] : []),
    ...(has('n') ? [point.n ?? null] : []),
  ]);
  return { columns, rows, points: points.map(({ point }) => point) };
}

/** Comma-separated values (RFC 4180). A cell that a spreadsheet would take for a formula gets an apostrophe. */
export function csvOf({ columns, rows }: Pick<ChartTable, 'columns' | 'rows'>): string {
  return [columns.map(({ name }) => name), ...rows]
    .map((row) => `${fieldsOf(row, { separator: ',', guardFormulas: true })}\r\n`)
    .join('');
}
