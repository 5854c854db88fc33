import { rm } from 'node:fs/promises';
import {
  BIGINT,
  DOUBLE,
  type DuckDBConnection,
  type DuckDBInstance,
  type DuckDBPreparedStatement,
  type DuckDBResult,
  DuckDBTimestampValue,
  DuckDBTypeId,
  type DuckDBVector,
  ResultReturnType,
  StatementType,
} from '@duckdb/node-api';
import { BlockPacker } from './block-packer.ts';
import { clockColumns } from './clock-columns.ts';
import { uniqueNames } from './column-names.ts';
import { cellReader, columnType } from './duckdb-cells.ts';
import { queryErrorOf } from './duckdb-error.ts';
import { copyToParquet } from './duckdb-parquet.ts';
import { notReading, prepareAnswering } from './duckdb-statement.ts';
import { insideFolder } from './export-folder.ts';
import {
  type BindValue,
  type Cell,
  type MetricsReader,
  QueryError,
  type QueryOptions,
  type QueryResult,
  type TableInfo,
} from './metrics.ts';
import { PackedResult } from './packed-result.ts';
import { missingParameter, stoppedError } from './query-errors.ts';
import { ResultRoom } from './result-room.ts';
import { ROLLUPS, rollupColumns } from './rollups.ts';
import { TABLES } from './tables.ts';
import { Turns } from './turns.ts';

/**
 * Queries that run at once, by who asks. Each holds a thread of the process's pool while it runs, so that their number has a
 * bound; free SQL has one place, whatever is asked, and the views have their own.
 */
const AT_ONCE = { view: 2, free: 1 };
/** An interrupt that comes before DuckDB has begun is lost: it is repeated until the query has stopped. */
const INTERRUPT_AGAIN_MS = 20;

export function openReader(instance: DuckDBInstance, exportFolder: string): MetricsReader {
  return new DuckdbReader(instance, exportFolder);
}

/**
 * Runs each query on a connection of its own, in a read-only transaction: writers and readers never wait for each other, and a
 * statement that would change something is refused by DuckDB itself, whatever it is wrapped in.
 */
class DuckdbReader implements MetricsReader {
  readonly engine = 'duckdb';
  readonly #instance: DuckDBInstance;
  readonly #exportFolder: string;
  readonly #turns = { view: new Turns(AT_ONCE.view), free: new Turns(AT_ONCE.free) };
  /** Free queries that run, by what stops them for want of memory. */
  readonly #free = new Map<AbortController, Promise<unknown>>();
  readonly #closing = new AbortController();

  constructor(instance: DuckDBInstance, exportFolder: string) {
    this.#instance = instance;
    this.#exportFolder = exportFolder;
  }

