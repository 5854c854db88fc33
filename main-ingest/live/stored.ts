import { stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HealthDetail } from '../contract/health.ts';
import type { HistoryReader } from '../history/history.ts';
import { type MetricsReader, QueryError, type TableInfo } from '../metrics/metrics.ts';

/** What is in the stores, for the health page. */
export type Stored = Pick<HealthDetail, 'tables' | 'asked' | 'storedBytes'>;

/** Counting is work: it is done at most so often, in milliseconds. */
const COUNT_MS = 5000;
/** Longest that the first answer is waited for. */
const FIRST_MS = 1000;

/** Counts what is in the stores while somebody looks, and remembers how asking went. A store that is away holds up nobody. */
export class StoredCounts {
  readonly #metrics: Pick<MetricsReader, 'tables'>;
  readonly #history: Pick<HistoryReader, 'totals'>;
  readonly #metricsFile: string | undefined;
  #stored: Stored = {
    tables: [],
    asked: { state: 'starting', since: new Date().toISOString() },
    storedBytes: { history: null, metrics: null },
  };
  #countedAt = Number.NEGATIVE_INFINITY;
  #counting: Promise<void> | undefined;

  /** @param metricsFile of embedded metrics */
  constructor(stores: {
    readonly metrics: Pick<MetricsReader, 'tables'>;
    readonly history: Pick<HistoryReader, 'totals'>;
    readonly metricsFile: string | undefined;
  }) {
    this.#metrics = stores.metrics;
    this.#history = stores.history;
    this.#metricsFile = stores.metricsFile;
  }

  /** As last counted; begins to count anew when that was a while ago. */
  async now(): Promise<Stored> {
    if (this.#counting === undefined && performance.now() - this.#countedAt >= COUNT_MS) {
      this.#countedAt = performance.now();
      this.#counting = this.#count().finally(() => {
        this.#counting = undefined;
      });
    }
    if (this.#stored.asked.state === 'starting') await Promise.race([this.#counting, sleep(FIRST_MS)]);
    return this.#stored;
  }

  async #count(): Promise<void> {
    const [tables, history] = await Promise.allSettled([this.#metrics.tables(), this.#history.totals()]);
    const { asked, storedBytes, tables: before } = this.#stored;
    const at = new Date().toISOString();
    const state = tables.status === 'fulfilled' ? 'connected' : 'down';
    // What is in a store that is away is shown as it was.
    const shown = tables.status === 'fulfilled' ? tables.value.map(asShown) : before;
    this.#stored = {
      tables: shown,
      asked: {
        state,
        since: state === asked.state ? asked.since : at,
        lastError: tables.status === 'rejected' ? errorOf(tables.reason, at) : asked.lastError,
      },
      storedBytes: {
        history: history.status === 'fulfilled' ? history.value.bytes : storedBytes.history,
        metrics: this.#metricsFile === undefined ? sum(shown) : await fileBytes(this.#metricsFile),
      },
    };
  }
}

function asShown({ columns: _, partitions, ...table }: TableInfo): Stored['tables'][number] {
  return { ...table, ...(partitions && { partitions: { ...partitions, newest: [...partitions.newest] } }) };
}

function sum(tables: Stored['tables']): number | null {
  return tables.length === 0 ? null : tables.reduce((total, { bytes }) => total + (bytes ?? 0), 0);
}

/** Of a file and of the log that is written beside it. */
async function fileBytes(file: string): Promise<number | null> {
  const sizes = await Promise.all(
    [file, `${file}.wal`].map((each) =>
      stat(each).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((total, size) => total + size, 0);
}

function errorOf(reason: unknown, at: string): { code: string; message: string; at: string } {
  const message = reason instanceof Error ? reason.message : String(reason);
  return { code: reason instanceof QueryError ? reason.code : 'FAILED', message, at };
}
