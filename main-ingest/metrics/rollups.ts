import type { StoredType } from './metrics.ts';
import type { Row, TableName, TableRows } from './tables.ts';

/** A column that a rollup's rows are told apart by. */
interface Dimension {
  readonly name: string;
  readonly type: StoredType;
  /** How it follows from the table's columns; its own name where that is not said. The same text in both engines. */
  readonly sql?: string;
}

/** What a rollup says of all rows that fall together. */
interface Measure {
  readonly name: string;
  readonly type: 'integer' | 'double';
  readonly sql: string;
  /** How the values of parts make the value of the whole. */
  readonly merge: 'sum' | 'max';
}

/**
 * What a table's rows of a day come to, by a few of their columns: a question about tens of millions of rows reads some
 * thousands instead. QuestDB keeps it as a materialized view, DuckDB as a table that the metrics' writer keeps
 * (`duckdb-rollups.ts`). It is asked like a table of `timestamp` (the start of the day), dimensions and measures; a day may
 * have several rows of the same dimensions, whose measures are merged by who asks.
 */
export interface Rollup {
  readonly name: string;
  readonly table: TableName;
  readonly dimensions: readonly Dimension[];
  readonly measures: readonly Measure[];
}

const text = (name: string): Dimension => ({ name, type: 'text' });
const count = (name: string): Measure => ({ name, type: 'integer', sql: 'count(*)', merge: 'sum' });
const sum = (name: string, type: Measure['type'], sql: string): Measure => ({
  name,
  type,
  sql: `sum(${sql})`,
  merge: 'sum',
});

export const ROLLUPS: readonly Rollup[] = [
  {
    name: 'hands_by_day',
    table: 'game_metrics',
    dimensions: [text('strategy_id'), text('hand_type'), { name: 'ante', type: 'integer' }, text('blind_type')],
    measures: [
      count('hands'),
      sum('total_score', 'double', 'final_score'),
      { name: 'best_score', type: 'double', sql: 'max(final_score)', merge: 'max' },
    ],
  },
  {
    name: 'decisions_by_day',
    table: 'decision_points',
    dimensions: [
      text('decision_type'),
      // To a tenth of a millisecond: percentiles are exact to that, and a day has some thousands of values.
      { name: 'latency_ms', type: 'double', sql: 'floor(latency_ms * 10 + 0.5) / 10' },
    ],
    measures: [
      count('decisions'),
      sum('confidence', 'double', 'confidence_score'),
      sum('used_llm', 'integer', 'CASE WHEN used_llm THEN 1 ELSE 0 END'),
    ],
  },
  {
    name: 'money_by_day',
    table: 'economic_flow',
    dimensions: [text('strategy_id'), text('kind'), text('item')],
    measures: [
      count('changes'),
      // As 64 bits: the smallest integer of 32 has no negative.
      sum('earned', 'integer', 'CASE WHEN amount > 0 THEN amount ELSE 0 END'),
      sum('spent', 'integer', 'CASE WHEN amount < 0 THEN -cast(amount AS LONG) ELSE 0 END'),
    ],
  },
];

/** Columns of a rollup as a table has them. */
export function rollupColumns({ dimensions, measures }: Rollup): { name: string; type: StoredType }[] {
  return [
    { name: 'timestamp', type: 'timestamp' },
    ...dimensions.map(({ name, type }) => ({ name, type })),
    ...measures.map(({ name, type }) => ({ name, type })),
  ];
}

/** Dimensions as a select list that makes them of the table's columns. */
export function dimensionList({ dimensions }: Rollup): string {
  return dimensions.map(({ name, sql }) => (sql === undefined ? name : `${sql} AS ${name}`)).join(', ');
}

/** Hours since 1970 in which the rows of tables with a rollup lie. */
export function rolledUpHours(rows: TableRows): ReadonlySet<number> {
  const hours = new Set<number>();
  for (const table of new Set(ROLLUPS.map((rollup) => rollup.table))) {
    for (const row of rows.get(table) ?? []) hours.add(hourOf(row));
  }
  return hours;
}

const HOUR_US = 3_600_000_000;

function hourOf(row: Row): number {
  return Math.floor(Number(row[0]) / HOUR_US);
}
