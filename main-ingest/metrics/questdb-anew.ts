import { Pool } from 'pg';
import type { AnewMetrics } from './open.ts';
import { openQuestdb, type QuestdbOptions } from './questdb.ts';
import { CHECKPOINT_TABLE } from './questdb-schema.ts';
import { ROLLUPS } from './rollups.ts';
import { TABLES } from './tables.ts';

/**
 * Drops the tables and makes them again, empty: a server has no second place for tables of the same names. Until all is there
 * the checkpoint is 0, from which nothing but another beginning goes on once the journal has been trimmed.
 */
export async function openQuestdbAnew(options: QuestdbOptions): Promise<AnewMetrics> {
  await dropTables(options);
  const store = await openQuestdb(options);
  return {
    writer: store.writer,
    async finish() {
      await store.reader.settled();
      await store.close();
      return {};
    },
    async abandon() {
      await store.close();
      await dropTables(options);
    },
  };
}

async function dropTables({ pgUrl }: QuestdbOptions): Promise<void> {
  const pool = new Pool({ connectionString: pgUrl, max: 1, connectionTimeoutMillis: 5_000 });
  pool.on('error', () => undefined);
  try {
    for (const { name } of ROLLUPS) await pool.query(`DROP MATERIALIZED VIEW IF EXISTS ${name}`);
    for (const name of [...TABLES.map((table) => table.name), CHECKPOINT_TABLE]) {
      await pool.query(`DROP TABLE IF EXISTS ${name}`);
    }
  } finally {
    await pool.end();
  }
}
