import { TABLES } from '../../../main-ingest/metrics/tables.ts';
import type { ServedWorkbench } from '../../workbench.ts';
import { contractOf } from '../engine/client.ts';

/** A number for all rows of each table but the workbench's own: equal where the rows are. */
export async function tableChecksums(workbench: ServedWorkbench): Promise<ReadonlyMap<string, string>> {
  const sums = new Map<string, string>();
  for (const { name, columns } of TABLES) {
    if (name === 'system_metrics') continue;
    const row = columns.map((column) => `t.${column.name}`).join(', ');
    const sql = `SELECT count(*) AS n, coalesce(sum(hash(${row}) % 1000000007), 0)::VARCHAR AS s FROM ${name} t`;
    const { rows } = await contractOf(workbench).cookbook.sql({ sql });
    sums.set(name, JSON.stringify(rows[0]));
  }
  return sums;
}
