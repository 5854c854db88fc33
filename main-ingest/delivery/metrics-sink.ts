import type { EventRecord } from '../event/event.ts';
import type { MetricsCheckpoint, MetricsWriter } from '../metrics/metrics.ts';
import { MetricsFold } from '../metrics/rows.ts';
import type { TableRows } from '../metrics/tables.ts';
import type { Sink } from './delivery.ts';

/** A batch that has been folded and not been confirmed. */
interface Folded {
  readonly events: readonly EventRecord[];
  readonly next: number;
  readonly rows: TableRows;
  readonly checkpoint: MetricsCheckpoint;
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
  #fold: MetricsFold | undefined;
  #folded: Folded | undefined;

  constructor(
    writer: MetricsWriter,
    { close, version }: { readonly close: () => Promise<void>; readonly version?: string | undefined },
  ) {
    this.#writer = writer;
    this.#close = close;
    this.version = version;
  }

  async checkpoint(): Promise<number> {
    const { position } = await this.#writer.checkpoint();
    return position;
  }

  async write(events: readonly EventRecord[], next: number): Promise<void> {
    const { rows, checkpoint } = await this.#foldOnce(events, next);
    await this.#writer.write(rows, checkpoint);
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
    this.#folded = { events, next, ...fold.fold(events, next) };
    this.#fold = fold;
    return this.#folded;
  }
}
