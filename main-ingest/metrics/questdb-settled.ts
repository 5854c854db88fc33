import { setTimeout as sleep } from 'node:timers/promises';
import { CHECKPOINT_TABLE } from './questdb-schema.ts';
import { ROLLUPS } from './rollups.ts';
import { TABLES } from './tables.ts';

const POLL_MS = 20;
const LONGEST_MS = 60_000;

const names = (list: readonly { readonly name: string }[]): string => list.map(({ name }) => `'${name}'`).join(', ');
const WAITING = `
  SELECT name FROM wal_tables()
  WHERE sequencerTxn <> writerTxn AND name IN (${names([...TABLES, ...ROLLUPS, { name: CHECKPOINT_TABLE }])})
  UNION ALL
  SELECT view_name AS name FROM materialized_views()
  WHERE (view_status <> 'valid' OR refresh_base_table_txn <> base_table_txn) AND view_name IN (${names(ROLLUPS)})`;

/**
 * Waits until all that the server has taken can be read, in its tables and in their views.
 * @param ask runs a statement and answers the first cell of each row
 * @throws Error that names the tables which are still behind after a minute
 */
export async function settled(ask: (sql: string) => Promise<readonly unknown[]>): Promise<void> {
  for (const end = Date.now() + LONGEST_MS; ; ) {
    const waiting = await ask(WAITING);
    if (waiting.length === 0) return;
    if (Date.now() > end) throw new Error(`QuestDB is behind with ${waiting.join(', ')} after ${LONGEST_MS / 1000} s`);
    await sleep(POLL_MS);
  }
}
