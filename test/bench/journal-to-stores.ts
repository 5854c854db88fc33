import { statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { zstdCompressSync } from 'node:zlib';
import { DuckDBInstance, DuckDBTimestampValue } from '@duckdb/node-api';
import Database from 'better-sqlite3';
import { openQuarantine } from '../../main-ingest/delivery/quarantine.ts';
import { type StoreThread, startHistoryThread, startMetricsThread } from '../../main-ingest/delivery/store-thread.ts';
import type { EventRecord } from '../../main-ingest/event/event.ts';
import { Published } from '../../main-ingest/journal/published.ts';
import { openJournal } from '../../main-ingest/journal/segments.ts';
import { createTables } from '../../main-ingest/metrics/duckdb-schema.ts';
import { MetricsFold } from '../../main-ingest/metrics/rows.ts';
import { TABLES, type TableRows } from '../../main-ingest/metrics/tables.ts';
import type { Benchmark } from './bench.ts';
import { freshRecords } from './fresh-records.ts';

const BATCH = 8192;
const RUN = 64;

/** From a full journal into both embedded stores, each in its own thread as in the engine. */
export const journalToStores: Benchmark = {
  name: 'delivery',
  what: 'journal → history and metrics, both threads at once',
  async run({ folder, say, quick }) {
    const records = freshRecords(quick ? 40_000 : 500_000, 100);
    say(`${records.length} events`);
    const bareSeconds = await bareLibraries(folder, records);

    const journalFolder = join(folder, 'journal');
    const published = new Published();
    const journal = await openJournal(
      journalFolder,
      { sync: 'os', maxBytes: 2 ** 33, segmentBytes: 2 ** 26 },
      published,
    );
    for (let from = 0; from < records.length; from += BATCH) await journal.append(records.slice(from, from + BATCH));
    const quarantineFile = join(folder, 'quarantine.sqlite');
    openQuarantine(quarantineFile).close();

    const options = { journalFolder, published: published.buffer, quarantineFile };
    const start = performance.now();
    const history = startHistoryThread({
      ...options,
      history: { kind: 'sqlite', file: join(folder, 'history.sqlite') },
    });
    const metrics = startMetricsThread({
      ...options,
      rebuild: {
        history: { kind: 'sqlite', file: join(folder, 'history.sqlite') },
        orderFile: join(folder, 'rebuild.json'),
      },
      metrics: {
        kind: 'duckdb',
        file: join(folder, 'metrics.duckdb'),
        memoryLimitMb: 384,
        exportFolder: join(folder, 'export'),
      },
    });
    const seconds = async (store: StoreThread): Promise<number> => {
      while (store.checkpoint() < records.length) await sleep(5);
      return (performance.now() - start) / 1000;
    };
    const [historySeconds, metricsSeconds] = await Promise.all([seconds(history), seconds(metrics)]);
    await Promise.all([history.close(), metrics.close()]);
    await journal.close();
    return [
      {
        name: 'journal to both stores',
        value: records.length / Math.max(historySeconds, metricsSeconds),
        unit: 'events/s',
        baseline: { what: 'bare libraries, one after the other', value: records.length / bareSeconds },
        detail: {
          'history events/s': records.length / historySeconds,
          'metrics events/s': records.length / metricsSeconds,
          'history bytes an event': statSync(join(folder, 'history.sqlite')).size / records.length,
        },
      },
    ];
  },
};

/** The same rows and the same compressed runs, written by the bare libraries one after the other. Seconds. */
async function bareLibraries(folder: string, records: readonly EventRecord[]): Promise<number> {
  const rows: TableRows[] = [];
  const fold = new MetricsFold(new Map());
  for (let from = 0; from < records.length; from += BATCH) {
    const batch = records.slice(from, from + BATCH);
    rows.push(fold.fold(batch, from + batch.length).rows);
  }
  const runs: string[] = [];
  for (const game of Map.groupBy(records, (record) => record.sessionId).values()) {
    for (let from = 0; from < game.length; from += RUN)
      runs.push(
        game
          .slice(from, from + RUN)
          .map((record) => record.data)
          .join('\n'),
      );
  }

  const start = performance.now();
  const instance = await DuckDBInstance.create(join(folder, 'bare.duckdb'), { memory_limit: '384MB', threads: '2' });
  const connection = await instance.connect();
  await createTables(connection);
  for (const batch of rows) {
    await connection.run('BEGIN');
    for (const table of TABLES) {
      const appender = await connection.createAppender(table.name);
      for (const row of batch.get(table.name) ?? []) {
        for (const [place, { type }] of table.columns.entries()) {
          const cell = row[place] ?? null;
          if (cell === null) appender.appendNull();
          else if (type === 'timestamp') appender.appendTimestamp(new DuckDBTimestampValue(BigInt(Number(cell))));
          else if (type === 'integer') appender.appendBigInt(BigInt(Number(cell)));
          else if (typeof cell === 'string') appender.appendVarchar(cell);
          else if (typeof cell === 'boolean') appender.appendBoolean(cell);
          else appender.appendDouble(cell);
        }
        appender.endRow();
      }
      appender.closeSync();
    }
    await connection.run('COMMIT');
  }
  connection.closeSync();
  instance.closeSync();

  const database = new Database(join(folder, 'bare.sqlite'));
  database.pragma('journal_mode = WAL');
  database.exec('CREATE TABLE runs (stream INTEGER, first INTEGER, block BLOB)');
  const insert = database.prepare('INSERT INTO runs VALUES (?, ?, ?)');
  const write = database.transaction((texts: readonly string[]) => {
    for (const text of texts) insert.run(0, 0, zstdCompressSync(text));
  });
  for (let from = 0; from < runs.length; from += 128) write(runs.slice(from, from + 128));
  database.close();
  return (performance.now() - start) / 1000;
}
