import type { HealthDetail } from '../../../main-ingest/contract/health.ts';
import { bytes, compact, count, duration } from '../../format/number.ts';
import { dayOf } from '../../format/time.ts';
import { FILES } from './outage.ts';

export type Table = HealthDetail['tables'][number];

/** A view is refreshed a moment after its table: so long behind is worth a word. */
const LATE_MS = 10_000;

/** What is wrong with a table or view. */
export function tableState({ suspended, view }: Table): string | undefined {
  if (suspended) return 'suspended';
  if (view?.invalid !== undefined) return 'invalid';
  return (view?.behindMs ?? 0) > LATE_MS ? `${duration(view?.behindMs)} behind` : undefined;
}

/** A table's name, and what it is where it is a view. */
export function tableTitle({ name, view }: Table): string {
  if (view === undefined) return name;
  const { base, behindTxns, invalid } = view;
  const lag = behindTxns === 0 ? 'up to date' : `${count(behindTxns)} transactions behind`;
  return `${name}: view of ${base}, ${invalid === undefined ? lag : `refreshed no more: ${invalid}`}`;
}

/** The stretch of time that the newest partitions of all tables lie in: `28 Sep – 3 Oct`. */
export function newestSpan(tables: readonly Table[]): string {
  const names = tables.flatMap(({ partitions }) => (partitions?.newest ?? []).map(({ name }) => name)).sort();
  const [first, last] = [names[0], names.at(-1)].map((name) => partitionDay(name ?? ''));
  if (first === undefined || last === undefined) return '';
  return first === last ? first : `${first} – ${last}`;
}

/** `2026-10-03`, `2026-10-03T10`: the day of a partition's name. */
export function partitionDay(name: string): string {
  return /^\d{4}-\d\d-\d\d/.test(name) ? dayOf(name.slice(0, 10)) : name;
}

/** What all tables are together. */
export function tablesInWords({ tables, storedBytes, health }: HealthDetail): string {
  const { kind } = health.stores.metrics;
  const size =
    storedBytes.metrics === null
      ? []
      : [FILES[kind] === undefined ? bytes(storedBytes.metrics) : `${FILES[kind]} ${bytes(storedBytes.metrics)}`];
  if (!tables.some(({ partitions }) => partitions !== undefined)) return size.join('');
  const partitions = tables.reduce((sum, table) => sum + (table.partitions?.count ?? 0), 0);
  const suspended = tables.filter((table) => table.suspended).length;
  const waiting = tables.reduce((sum, { waitingTxns = 0 }) => sum + waitingTxns, 0);
  const views = tables.filter(({ view }) => view !== undefined);
  const behind = views.reduce((sum, { view }) => sum + (view?.behindTxns ?? 0), 0);
  return [
    ...size,
    `${count(partitions)} ${partitions === 1 ? 'partition' : 'partitions'}`,
    suspended === 0 ? 'none suspended' : `${count(suspended)} suspended`,
    `log ${waiting === 0 ? '0' : compact(waiting)} behind`,
    ...(views.length === 0 ? [] : [`${count(views.length)} views ${compact(behind)} behind`]),
  ].join(', ');
}
