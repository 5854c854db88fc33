import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'pg';
import { test } from 'vitest';
import { openQuestdb } from '../../../main-ingest/metrics/questdb.ts';
import { MetricsFold } from '../../../main-ingest/metrics/rows.ts';
import { recordedEvents } from '../../recordings.ts';
import { questdbMissing, startQuestdb } from '../../servers/questdb.ts';
import { SCHEMA_FILE } from '../../servers/questdb-schema.ts';
import { gamesContract, RECORDING } from './games.contract.ts';

const missing = await questdbMissing();

if (missing !== undefined) test.skip(`QuestDB is left out: ${missing}`);
else {
  gamesContract('real QuestDB', async () => {
    const server = await startQuestdb();
    const folder = mkdtempSync(join(tmpdir(), 'games-'));
    const { url, pgUrl, readerUrl } = server;
    const store = await openQuestdb({
      url,
      pgUrl,
      readerUrl,
      schemaFile: SCHEMA_FILE,
      exportFolder: join(folder, 'export'),
    });
    const events = recordedEvents(RECORDING);
    const { rows, checkpoint } = new MetricsFold(new Map()).fold(events, events.length);
    await store.writer.write(rows, checkpoint);
    await allApplied(pgUrl);
    return {
      metrics: store.reader,
      remove: async () => {
        await store.close();
        await server.stop();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  });
}

/** Rows are readable once the write-ahead log is applied. */
async function allApplied(pgUrl: string): Promise<void> {
  const pool = new Pool({ connectionString: pgUrl, max: 1 });
  while ((await pool.query('SELECT name FROM wal_tables() WHERE sequencerTxn <> writerTxn')).rows.length > 0)
    await sleep(20);
  await pool.end();
}
