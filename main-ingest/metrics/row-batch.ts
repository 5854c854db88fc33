import type { Row, TableName, TableRows } from './tables.ts';

/** Rows that one call of the fold makes. A row made twice in it (a hand whose round ends) is there once, in its last form. */
export class RowBatch {
  readonly #tables = new Map<TableName, Row[]>();
  readonly #handPlaces = new Map<Row, number>();

  add(table: TableName, row: Row): void {
    const rows = this.#tables.get(table);
    if (rows === undefined) this.#tables.set(table, [row]);
    else rows.push(row);
  }

  addHand(row: Row): void {
    this.add('game_metrics', row);
    this.#handPlaces.set(row, (this.#tables.get('game_metrics')?.length ?? 1) - 1);
  }

  /** Puts `row` in the place of `previous` where this batch made it, else adds it: the store replaces it by its key. */
  replaceHand(previous: Row, row: Row): void {
    const place = this.#handPlaces.get(previous);
    const hands = this.#tables.get('game_metrics');
    if (place === undefined || hands === undefined) {
      this.addHand(row);
      return;
    }
    hands[place] = row;
    this.#handPlaces.delete(previous);
    this.#handPlaces.set(row, place);
  }

  rows(): TableRows {
    return this.#tables;
  }
}
