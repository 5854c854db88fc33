import type { Row, Table } from './tables.ts';

/**
 * The rows without those that a later one of the same key replaces, in their order. Every key begins with the timestamp:
 * rows that share none, by far the most, cannot be replaced and need no key made.
 */
export function lastOfEachKey(table: Table, rows: readonly Row[]): readonly Row[] {
  const times = new Set<Row[0] | undefined>();
  const shared = new Set<Row[0] | undefined>();
  for (const [time] of rows) {
    if (times.has(time)) shared.add(time);
    else times.add(time);
  }
  if (shared.size === 0) return rows;
  const places = table.key.map((name) => table.columns.findIndex((column) => column.name === name));
  const keyOf = (row: Row): string => JSON.stringify(places.map((place) => row[place]));
  const last = new Map<string, Row>();
  for (const row of rows) if (shared.has(row[0])) last.set(keyOf(row), row);
  return rows.filter((row) => !shared.has(row[0]) || last.get(keyOf(row)) === row);
}
