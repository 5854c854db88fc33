import { rm } from 'node:fs/promises';
import {
  DOUBLE,
  type DuckDBAppender,
  type DuckDBConnection,
  DuckDBInstance,
  DuckDBTimestampNanosecondsValue,
  DuckDBTimestampValue,
  LIST,
} from '@duckdb/node-api';
import { isTime } from '../contract/column-type.ts';
import type { Cell, ColumnType } from './metrics.ts';
import type { AnswerColumn } from './questdb-stream.ts';
import { textToTicks } from './time-text.ts';

const TYPES: Readonly<Record<ColumnType, string>> = {
  integer: 'BIGINT',
  // As text until all are there: how many digits follow the point is not known before.
  decimal: 'VARCHAR',
  double: 'DOUBLE',
  text: 'VARCHAR',
  boolean: 'BOOLEAN',
  timestamp: 'TIMESTAMP',
  datetime: 'TIMESTAMP',
  date: 'TIMESTAMP',
  list: 'DOUBLE[]',
};
/** Digits of a DECIMAL. */
const MOST_DIGITS = 38;

/** Writes rows as a Parquet file and returns their number. Uses a scratch file beside it while it does. */
export async function writeParquet(
  file: string,
  columns: readonly AnswerColumn[],
  blocks: AsyncIterable<readonly (readonly Cell[])[]>,
): Promise<number> {
  const scratch = `${file}.scratch`;
  const instance = await DuckDBInstance.create(scratch, { memory_limit: '128MB', threads: '1' });
  try {
    const connection = await instance.connect();
    const types = columns.map(({ type, nanoseconds }) => (nanoseconds ? 'TIMESTAMP_NS' : TYPES[type]));
    await connection.run(`CREATE TABLE result (${columns.map((_, i) => `c${i} ${types[i]}`).join(', ')})`);
    const appender = await connection.createAppender('result');
    let count = 0;
    for await (const rows of blocks) {
      for (const row of rows) {
        for (const [i, column] of columns.entries()) appendCell(appender, column, row[i] ?? null);
        appender.endRow();
      }
      count += rows.length;
    }
    appender.closeSync();
    const cells = await Promise.all(
      columns.map(async ({ name, type }, i) => {
        const cell = type === 'decimal' ? await decimalOf(connection, `c${i}`) : `c${i}`;
        return `${cell} AS "${name.replaceAll('"', '""')}"`;
      }),
    );
    const target = file.replaceAll("'", "''");
    await connection.run(
      `COPY (SELECT ${cells.join(', ')} FROM result) TO '${target}' (FORMAT parquet, COMPRESSION zstd)`,
    );
    connection.closeSync();
    return count;
  } finally {
    instance.closeSync();
    await Promise.all([scratch, `${scratch}.wal`].map((path) => rm(path, { force: true })));
  }
}

/** The cast that keeps every digit of a column of decimals; text where they have more than a DECIMAL. */
async function decimalOf(connection: DuckDBConnection, column: string): Promise<string> {
  const read = await connection.runAndReadAll(`SELECT
    coalesce(max(length(split_part(${column}, '.', 2))), 0)::INT,
    coalesce(max(length(ltrim(split_part(${column}, '.', 1), '-'))), 0)::INT FROM result`);
  const [scale, whole] = [Number(read.value(0, 0)), Number(read.value(1, 0))];
  return scale + whole > MOST_DIGITS ? column : `CAST(${column} AS DECIMAL(${MOST_DIGITS}, ${scale}))`;
}

function appendCell(appender: DuckDBAppender, column: AnswerColumn, cell: Cell): void {
  if (cell === null) appender.appendNull();
  else if (isTime(column)) appendTime(appender, column, cell);
  else if (typeof cell === 'boolean') appender.appendBoolean(cell);
  else if (column.type === 'integer') appender.appendBigInt(BigInt(String(cell)));
  else if (column.type === 'double') appender.appendDouble(Number(cell));
  else if (typeof cell !== 'object') appender.appendVarchar(String(cell));
  else
    appender.appendList(
      cell.map((item) => (typeof item === 'number' ? item : null)),
      LIST(DOUBLE),
    );
}

function appendTime(appender: DuckDBAppender, { nanoseconds }: AnswerColumn, cell: Cell): void {
  const perSecond = nanoseconds ? 1_000_000_000n : 1_000_000n;
  const ticks = typeof cell === 'number' ? BigInt(cell) : textToTicks(String(cell), perSecond);
  if (ticks === undefined) appender.appendNull();
  else if (nanoseconds) appender.appendTimestampNanoseconds(new DuckDBTimestampNanosecondsValue(ticks));
  else appender.appendTimestamp(new DuckDBTimestampValue(ticks));
}
