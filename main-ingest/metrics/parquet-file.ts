import { rm } from 'node:fs/promises';
import { DOUBLE, type DuckDBAppender, DuckDBInstance, DuckDBTimestampValue, LIST } from '@duckdb/node-api';
import { timestampToUs } from '../event/timestamp.ts';
import type { Cell, ColumnType, ResultColumn } from './metrics.ts';

const TYPES: Readonly<Record<ColumnType, string>> = {
  integer: 'BIGINT',
  double: 'DOUBLE',
  text: 'VARCHAR',
  boolean: 'BOOLEAN',
  timestamp: 'TIMESTAMP',
  list: 'DOUBLE[]',
};

/** Writes rows as a Parquet file and returns their number. Uses a scratch file beside it while it does. */
export async function writeParquet(
  file: string,
  columns: readonly ResultColumn[],
  blocks: AsyncIterable<readonly (readonly Cell[])[]>,
): Promise<number> {
  const scratch = `${file}.scratch`;
  const instance = await DuckDBInstance.create(scratch, { memory_limit: '128MB', threads: '1' });
  try {
    const connection = await instance.connect();
    const names = columns.map(({ name, type }) => `"${name.replaceAll('"', '""')}" ${TYPES[type]}`);
    await connection.run(`CREATE TABLE result (${names.join(', ')})`);
    const appender = await connection.createAppender('result');
    let count = 0;
    for await (const rows of blocks) {
      for (const row of rows) {
        for (const [i, { type }] of columns.entries()) appendCell(appender, type, row[i] ?? null);
        appender.endRow();
      }
      count += rows.length;
    }
    appender.closeSync();
    await connection.run(`COPY result TO '${file.replaceAll("'", "''")}' (FORMAT parquet, COMPRESSION zstd)`);
    connection.closeSync();
    return count;
  } finally {
    instance.closeSync();
    await Promise.all([scratch, `${scratch}.wal`].map((path) => rm(path, { force: true })));
  }
}

function appendCell(appender: DuckDBAppender, type: ColumnType, cell: Cell): void {
  if (cell === null) appender.appendNull();
  else if (typeof cell === 'boolean') appender.appendBoolean(cell);
  else if (typeof cell === 'number') {
    if (type === 'integer') appender.appendBigInt(BigInt(cell));
    else appender.appendDouble(cell);
  } else if (typeof cell === 'string') {
    if (type === 'timestamp') appender.appendTimestamp(new DuckDBTimestampValue(BigInt(timestampToUs(cell))));
    else appender.appendVarchar(cell);
  } else
    appender.appendList(
      cell.map((item) => (typeof item === 'number' ? item : null)),
      LIST(DOUBLE),
    );
}
