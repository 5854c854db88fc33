import type { Pool } from 'pg';
import { dimensionList, ROLLUPS, type Rollup } from './rollups.ts';

/**
 * Makes the rollups as materialized views, which the server keeps; one that was made by another definition is made anew. QuestDB
 * refreshes a view some milliseconds after its table, by the days that were written to.
 */
export async function makeViews(pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ name: string; sql: string }>(
    'SELECT view_name AS name, view_sql AS sql FROM materialized_views()',
  );
  for (const rollup of ROLLUPS) {
    const sql = viewOf(rollup);
    const there = rows.find(({ name }) => name === rollup.name);
    if (there !== undefined && there.sql !== sql) await pool.query(`DROP MATERIALIZED VIEW ${rollup.name}`);
    await pool.query(`CREATE MATERIALIZED VIEW IF NOT EXISTS ${rollup.name} AS (${sql}) PARTITION BY YEAR`);
  }
}

/**
 * A view becomes invalid, and keeps what it held, when its table loses rows in another way than by being replaced: a partition
 * that was dropped, a table that was emptied. It is then made of all of the table again.
 */
export async function refreshInvalidViews(pool: Pool): Promise<readonly string[]> {
  const { rows } = await pool.query<{ name: string }>(
    "SELECT view_name AS name FROM materialized_views() WHERE view_status = 'invalid'",
  );
  const own = rows.map(({ name }) => name).filter((name) => ROLLUPS.some((rollup) => rollup.name === name));
  for (const name of own) await pool.query(`REFRESH MATERIALIZED VIEW ${name} FULL`);
  return own;
}

function viewOf(rollup: Rollup): string {
  const measures = rollup.measures.map(({ name, sql }) => `${sql} AS ${name}`).join(', ');
  return `SELECT timestamp, ${dimensionList(rollup)}, ${measures} FROM ${rollup.table} SAMPLE BY 1d`;
}
