import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'pg';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { openQuestdb } from '../../../main-ingest/metrics/questdb.ts';
import { refreshInvalidViews } from '../../../main-ingest/metrics/questdb-views.ts';
import { type QuestdbServer, questdbMissing, startQuestdb } from '../../servers/questdb.ts';
import { SCHEMA_FILE } from '../../servers/questdb-schema.ts';
import { because } from '../../skip-reason.ts';
import { answersContract } from './answers.contract.ts';
import { boundsContract } from './bounds.contract.ts';
import { type MetricsDialect, type MetricsUnderTest, metricsContract } from './metrics.contract.ts';
import { questdbAnswers } from './questdb-answers.ts';

const dialect: MetricsDialect = {
  engine: 'questdb',
  endless: 'SELECT count(*) FROM long_sequence(1000000000) a CROSS JOIN long_sequence(1000) b WHERE a.x + b.x = 7',
  day: (time) => `timestamp_floor('d', ${time})`,
  series: (n) => `SELECT x FROM long_sequence(${n})`,
  refused: [
    'DROP TABLE game_metrics',
    'DELETE FROM game_metrics',
    "UPDATE game_metrics SET outcome = 'won'",
    'INSERT INTO game_metrics (timestamp, sequence_id) VALUES (now(), 2)',
    'CREATE TABLE mine AS (SELECT 1)',
    'ALTER TABLE game_metrics ADD COLUMN mine INT',
    'TRUNCATE TABLE game_metrics',
    'RENAME TABLE game_metrics TO mine',
    "EXPLAIN UPDATE game_metrics SET outcome = 'won'",
    'SELECT 1; DROP TABLE game_metrics',
    "COPY game_metrics TO 'hands' WITH FORMAT PARQUET",
    "COPY game_metrics FROM 'hands.csv'",
    "SELECT * FROM read_parquet('/etc/passwd')",
    "SELECT * FROM read_parquet('../../../../etc/passwd')",
    'VACUUM TABLE game_metrics',
    'CHECKPOINT CREATE',
    'BACKUP TABLE game_metrics',
    'SET statement_timeout = 1',
    'CANCEL QUERY 1',
    'BEGIN',
  ],
};

const missing = await questdbMissing();

describe.skipIf(missing !== undefined)(because(missing, 'QuestDB'), () => {
  let server: QuestdbServer;

  beforeAll(async () => {
    server = await startQuestdb();
  });
  afterAll(async () => {
    await server.stop();
  });

  const open = async (): Promise<MetricsUnderTest> => {
    const folder = await mkdtemp(join(tmpdir(), 'metrics-'));
    const admin = new Pool({ connectionString: server.pgUrl, max: 1 });
    const tables = await admin.query<{ name: string }>('SELECT table_name AS name FROM tables() WHERE NOT matView');
    for (const { name } of tables.rows) await admin.query(`TRUNCATE TABLE '${name}'`);
    await allApplied(admin);
    await refreshInvalidViews(admin);
    await allApplied(admin);
    return underTest(server, folder, admin);
  };
  metricsContract('real QuestDB', dialect, open);
  answersContract('real QuestDB', questdbAnswers, open);
  boundsContract(
    'real QuestDB',
    { ...dialect, wide: (n) => `SELECT lpad('x', 900, 'x') AS text FROM long_sequence(${n})` },
    open,
  );
});

if (missing !== undefined) test.skip(`QuestDB is left out: ${missing}`);

async function underTest(server: QuestdbServer, folder: string, admin: Pool): Promise<MetricsUnderTest> {
  const exportFolder = join(folder, 'export');
  const { url, pgUrl, readerUrl } = server;
  const store = await openQuestdb({ url, pgUrl, readerUrl, schemaFile: SCHEMA_FILE, exportFolder });
  return {
    writer: store.writer,
    reader: store.reader,
    exportFolder,
    reopen: async () => {
      await store.close();
      return underTest(server, folder, admin);
    },
    remove: async () => {
      await store.close();
      await admin.end();
      await rm(folder, { recursive: true });
    },
  };
}

/** What the server takes it applies a little later. */
async function allApplied(admin: Pool): Promise<void> {
  for (;;) {
    const { rows } = await admin.query('SELECT name FROM wal_tables() WHERE sequencerTxn <> writerTxn');
    if (rows.length === 0) return;
    await new Promise((done) => setTimeout(done, 5));
  }
}
