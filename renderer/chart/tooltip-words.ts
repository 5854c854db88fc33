import { count, interval, inUnit } from '../format/number.ts';
import { dayAndTime } from '../format/time.ts';
import { type ChartSpec, measureOf, type Point, placeOf, valueAxis } from './spec.ts';

export interface TooltipRow {
  readonly name: string;
  readonly value: string;
}

/** The exact numbers of a point in words: value, interval, n, and what a click does. */
export function tooltipRows(
  spec: ChartSpec,
  seriesIndex: number,
  point: Point,
): { title: string; rows: TooltipRow[]; hint: string } {
  const series = spec.series[seriesIndex];
  const unit = series?.unit ?? valueAxis(spec).unit;
  const place = placeOf(spec, point);
  const placeAxis = spec.x === valueAxis(spec) ? spec.y : spec.x;
  const where =
    placeAxis.kind === 'time' && typeof place === 'number'
      ? dayAndTime(place)
      : typeof place === 'number'
        ? inUnit(place, placeAxis.unit)
        : place;
  const second = series?.kind === 'heat' ? `${point.y}, ` : '';
  const title =
    point.name ?? `${second}${placeAxis.label && typeof place === 'number' ? `${placeAxis.label} ` : ''}${where}`;
  const rows: TooltipRow[] = [{ name: series?.name ?? '', value: inUnit(measureOf(spec, point), unit) }];
  if (point.low != null && point.high != null)
    rows.push({ name: '95 % interval', value: interval(point.low, point.high, unit) });
  if (point.n != null)
    rows.push({
      name: 'n',
      value: `${count(point.n)} ${spec.counts ?? 'games'}${point.thin ? ': too few to say' : ''}`,
    });
  for (const [name, value] of point.more ?? []) rows.push({ name, value });
  return { title, rows, hint: point.opens ? 'Click or Enter opens these games' : '' };
}

/** The same as a sentence, for the point that the keys have reached. */
export function spoken(spec: ChartSpec, seriesIndex: number, point: Point): string {
  const { title, rows, hint } = tooltipRows(spec, seriesIndex, point);
  return [title, ...rows.map(({ name, value }) => `${name} ${value}`), hint].filter(Boolean).join(', ');
}
