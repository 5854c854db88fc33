import { dirname, join } from 'node:path';
import type { Config } from './config.ts';
import type { DataFolder } from './data-folder.ts';
import type { HistoryOptions } from './history/open.ts';
import type { MetricsOptions } from './metrics/open.ts';

const schemaFile = join(dirname(import.meta.dirname), 'sql-cookbook', 'schema', 'questdb.sql');

/** Where histories are kept, by the settings, or in the given engine. */
export function historyOf({ settings }: Config, folder: DataFolder, engine = settings.history.engine): HistoryOptions {
  const { url, prefix } = settings.history;
  if (engine === 'sqlite') return { kind: engine, file: folder.history };
  return { kind: engine, url, prefix, index: folder.delivery };
}

/** Where tables are kept, by the settings, or in the given engine. */
export function metricsOf({ settings }: Config, folder: DataFolder, engine = settings.metrics.engine): MetricsOptions {
  const { engine: _, memoryLimitMb, threads, ...urls } = settings.metrics;
  const exportFolder = folder.export;
  if (engine === 'duckdb') return { kind: engine, file: folder.metrics, memoryLimitMb, threads, exportFolder };
  return { kind: engine, ...urls, schemaFile, exportFolder };
}
