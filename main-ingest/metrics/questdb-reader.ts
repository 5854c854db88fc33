import { rm } from 'node:fs/promises';
import { Pool } from 'pg';
import { BlockPacker } from './block-packer.ts';
import { insideFolder } from './export-folder.ts';
import {
  type BindValue,
  type MetricsReader,
  QueryError,
  type QueryOptions,
  type QueryResult,
  type TableInfo,
} from './metrics.ts';
import { PackedResult } from './packed-result.ts';
import { writeParquet } from './parquet-file.ts';
import { missingParameter, stoppedError } from './query-errors.ts';
import { cancelQuery } from './questdb-cancel.ts';
import { queryErrorOf } from './questdb-error.ts';
import { settled } from './questdb-settled.ts';
import { readingStatement } from './questdb-statement.ts';
import { type Answer, streamQuery } from './questdb-stream.ts';
import { readTables } from './questdb-tables.ts';
import { ResultRoom } from './result-room.ts';
import { lastParameter } from './statement-text.ts';
import { Turns } from './turns.ts';

/** Connections that queries run on, by who asks; more wait. Free SQL leaves the views their own. */
const AT_ONCE = { view: 3, free: 1 };
const CONNECT_MS = 5_000;
/** A cancellation that comes before the query has begun is lost: it is repeated until the query has stopped. */
const CANCEL_AGAIN_MS = 50;

export interface ReaderOptions {
  /** Of the user that may only read: that a query changes nothing is the server's own promise. */
  readonly url: string;
  /** The only folder that an export may be written to. */
  readonly exportFolder: string;
}

export function openReader(options: ReaderOptions): MetricsReader {
  return new QuestdbReader(options);
}

/** Runs each query on a connection of a small pool; one that failed in any way is not used again. */
class QuestdbReader implements MetricsReader {
  readonly engine = 'questdb';
  readonly #url: string;
  readonly #exportFolder: string;
  readonly #pool: Pool;
  readonly #turns = { view: new Turns(AT_ONCE.view), free: new Turns(AT_ONCE.free) };
  readonly #closing = new AbortController();

  constructor({ url, exportFolder }: ReaderOptions) {
    this.#url = url;
    this.#exportFolder = exportFolder;
    this.#pool = new Pool({
      connectionString: url,
      max: AT_ONCE.view + AT_ONCE.free,
      connectionTimeoutMillis: CONNECT_MS,
    });
    this.#pool.on('error', () => undefined);
    this.#pool.on('connect', (client) => client.on('error', () => undefined));
  }

  query(sql: string, binds: readonly BindValue[], options: QueryOptions): Promise<QueryResult> {
    const started = performance.now();
    return this.#run(sql, binds, options, options.maxRows + 1, async (answer) => {
      const executed = performance.now();
      const { columns } = answer;
      const rows = new BlockPacker(columns);
      const room = new ResultRoom(columns, options);
      let truncated = false;
      for await (const block of answer.blocks) {
        const cells = columns.map((_, i) => block.map((row) => row[i] ?? null));
        const before = room.bytes;
        const taken = room.take(cells, block.length);
        rows.add(cells, taken, room.bytes - before);
        truncated = taken < block.length;
        if (truncated) break;
      }
      return new PackedResult({
        columns,
        rowCount: rows.rows,
        blocks: rows.end(),
        truncated,
        bytes: room.bytes,
        timing: { parseMs: 0, executeMs: executed - started, transferMs: performance.now() - executed },
      });
    });
  }

  async exportParquet(
    sql: string,
    binds: readonly BindValue[],
    file: string,
    options: { readonly signal?: AbortSignal },
  ): Promise<number> {
    const target = insideFolder(this.#exportFolder, file);
    try {
      return await this.#run(sql, binds, { ...options, lane: 'free' }, Number.POSITIVE_INFINITY, (answer) =>
        writeParquet(target, answer.columns, answer.blocks),
      );
    } catch (error) {
      await rm(target, { force: true });
      throw error;
    }
  }

  tables(): Promise<readonly TableInfo[]> {
    return readTables(async (sql) => (await this.query(sql, [], { maxRows: 10_000, timeoutMs: 10_000 })).rows);
  }

  settled(): Promise<void> {
    return settled(async (sql) => {
      const { rows } = await this.query(sql, [], { maxRows: 100, timeoutMs: 10_000 });
      return rows.map(([name]) => name);
    });
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#pool.end();
  }

  async #run<T>(
    sql: string,
    binds: readonly BindValue[],
    { lane = 'view', timeoutMs, signal }: Partial<QueryOptions>,
    maxRows: number,
    work: (answer: Answer) => Promise<T>,
  ): Promise<T> {
    const statement = readingStatement(sql);
    if (lastParameter(sql) > binds.length) throw missingParameter(binds.length + 1, binds.length);
    const timeout = timeoutMs === undefined ? undefined : AbortSignal.timeout(timeoutMs);
    const stop = AbortSignal.any([this.#closing.signal, signal, timeout].filter((one) => one !== undefined));
    const leave = await this.#turns[lane].enter(stop);
    let failure: unknown;
    try {
      stop.throwIfAborted();
      const client = await this.#pool.connect();
      const again = setInterval(() => stop.aborted && cancelQuery(client, this.#url), CANCEL_AGAIN_MS);
      try {
        stop.throwIfAborted();
        const answer = await streamQuery(client, statement.sql, binds, maxRows, stop);
        const result = await work(answer);
        await answer.close();
        stop.throwIfAborted();
        return result;
      } catch (cause) {
        failure = cause;
        throw cause;
      } finally {
        clearInterval(again);
        client.release(failure !== undefined);
      }
    } catch (cause) {
      if (stop.aborted) throw stoppedError(timeout?.aborted ? timeoutMs : undefined, cause);
      throw cause instanceof QueryError ? cause : queryErrorOf(cause, statement.sourcePosition);
    } finally {
      leave?.();
    }
  }
}
