import type { StoreObservation } from '../contract/health.ts';
import type { DuckdbOptions } from './duckdb.ts';
import type { MemoryRoom } from './memory-room.ts';
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

/**
 * Opens the metrics for writing and reading. Each store's libraries are loaded only where it is used.
 * @param room of the process, where it is an embedded store's own
 */
export async function openMetrics(options: MetricsOptions, room?: MemoryRoom): Promise<OpenMetrics> {
  if (options.kind === 'duckdb') return (await import('./duckdb.ts')).openDuckdb(options, room);
  return (await import('./questdb.ts')).openQuestdb(options);
}

/** A store that is being made anew. What was there stays until {@link AnewMetrics.finish}, where the engine can. */
export interface AnewMetrics {
  readonly writer: MetricsWriter;
  /** Closes it and puts it in the place of the one that was there. Answers where that is kept, where it is. */
  finish(): Promise<{ readonly keptAs?: string }>;
  /** Closes it and takes away what was written. */
  abandon(): Promise<void>;
}

/** Begins a store anew, empty, beside or in the place of the one that the options name. */
export async function openAnew(options: MetricsOptions): Promise<AnewMetrics> {
  if (options.kind === 'duckdb') return (await import('./duckdb-anew.ts')).openDuckdbAnew(options);
  return (await import('./questdb-anew.ts')).openQuestdbAnew(options);
}
