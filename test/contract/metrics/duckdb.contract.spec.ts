import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { portChannel } from '../../../main-ingest/metrics/channel.ts';
import { openDuckdb } from '../../../main-ingest/metrics/duckdb.ts';
import { remoteReader, serveReader } from '../../../main-ingest/metrics/remote.ts';
import { answersContract } from './answers.contract.ts';
import { boundsContract } from './bounds.contract.ts';
import { duckdbAnswers } from './duckdb-answers.ts';
import { type MetricsDialect, type MetricsUnderTest, metricsContract } from './metrics.contract.ts';

const dialect: MetricsDialect = {
  engine: 'duckdb',
  endless: 'SELECT count(*) FROM range(1000000000) a, range(1000) b WHERE a.range + b.range = 7',
  day: (time) => `date_trunc('day', ${time})`,
  series: (n) => `SELECT range FROM range(${n})`,
  refused: [
    'DROP TABLE game_metrics',
    'DELETE FROM game_metrics',
    "UPDATE game_metrics SET outcome = 'won'",
    'INSERT INTO game_metrics (sequence_id) VALUES (2)',
    'CREATE TABLE mine AS SELECT 1',
    'CREATE TEMP TABLE mine AS SELECT 1',
    'EXPLAIN ANALYZE DELETE FROM game_metrics',
    'SELECT 1; DROP TABLE game_metrics',
    'WITH gone AS (DELETE FROM game_metrics RETURNING *) SELECT * FROM gone',
    "COPY game_metrics TO 'hands.csv'",
    "COPY game_metrics FROM '/etc/passwd'",
    "ATTACH 'other.duckdb'",
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM read_text('/etc/passwd')",
    "SELECT * FROM '/etc/passwd.csv'",
    "SELECT * FROM glob('/etc/*')",
    'INSTALL httpfs',
    'LOAD httpfs',
    "PRAGMA memory_limit = '10GB'",
    'PRAGMA enable_profiling',
    'SET threads = 8',
    'SET enable_external_access = true',
    'CHECKPOINT',
    'CALL pragma_version()',
    'BEGIN',
    "EXPORT DATABASE 'elsewhere'",
    'VACUUM',
    'PREPARE q AS SELECT 1',
  ],
};

metricsContract('real DuckDB', dialect, async () => open(await newFolder(), false));
metricsContract('real DuckDB, asked from another thread', dialect, async () => open(await newFolder(), true));
const bounds = { ...dialect, wide: (n: number) => `SELECT repeat('x', 900) AS text FROM range(${n})` };
boundsContract('real DuckDB', bounds, async () => open(await newFolder(), false));
boundsContract('real DuckDB, asked from another thread', bounds, async () => open(await newFolder(), true));
answersContract('real DuckDB', duckdbAnswers, async () => open(await newFolder(), false));

function newFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'metrics-'));
}

/** @param remote whether the reader stands at the other end of a port, as it does in the engine */
async function open(folder: string, remote: boolean): Promise<MetricsUnderTest> {
  const exportFolder = join(folder, 'export');
  const store = await openDuckdb({ file: join(folder, 'metrics.duckdb'), memoryLimitMb: 256, exportFolder });
  const { port1, port2 } = new MessageChannel();
  if (remote) serveReader(portChannel(port1), store.reader);
  const reader = remote ? remoteReader(portChannel(port2)) : store.reader;
  const close = async (): Promise<void> => {
    await reader.close();
    port1.close();
    await store.close();
  };
  return {
    writer: store.writer,
    reader,
    exportFolder,
    reopen: async () => {
      await close();
      return open(folder, remote);
    },
    remove: async () => {
      await close();
      await rm(folder, { recursive: true });
    },
  };
}
