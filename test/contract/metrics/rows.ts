import { type Column, type Row, TABLES, type TableName } from '../../../main-ingest/metrics/tables.ts';

const START_US = Date.UTC(2026, 8, 28, 6) * 1000 + 123_456;

/** Microseconds of a moment: seconds after the first one. */
export function at(second: number): number {
  return START_US + second * 1_000_000;
}

/** A row with a value of its own in every column. */
export function completeRow(table: TableName): Row {
  const columns = TABLES.find(({ name }) => name === table)?.columns ?? [];
  return columns.map((column, i) => completeCell(column, i));
}

function completeCell(column: Column, i: number): Row[number] {
  switch (column.type) {
    case 'timestamp':
      return at(0);
    case 'integer':
      return column.wide ? 2 ** 40 + i : -i;
    case 'double':
      return i + 0.1;
    case 'boolean':
      return true;
    case 'text':
      return `${column.name} ${i}`;
  }
}

interface Place {
  readonly sequence?: number;
  readonly second?: number;
  readonly session?: string;
}

/** A hand of 100 points in ante 2. */
export function hand({
  sequence = 0,
  second = 0,
  session = 'game',
  score = 100,
  outcome = 'continues',
}: Place & { readonly score?: number; readonly outcome?: string }): Row {
  return [
    ...[at(second), session, sequence, 2, 'small', 'Small Blind', 1, 'Pair', 'H_T S_T', 10, 2, 50, 2, score],
    ...[4, 4, 1, 'Joker', null, 37, outcome, 'smart'],
  ];
}

export function flow({
  sequence = 0,
  second = 0,
  session = 'game',
  kind = 'purchase',
  item = 'Joker',
  amount = -3,
}: Place & { readonly kind?: string; readonly item?: string; readonly amount?: number }): Row {
  return [at(second), session, sequence, 1, 1, kind, item, amount, 10, 'smart'];
}

export function decision({ sequence = 0, second = 0, session = 'game' }: Place): Row {
  return [at(second), session, sequence, 'play', 'playing', '["play"]', 'play', 0.5, false, 'abc', 'smart', 43.4];
}

export function result({ second = 0, session = 'game' }: Place): Row {
  return [
    at(second),
    session,
    'SEED',
    'Red Deck',
    'White',
    'smart',
    'ppo-1',
    'run-1',
    'win',
    8,
    24,
    1e5,
    40,
    'A+B',
    90,
    60_000,
  ];
}
