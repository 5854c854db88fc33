import type { Item } from './virtual-table.tsx';

/** Items of a list that is there as a whole. A place beyond it, which a table may still draw, waits. */
export function itemsOf<Row>(rows: readonly Row[]): (index: number) => Item<Row> {
  return (index) => {
    const row = rows[index];
    return row === undefined ? { kind: 'waiting' } : { kind: 'row', row };
  };
}
