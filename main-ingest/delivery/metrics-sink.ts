import type { StoreObservation } from '../contract/health.ts';
import type { EventRecord } from '../event/event.ts';
import { type MetricsCheckpoint, MetricsError, type MetricsWriter } from '../metrics/metrics.ts';
import { MetricsFold } from '../metrics/rows.ts';
import type { Row, TableRows } from '../metrics/tables.ts';
import type { Sink } from './delivery.ts';

/** A batch that has been folded and not been confirmed. */
interface Folded {
  readonly events: readonly EventRecord[];
  readonly next: number;
  readonly rows: TableRows;
  readonly checkpoint: MetricsCheckpoint;
}

export interface MetricsSinkOptions {
  readonly close: () => Promise<void>;
  /** Of a server. */
  readonly version?: string | undefined;
  /** What else is known of a server now. */
  readonly observation?: () => StoreObservation;
  /** Told that the store takes nothing more until it is opened anew: after a full disk an embedded one may be like that. */
  readonly onBroken?: (error: MetricsError) => void;
  /** Rows of `system_metrics` about the workbench itself, which go with the next batch; each is given once. */
  readonly takeOwnRows?: () => readonly Row[];
}

/**
 * The metrics as a sink. Folding changes what is remembered of the games, so a batch is folded once and its rows are
 * kept until they are written; when another batch comes instead, the fold begins again from the last checkpoint.
 */
export class MetricsSink implements Sink {
  readonly #writer: MetricsWriter;
  readonly #close: () => Promise<void>;
  /** Of a server. */
  readonly version: string | undefined;
  readonly observation: () => StoreObservation;
  readonly #takeOwnRows: () => readonly Row[];
  readonly #onBroken: (error: MetricsError) => void;
  #fold: MetricsFold | undefined;
  #folded: Folded | undefined;

  constructor(writer: MetricsWriter, options: MetricsSinkOptions) {
    const { close, version, observation = () => ({}), takeOwnRows = () => [], onBroken = () => {} } = options;
    this.#onBroken = onBroken;
    this.#writer = writer;
    this.#close = close;
    this.version = version;
    this.observation = observation;
    this.#takeOwnRows = takeOwnRows;
  }

  async checkpoint(): Promise<number> {
    const { position } = await this.#writer.checkpoint();
    return position;
  }

  async write(events: readonly EventRecord[], next: number): Promise<void> {
    const { rows, checkpoint } = await this.#foldOnce(events, next);
    try {
      await this.#writer.write(rows, checkpoint);
    } catch (error) {
      if (error instanceof MetricsError && error.code === 'BROKEN') this.#onBroken(error);
      throw error;
    }
    this.#folded = undefined;
  }

  close(): Promise<void> {
    return this.#close();
  }

  async #foldOnce(events: readonly EventRecord[], next: number): Promise<Folded> {
    if (this.#folded?.events === events && this.#folded.next === next) return this.#folded;
    if (this.#folded !== undefined) this.#fold = undefined;
    this.#folded = undefined;
    const fold = this.#fold ?? new MetricsFold((await this.#writer.checkpoint()).carry);
    // Kept only when it succeeds: a fold that threw in the middle is of no more use.
    this.#fold = undefined;
    const { rows, checkpoint } = fold.fold(events, next);
    this.#folded = { events, next, rows: withOwn(rows, this.#takeOwnRows()), checkpoint };
    this.#fold = fold;
    return this.#folded;
  }
}

function withOwn(rows: TableRows, own: readonly Row[]): TableRows {
  if (own.length === 0) return rows;
  return new Map(rows).set('system_metrics', [...(rows.get('system_metrics') ?? []), ...own]);
}
