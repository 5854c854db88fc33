import { rename } from 'node:fs/promises';
import {
  type DuckDBConnection,
  type DuckDBPreparedStatement,
  type DuckDBResultReader,
  DuckDBTypeId,
} from '@duckdb/node-api';
import { uniqueNames } from './column-names.ts';
import { prepareAnswering } from './duckdb-statement.ts';
import { withoutEnd } from './statement-text.ts';

/** Whole numbers that DuckDB writes into Parquet as doubles, rounded. */
const WIDE: ReadonlySet<DuckDBTypeId> = new Set([DuckDBTypeId.HUGEINT, DuckDBTypeId.UHUGEINT]);
/** What they are written as instead: the first that holds all of them. */
const EXACT = ['BIGINT', 'DECIMAL(38, 0)', 'VARCHAR'];
const DOES_NOT_FIT = /"exception_type":"(?:Conversion|Out of Range)"/;

export interface ParquetCopy {
  /** The statement as it is asked, and prepared. */
  readonly sql: string;
  readonly asked: DuckDBPreparedStatement;
  readonly target: string;
  readonly bind: (statement: DuckDBPreparedStatement) => void;
}

/** Writes what a statement answers as a Parquet file, every digit of it; answers the number of rows. */
export async function copyToParquet(connection: DuckDBConnection, copy: ParquetCopy): Promise<number> {
  const { asked, sql } = copy;
  const columns = Array.from({ length: asked.columnCount }, (_, place) => asked.columnTypeId(place));
  if (!columns.some((type) => WIDE.has(type))) return written(await run(connection, copy, withoutEnd(sql)));
  const names = uniqueNames(columns.map((_, place) => asked.columnName(place)));
  const exact = (type: string): string => {
    const cells = names.map((name, place) => {
      const cell = `c${place}`;
      const wide = columns[place] !== undefined && WIDE.has(columns[place]);
      return `${wide ? `CAST(${cell} AS ${type})` : cell} AS "${name.replaceAll('"', '""')}"`;
    });
    return `SELECT ${cells.join(', ')} FROM (${withoutEnd(sql)}\n) AS answer(${names.map((_, place) => `c${place}`).join(', ')})`;
  };
  for (const [place, type] of EXACT.entries()) {
    // What a failed attempt has begun is removed by DuckDB, but later.
    const target = `${copy.target}.${place}`;
    try {
      const count = written(await run(connection, { ...copy, target }, exact(type)));
      await rename(target, copy.target);
      return count;
    } catch (cause) {
      const fits = !(cause instanceof Error && DOES_NOT_FIT.test(cause.message));
      if (fits || place === EXACT.length - 1) throw cause;
      await connection.run('ROLLBACK');
      await connection.run('BEGIN TRANSACTION READ ONLY');
    }
  }
  return 0;
}

async function run(
  connection: DuckDBConnection,
  { target, bind }: ParquetCopy,
  rows: string,
): Promise<DuckDBResultReader> {
  const text = `COPY (${rows}\n) TO '${target.replaceAll("'", "''")}' (FORMAT parquet, COMPRESSION zstd)`;
  const statement = await prepareAnswering(connection, text);
  bind(statement);
  return statement.runAndReadAll();
}

function written(result: DuckDBResultReader): number {
  return Number(result.value(0, 0));
}
