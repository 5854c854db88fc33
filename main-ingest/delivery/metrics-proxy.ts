import { setTimeout as sleep } from 'node:timers/promises';
import type { StoreNotice } from '../contract/health.ts';
import {
  type BindValue,
  type MetricsReader,
  QueryError,
  type QueryOptions,
  type QueryResult,
  type TableInfo,
} from '../metrics/metrics.ts';

/** Longest that a question waits for a store that is being replaced, in milliseconds. */
const REPLACED_MS = 10_000;

/**
 * A reader that stays the same while the thread or process behind it is replaced. What comes meanwhile waits a moment; what a
 * view had asked is asked once more. Free SQL is not: it may be what brought the store down.
 */
export class MetricsProxy implements MetricsReader {
  readonly engine: MetricsReader['engine'];
  #reader: MetricsReader | undefined;
  #next: Promise<MetricsReader | undefined> | undefined;
  #arrived: (reader: MetricsReader | undefined) => void = () => undefined;
  #away: string | undefined;
  #damage: StoreNotice | undefined;

  constructor(engine: MetricsReader['engine']) {
    this.engine = engine;
  }

  /**
   * @param reader undefined while there is none
   * @param away why there is none, for who asks
   */
  use(reader: MetricsReader | undefined, away?: string): void {
    if (reader !== undefined) this.#arrived(reader);
    else if (this.#reader !== undefined) {
      const { promise, resolve } = Promise.withResolvers<MetricsReader | undefined>();
      this.#next = Promise.race([promise, sleep(REPLACED_MS, undefined, { ref: false })]);
      this.#arrived = resolve;
    }
    this.#reader = reader;
    this.#away = away;
    if (reader !== undefined) this.#damage = undefined;
  }

  /** The damage that a question met, since the store was opened. */
  damage(): StoreNotice | undefined {
    return this.#damage;
  }

  async query(sql: string, binds: readonly BindValue[], options: QueryOptions): Promise<QueryResult> {
    const reader = await this.#current();
    try {
      return await reader.query(sql, binds, options);
    } catch (error) {
      this.#noteDamage(error);
      const lost = error instanceof QueryError && error.code === 'UNAVAILABLE' && this.#reader !== reader;
      const next = lost && options.lane !== 'free' ? (this.#reader ?? (await this.#next)) : undefined;
      if (next === undefined) throw error;
      return next.query(sql, binds, options);
    }
  }

  async exportParquet(
    sql: string,
    binds: readonly BindValue[],
    file: string,
    options: { readonly signal?: AbortSignal },
  ): Promise<number> {
    return (await this.#current()).exportParquet(sql, binds, file, options);
  }

  async tables(): Promise<readonly TableInfo[]> {
    return (await this.#current()).tables();
  }

  async settled(): Promise<void> {
    return (await this.#current()).settled();
  }

  async close(): Promise<void> {
    await this.#reader?.close();
  }

  #noteDamage(error: unknown): void {
    if (!(error instanceof QueryError) || error.code !== 'DAMAGED') return;
    this.#damage ??= {
      code: 'metrics-damaged',
      severity: 'failure',
      since: new Date().toISOString(),
      message: error.message,
      tip: error.tip ?? '',
    };
  }

  async #current(): Promise<MetricsReader> {
    const reader = this.#reader ?? (await this.#next);
    if (reader === undefined) throw new QueryError('UNAVAILABLE', this.#away ?? 'The metrics store is being started');
    return reader;
  }
}
