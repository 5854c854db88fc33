import { rm } from 'node:fs/promises';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import {
  type DuckDBConnection,
  type DuckDBInstance,
  type DuckDBPreparedStatement,
  StatementType,
} from '@duckdb/node-api';
import { bindAll, parameterTypes } from './duckdb-binds.ts';
import { checkCalls } from './duckdb-calls.ts';
import { isOutOfRoom, queryErrorOf } from './duckdb-error.ts';
import { copyToParquet } from './duckdb-parquet.ts';
import { isWhole, packed, readResult } from './duckdb-result.ts';
import { notReading, prepareAnswering } from './duckdb-statement.ts';
import { insideFolder } from './export-folder.ts';
import type { MemoryRoom } from './memory-room.ts';
import {
  type BindValue,
  type MetricsReader,
  QueryError,
  type QueryOptions,
  type QueryResult,
  type TableInfo,
} from './metrics.ts';
import { stoppedError } from './query-errors.ts';
import { ROLLUPS, rollupColumns } from './rollups.ts';
import { TABLES } from './tables.ts';
import { Turns } from './turns.ts';

/**
 * Queries that run at once, by who asks. Each holds a thread of the process's pool while it runs, so that their number has a
 * bound; free SQL has one place, whatever is asked, and the views have their own.
 */
const AT_ONCE = { view: 2, free: 1 };
/**
 * How far a query runs ahead of its reader. DuckDB counts texts by their pointers alone: with its own megabyte it has 600 MB of
 * rows of 9 kB made before the first is read.
 */
const RUN_AHEAD = '64KB';
/** So long a view waits for free SQL to stop that took its memory. What no interrupt reaches ends with the process. */
const MAKE_ROOM_MS = 500;
/** An interrupt that comes before DuckDB has begun is lost: it is repeated until the query has stopped. */
const INTERRUPT_AGAIN_MS = 20;

/** @param room of the process, where it has one of its own: free SQL gives way when that runs short */
export function openReader(instance: DuckDBInstance, exportFolder: string, room?: MemoryRoom): MetricsReader {
  return new DuckdbReader(instance, exportFolder, room);
}

/** What is done on a connection; `stop` says when nobody wants it any more. */
type Work<T> = (connection: DuckDBConnection, stop: AbortSignal) => Promise<T>;

/**
 * Runs each query on a connection of its own, in a read-only transaction: writers and readers never wait for each other, and a
 * statement that would change something is refused by DuckDB itself, whatever it is wrapped in.
 */
class DuckdbReader implements MetricsReader {
  readonly engine = 'duckdb';
  readonly #instance: DuckDBInstance;
  readonly #exportFolder: string;
  readonly #room: MemoryRoom | undefined;
  readonly #turns = { view: new Turns(AT_ONCE.view), free: new Turns(AT_ONCE.free) };
  /** Free queries that run, by what stops them for want of memory. */
  readonly #free = new Map<AbortController, Promise<unknown>>();
  readonly #closing = new AbortController();

