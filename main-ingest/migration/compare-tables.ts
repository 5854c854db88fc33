import { createHash } from 'node:crypto';
import type { MetricsReader } from '../metrics/metrics.ts';
import type { Table } from '../metrics/tables.ts';
import type { MigrationStep } from './migration.ts';
import { rowCount, tablePages } from './table-pages.ts';

/** A table in both stores. */
export interface TableComparison {
  readonly table: string;
  readonly rows: { readonly source: number; readonly target: number };
  /** Over all cells of all rows, in whatever order those of the same time come. */
  readonly checksum: { readonly source: string; readonly target: string };
}

/** Whether both stores hold the same rows. */
export function isEqual({ rows, checksum }: TableComparison): boolean {
  return rows.source === rows.target && checksum.source === checksum.target;
}

/** Reads a table of both stores. */
export async function compareTables(options: {
  readonly source: MetricsReader;
  readonly target: MetricsReader;
  readonly table: Table;
  readonly signal: AbortSignal;
  readonly onProgress: (step: MigrationStep) => void;
}): Promise<TableComparison> {
  const { source, target, table, signal, onProgress } = options;
  const total = (await rowCount(source, table, signal)) + (await rowCount(target, table, signal));
  let done = 0;
  const summed = async (reader: MetricsReader) => {
    let rows = 0;
    let sum = 0n;
    for await (const page of tablePages(reader, table, signal)) {
      for (const row of page.rows) {
        const hash = createHash('sha256').update(JSON.stringify(row)).digest();
        sum = BigInt.asUintN(128, sum + hash.readBigUInt64LE(0) + (hash.readBigUInt64LE(8) << 64n));
      }
      rows += page.rows.length;
      done += page.rows.length;
      onProgress({ doing: 'comparing', what: table.name, done, total });
    }
    return { rows, checksum: sum.toString(16).padStart(32, '0') };
  };
  const here = await summed(source);
  const there = await summed(target);
  return {
    table: table.name,
    rows: { source: here.rows, target: there.rows },
    checksum: { source: here.checksum, target: there.checksum },
  };
}
