import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Cookbook, openCookbook } from '../main-ingest/cookbook/cookbook.ts';
import type { EventRecord } from '../main-ingest/event/event.ts';
import type { HistoryReader } from '../main-ingest/history/history.ts';
import { openSqliteHistory, openSqliteHistoryReader } from '../main-ingest/history/sqlite.ts';
import { openDuckdb } from '../main-ingest/metrics/duckdb.ts';
import type { MetricsReader } from '../main-ingest/metrics/metrics.ts';
import { MetricsFold } from '../main-ingest/metrics/rows.ts';
import { recordedEvents } from './recordings.ts';

export const recipesFolder = join(import.meta.dirname, '..', 'sql-cookbook', 'recipes');
const BATCH = 5000;

/** Both embedded stores with the events of a recording, and a cookbook that asks them. */
export interface FilledStores {
  readonly folder: string;
  readonly events: readonly EventRecord[];
  readonly metrics: MetricsReader;
  readonly history: HistoryReader;
  readonly cookbook: Cookbook;
  close(): Promise<void>;
}

/** Folds a recording straight into stores in a scratch folder. */
export async function fillStores(recording: string): Promise<FilledStores> {
  const folder = mkdtempSync(join(tmpdir(), 'workbench-stores-'));
  const exportFolder = join(folder, 'export');
  const events = recordedEvents(recording);
  const duckdb = await openDuckdb({ file: join(folder, 'metrics.duckdb'), memoryLimitMb: 512, exportFolder });
  const historyFile = join(folder, 'history.sqlite');
  const writer = openSqliteHistory(historyFile);
  const fold = new MetricsFold(new Map());
  for (let at = 0; at < events.length; at += BATCH) {
    const batch = events.slice(at, at + BATCH);
    const { rows, checkpoint } = fold.fold(batch, at + batch.length);
    await duckdb.writer.write(rows, checkpoint);
    await writer.append(batch, at + batch.length);
  }
  await writer.close();
  const history = openSqliteHistoryReader(historyFile);
  const cookbook = await openCookbook({
    recipesFolder,
    readers: { duckdb: duckdb.reader },
    exportFolder,
    dataVersion: () => events.length,
  });
  return {
    folder,
    events,
    metrics: duckdb.reader,
    history,
    cookbook,
    close: async () => {
      await history.close();
      await duckdb.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
