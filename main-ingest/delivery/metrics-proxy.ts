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
  #away: string | undefined;

  constructor(engine: MetricsReader['engine']) {
    this.engine = engine;
  }

  /**
   * @param reader undefined while there is none
   * @param away why there is none, for who asks
   */
  use(reader: MetricsReader | undefined, away?: string): void {
    this.#reader = reader;
    this.#away = away;
  }

  async query(sql: string, binds: readonly BindValue[], options: QueryOptions): Promise<QueryResult> {
    return this.#current().query(sql, binds, options);
  }

  async exportParquet(
    sql: string,
    binds: readonly BindValue[],
    file: string,
    options: { readonly signal?: AbortSignal },
  ): Promise<number> {
    return this.#current().exportParquet(sql, binds, file, options);
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

  #current(): MetricsReader {
    if (this.#reader === undefined)
      throw new QueryError('UNAVAILABLE', this.#away ?? 'The metrics store is being started');
    return this.#reader;
  }
}
