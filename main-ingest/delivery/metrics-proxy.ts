import type { StoreNotice } from '../contract/health.ts';
import {
  type BindValue,
  type MetricsReader,
  QueryError,
  type QueryOptions,
  type QueryResult,
  type TableInfo,
} from '../metrics/metrics.ts';

/** A reader that stays the same while the thread behind it is replaced. */
export class MetricsProxy implements MetricsReader {
  readonly engine: MetricsReader['engine'];
  #reader: MetricsReader | undefined;
  #damage: StoreNotice | undefined;

  constructor(engine: MetricsReader['engine']) {
    this.engine = engine;
  }

  /** @param reader undefined while there is none */
  use(reader: MetricsReader | undefined): void {
    this.#reader = reader;
    if (reader !== undefined) this.#damage = undefined;
  }

  /** The damage that a question met, since the store was opened. */
  damage(): StoreNotice | undefined {
    return this.#damage;
  }

  async query(sql: string, binds: readonly BindValue[], options: QueryOptions): Promise<QueryResult> {
    return this.#current().query(sql, binds, options).catch(this.#failed);
  }

  async exportParquet(
    sql: string,
    binds: readonly BindValue[],
    file: string,
    options: { readonly signal?: AbortSignal },
  ): Promise<number> {
    return this.#current().exportParquet(sql, binds, file, options).catch(this.#failed);
  }

  async tables(): Promise<readonly TableInfo[]> {
    return this.#current().tables();
  }

  async settled(): Promise<void> {
    return this.#current().settled();
  }

  async close(): Promise<void> {
    await this.#reader?.close();
  }

  readonly #failed = (error: unknown): never => {
    if (error instanceof QueryError && error.code === 'DAMAGED')
      this.#damage ??= {
        code: 'metrics-damaged',
        severity: 'failure',
        since: new Date().toISOString(),
        message: error.message,
        tip: error.tip ?? '',
      };
    throw error;
  };

  #current(): MetricsReader {
    if (this.#reader === undefined) throw new QueryError('UNAVAILABLE', 'The metrics store is being started');
    return this.#reader;
  }
}
