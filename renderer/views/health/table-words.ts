import type { HealthDetail } from '../../../main-ingest/contract/health.ts';
import { bytes, compact, count, duration } from '../../format/number.ts';
import { dayOf } from '../../format/time.ts';
import { FILES } from './outage.ts';

export type Table = HealthDetail['tables'][number];

/** How a table or view does, where there is something to say. */
export function tableState({ suspended, view }: Table): { word: string; wrong: boolean } | undefined {
  if (suspended) return { word: 'suspended', wrong: true };
  if (view?.invalid !== undefined) return { word: 'invalid', wrong: true };
  if (view !== undefined && view.behindTxns > 0) {
    const since = view.behindMs === null ? '' : `, ${duration(view.behindMs)}`;
    return { word: `${compact(view.behindTxns)} behind${since}`, wrong: false };
  }
  return view === undefined ? undefined : { word: 'up to date', wrong: false };
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
