import { type DuckdbOptions, openDuckdb } from './duckdb.ts';
import { QueryError } from './metrics.ts';
import { TABLES } from './tables.ts';

/** A table that cannot be read, and why. */
export interface DamagedTable {
  readonly table: string;
  readonly why: string;
}

/** Reads every column of every table; the store checks its blocks as it reads them. @throws MetricsError where it cannot be opened */
export async function examineDuckdb(options: DuckdbOptions): Promise<readonly DamagedTable[]> {
  const store = await openDuckdb(options);
  try {
    const damaged: DamagedTable[] = [];
    for (const { name, columns } of TABLES) {
      const all = columns.map((column) => `max(${column.name})`).join(', ');
      try {
        await store.reader.query(`SELECT ${all} FROM ${name}`, [], { maxRows: 1, timeoutMs: 3_600_000 });
      } catch (error) {
        if (!(error instanceof QueryError)) throw error;
        damaged.push({ table: name, why: error.message });
      }
    }
    return damaged;
  } finally {
    await store.close();
  }
}