  constructor(instance: DuckDBInstance, exportFolder: string, room?: MemoryRoom) {
    this.#instance = instance;
    this.#exportFolder = exportFolder;
    this.#room = room;
    room?.onShort(() => this.#makeRoom());
  }

  query(sql: string, binds: readonly BindValue[], options: QueryOptions): Promise<QueryResult> {
    return this.#run(sql, options, async (connection, signal) => {
      const started = performance.now();
      const statement = await prepareReading(connection, sql);
      bindAll(statement, binds);
      const parsed = performance.now();
      const stream = await statement.stream();
      const answer = await readResult(stream, sql, { ...options, signal });
      if (answer.truncated || isWhole(stream)) return packed(answer, started, parsed);
      // Asked as a whole it says why.
      await connection.run('ROLLBACK');
      await connection.run('BEGIN TRANSACTION READ ONLY');
      const again = await prepareReading(connection, sql);
      bindAll(again, binds);
      return packed(await readResult(await again.run(), sql, { ...options, signal }), started, parsed);
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
      return await this.#run(sql, { ...options, lane: 'free' }, async (connection) => {
        const asked = await prepareReading(connection, sql);
        const types = parameterTypes(asked);
        return copyToParquet(connection, { sql, asked, target, bind: (copy) => bindAll(copy, binds, types) });
      });
    } catch (error) {
      await rm(target, { force: true });
      throw error;
    }
  }

  async tables(): Promise<readonly TableInfo[]> {
    const all = [
      ...TABLES.map(({ name, columns }) => ({
        name,
        columns: columns.map((column) => ({ name: column.name, type: column.type })),
      })),
      // A rollup is never behind: it is a view of the table's own rows where these are newer.
      ...ROLLUPS.map((rollup) => ({
        name: rollup.name,
        columns: rollupColumns(rollup),
        view: { base: rollup.table, behindTxns: 0, behindMs: 0 },
      })),
    ];
    const counts = all.map(({ name }) => `(SELECT count(*) FROM ${name})`);
    const { rows } = await this.query(`SELECT ${counts.join(', ')}`, [], { maxRows: 1, timeoutMs: 10_000 });
    return all.map((table, i) => ({ ...table, rows: Number(rows[0]?.[i]), bytes: null }));
  }

  async settled(): Promise<void> {
    // What is written is there, with its transaction.
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all([this.#turns.view.idle(), this.#turns.free.idle()]);
  }

  /** Runs `work`; where a view has no memory left beside free SQL, that is stopped and the view begins again. */
  async #run<T>(sql: string, options: Partial<QueryOptions>, work: Work<T>): Promise<T> {
    const isFree = options.lane === 'free';
    try {
      return await this.#stoppable(sql, options, work, isFree ? new AbortController() : undefined);
    } catch (error) {
      if (!(error instanceof QueryError && error.code === 'MEMORY')) throw error;
      if (!isFree) await Promise.race([this.#makeRoom(), sleep(MAKE_ROOM_MS, undefined, { ref: false })]);
      await collect();
      if (isFree) throw error;
      return this.#stoppable(sql, options, work).catch((again: unknown) => {
        if (isOutOfRoom(again instanceof QueryError ? again.cause : again)) this.#room?.exhausted();
        throw again;
      });
    }
  }

  /** Stops the free SQL that runs; done when it has stopped. */
  async #makeRoom(): Promise<void> {
    const free = [...this.#free];
    for (const [stop] of free) stop.abort();
    await Promise.allSettled(free.map(([, running]) => running));
  }

  /**
   * Runs `work` when it is its turn, and stops it when its time is up, nobody waits for it any more, or `room` is wanted for a
   * view. What was stopped fails, however far it had come.
   */
  async #stoppable<T>(
    sql: string,
    { lane = 'view', timeoutMs, signal }: Partial<QueryOptions>,
    work: Work<T>,
    room?: AbortController,
  ): Promise<T> {
    const timeout = timeoutMs === undefined ? undefined : AbortSignal.timeout(timeoutMs);
    const stop = AbortSignal.any(
      [this.#closing.signal, signal, timeout, room?.signal].filter((one) => one !== undefined),
    );
    const stopped = (cause?: unknown): QueryError =>
      room?.signal.aborted ? noRoom(cause) : stoppedError(timeout?.aborted ? timeoutMs : undefined, cause);
    const leave = await this.#turns[lane].enter(stop);
    if (leave === undefined) throw stopped();
    try {
      const running = withConnection(this.#instance, stop, work);
      if (room !== undefined) this.#free.set(room, running);
      const result = await running;
      if (stop.aborted) throw stopped();
      return result;
    } catch (cause) {
      if (stop.aborted) throw stopped(cause);
      throw cause instanceof QueryError ? cause : queryErrorOf(cause, sql);
    } finally {
      if (room !== undefined) this.#free.delete(room);
      leave();
    }
  }
}

/** Rows that were read hold memory of the store until they are collected, and after them what they held. */
async function collect(): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    globalThis.gc?.();
    await setImmediate();
  }
}

function noRoom(cause: unknown): QueryError {
  return new QueryError('MEMORY', 'The query was stopped: it left no memory for the views of the window.', {
    tip: 'Narrow the time range, or raise the memory limit of the metrics store in the settings.',
    cause,
  });
}

async function withConnection<T>(instance: DuckDBInstance, stop: AbortSignal, work: Work<T>): Promise<T> {
  const connection = await instance.connect();
  let again: NodeJS.Timeout | undefined;
  const interrupt = (): void => {
    connection.interrupt();
    again = setInterval(() => connection.interrupt(), INTERRUPT_AGAIN_MS);
  };
  stop.addEventListener('abort', interrupt, { once: true });
  try {
    stop.throwIfAborted();
    await connection.run(`SET streaming_buffer_size = '${RUN_AHEAD}'`);
    await connection.run('BEGIN TRANSACTION READ ONLY');
    return await work(connection, stop);
  } finally {
    stop.removeEventListener('abort', interrupt);
    clearInterval(again);
    connection.closeSync();
  }
}

/** @throws QueryError for more than one statement, and for one that does anything but read. */
async function prepareReading(connection: DuckDBConnection, sql: string): Promise<DuckDBPreparedStatement> {
  const looked = await checkCalls(connection, sql);
  const statement = await prepareAnswering(connection, sql);
  const { statementType: type } = statement;
  if (!looked || (type !== StatementType.SELECT && type !== StatementType.EXPLAIN)) {
    throw notReading(sql, type);
  }
  return statement;
}