  query(sql: string, binds: readonly BindValue[], options: QueryOptions): Promise<QueryResult> {
    return this.#run(sql, options, async (connection) => {
      const started = performance.now();
      const statement = await prepareReading(connection, sql);
      bindAll(statement, binds);
      const parsed = performance.now();
      const stream = await statement.stream();
      const answer = await readResult(stream, sql, options);
      if (answer.truncated || !cut(stream)) return packed(answer, started, parsed);
      // A stream ends without a word where the query fails on its way, or was interrupted. Asked as a whole it says why.
      await connection.run('ROLLBACK');
      await connection.run('BEGIN TRANSACTION READ ONLY');
      return packed(await readResult(await statement.run(), sql, options), started, parsed);
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
  async #run<T>(
    sql: string,
    options: Partial<QueryOptions>,
    work: (connection: DuckDBConnection) => Promise<T>,
  ): Promise<T> {
    if (options.lane === 'free') {
      const room = new AbortController();
      return this.#stoppable(sql, options, work, room);
    }
    try {
      return await this.#stoppable(sql, options, work);
    } catch (error) {
      if (!(error instanceof QueryError && error.code === 'MEMORY') || this.#free.size === 0) throw error;
      for (const room of this.#free.keys()) room.abort();
      await Promise.allSettled(this.#free.values());
      return this.#stoppable(sql, options, work);
    }
  }

  /**
   * Runs `work` when it is its turn, and stops it when its time is up, nobody waits for it any more, or `room` is wanted for a
   * view. What was stopped fails, however far it had come.
   */
  async #stoppable<T>(
    sql: string,
    { lane = 'view', timeoutMs, signal }: Partial<QueryOptions>,
    work: (connection: DuckDBConnection) => Promise<T>,
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

function noRoom(cause: unknown): QueryError {
  return new QueryError('MEMORY', 'The query was stopped: it left no memory for the views of the window.', {
    tip: 'Narrow the time range, or raise the memory limit of the metrics store in the settings.',
    cause,
  });
}

async function withConnection<T>(
  instance: DuckDBInstance,
  stop: AbortSignal,
  work: (connection: DuckDBConnection) => Promise<T>,
): Promise<T> {
  const connection = await instance.connect();
  let again: NodeJS.Timeout | undefined;
  const interrupt = (): void => {
    connection.interrupt();
    again = setInterval(() => connection.interrupt(), INTERRUPT_AGAIN_MS);
  };
  stop.addEventListener('abort', interrupt, { once: true });
  try {
    stop.throwIfAborted();
    await connection.run('BEGIN TRANSACTION READ ONLY');
    return await work(connection);
  } finally {
    stop.removeEventListener('abort', interrupt);
    clearInterval(again);
    connection.closeSync();
  }
}

/** @throws QueryError for more than one statement, and for one that does anything but read. */
async function prepareReading(connection: DuckDBConnection, sql: string): Promise<DuckDBPreparedStatement> {
  const statement = await prepareAnswering(connection, sql);
  if (statement.statementType !== StatementType.SELECT && statement.statementType !== StatementType.EXPLAIN) {
    throw notReading(sql, statement.statementType);
  }
  return statement;
}

/** Types of the parameters `$1`, `$2`, … by number, as the statement's surroundings tell them. */
function parameterTypes(statement: DuckDBPreparedStatement): ReadonlyMap<string, DuckDBTypeId> {
  const types = new Map<string, DuckDBTypeId>();
  for (let i = 1; i <= statement.parameterCount; i += 1) {
    types.set(statement.parameterName(i), statement.parameterTypeId(i));
  }
  return types;
}

function bindAll(
  statement: DuckDBPreparedStatement,
  binds: readonly BindValue[],
  types: ReadonlyMap<string, DuckDBTypeId> = parameterTypes(statement),
): void {
  for (let i = 1; i <= statement.parameterCount; i += 1) {
    const name = statement.parameterName(i);
    const value = binds[Number(name) - 1];
    if (value === undefined) {
      throw missingParameter(Number(name), binds.length);
    }
    bind(statement, i, value, types.get(name));
  }
}

function bind(
  statement: DuckDBPreparedStatement,
  index: number,
  value: BindValue,
  type: DuckDBTypeId | undefined,
): void {
  if (value === null) statement.bindNull(index);
  else if (typeof value === 'string') statement.bindVarchar(index, value);
  else if (typeof value === 'boolean') statement.bindBoolean(index, value);
  else if (type === DuckDBTypeId.TIMESTAMP || type === DuckDBTypeId.TIMESTAMP_TZ) {
    statement.bindTimestamp(index, new DuckDBTimestampValue(BigInt(Math.trunc(value))));
  } else if (Number.isSafeInteger(value)) statement.bindValue(index, BigInt(value), BIGINT);
  else statement.bindValue(index, value, DOUBLE);
}

type Read = Pick<QueryResult, 'columns' | 'rowCount' | 'blocks' | 'truncated' | 'bytes'> & {
  readonly executedAt: number;
};

/** Packs the first rows, as many as there is room for. */
async function readResult(result: DuckDBResult, sql: string, options: QueryOptions): Promise<Read> {
  let chunk = await result.fetchChunk();
  const executedAt = performance.now();
  const columns = columnsOf(result, sql);
  const readers = result.columnTypes().map((type, i) => cellReader(type, columns[i]?.type ?? 'text'));
  const rows = new BlockPacker(columns);
  const room = new ResultRoom(columns, options);
  let truncated = false;
  while (chunk !== null && chunk.rowCount > 0) {
    const { rowCount } = chunk;
    const vectors = columns.map((_, column) => chunk?.getColumnVector(column));
    for (let from = 0; from < rowCount && !truncated; ) {
      const count = Math.min(room.step, rowCount - from);
      const cells = vectors.map((vector, column) => cellsOf(vector, readers[column], from, count));
      const taken = room.take(cells, count);
      rows.add(cells, taken);
      truncated = taken < count;
      from += count;
    }
    chunk = truncated ? null : await result.fetchChunk();
  }
  return { columns, rowCount: rows.rows, blocks: rows.end(), truncated, bytes: room.bytes, executedAt };
}

function cellsOf(
  vector: DuckDBVector | undefined,
  reader: ReturnType<typeof cellReader> | undefined,
  from: number,
  count: number,
): Cell[] {
  return Array.from({ length: count }, (_, row) => reader?.(vector?.getItem(from + row) ?? null) ?? null);
}

/** Whether a result that has no more rows did not come to its end. */
function cut(result: DuckDBResult): boolean {
  return result.returnType === ResultReturnType.INVALID;
}

function packed({ executedAt, ...answer }: Read, started: number, parsed: number): QueryResult {
  const transferMs = performance.now() - executedAt;
  return new PackedResult({
    ...answer,
    timing: { parseMs: parsed - started, executeMs: executedAt - parsed, transferMs },
  });
}

function columnsOf(result: DuckDBResult, sql: string): QueryResult['columns'] {
  const types = result.columnTypes();
  const isClock = clockColumns(sql, types.length);
  return uniqueNames(result.columnNames()).map((name, i) => {
    const type = types[i];
    return { name, type: type === undefined ? 'text' : columnType(type, isClock(i)) };
  });
}
