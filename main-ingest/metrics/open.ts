import type { StoreObservation } from '../contract/health.ts';
import type { DuckdbOptions } from './duckdb.ts';
import type { MetricsReader, MetricsWriter } from './metrics.ts';
import type { QuestdbOptions } from './questdb.ts';

/** Which metrics store, and where. Plain data: it is handed to threads. */
export type MetricsOptions =
  | ({ readonly kind: 'duckdb' } & DuckdbOptions)
  | ({ readonly kind: 'questdb' } & QuestdbOptions);

export interface OpenMetrics {
  readonly writer: MetricsWriter;
  readonly reader: MetricsReader;
  /** Of a server. */
  readonly version?: string;
  /** What else is known of a server now. */
  observation?(): StoreObservation;
  close(): Promise<void>;
}

/** Opens the metrics for writing and reading. Each store's libraries are loaded only where it is used. */
export async function openMetrics(options: MetricsOptions): Promise<OpenMetrics> {
  if (options.kind === 'duckdb') return (await import('./duckdb.ts')).openDuckdb(options);
  return (await import('./questdb.ts')).openQuestdb(options);
}
