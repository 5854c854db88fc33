import {
  BIGINT,
  DOUBLE,
  type DuckDBConnection,
  type DuckDBInstance,
  type DuckDBPreparedStatement,
  type DuckDBResult,
  DuckDBTimestampValue,
  DuckDBTypeId,
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
  type MetricsReader,
  QueryError,
  type QueryOptions,
  type QueryResult,
  type TableInfo,
} from './metrics.ts';
import { PackedResult } from './packed-result.ts';
import { missingParameter, stoppedError } from './query-errors.ts';
import { ROLLUPS, rollupColumns } from './rollups.ts';
import { TABLES } from './tables.ts';
import { Turns } from './turns.ts';

/**
 * Queries that run at once. Each holds a thread of Node's pool while it runs, which all file access of the process
 * shares: a third would answer no sooner and could hold up the journal.
 */
const AT_ONCE = 2;
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
  readonly #turns = new Turns(AT_ONCE);
  readonly #closing = new AbortController();

  constructor(instance: DuckDBInstance, exportFolder: string) {
    this.#instance = instance;
    this.#exportFolder = exportFolder;
  }

  query(sql: string, binds: readonly BindValue[], options: QueryOptions): Promise<QueryResult> {
    return this.#run(sql, options.timeoutMs, options.signal, async (connection) => {
      const started = performance.now();
      const statement = await prepareReading(connection, sql);
      bindAll(statement, binds);
      const parsed = performance.now();
      const result = await statement.stream();
      const first = await result.fetchChunk();
      const executed = performance.now();
      const columns = columnsOf(result, sql);
      const rows = new BlockPacker(columns);
      const truncated = await readRows(result, columns, first, options.maxRows, rows);
      return new PackedResult({
        columns,
        rowCount: rows.rows,
        blocks: rows.end(),
        truncated,
        timing: {
          parseMs: parsed - started,
          executeMs: executed - parsed,
          transferMs: performance.now() - executed,
        },
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
    return this.#run(sql, undefined, options.signal, async (connection) => {
      const asked = await prepareReading(connection, sql);
      const types = parameterTypes(asked);
      return copyToParquet(connection, { sql, asked, target, bind: (copy) => bindAll(copy, binds, types) });
    });
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
    await this.#turns.idle();
  }

  /** Runs `work` when it is its turn, and stops it when its time is up or nobody waits for it any more. */
  async #run<T>(
    sql: string,
    timeoutMs: number | undefined,
    signal: AbortSignal | undefined,
    work: (connection: DuckDBConnection) => Promise<T>,
  ): Promise<T> {
    const timeout = timeoutMs === undefined ? undefined : AbortSignal.timeout(timeoutMs);
    const stop = AbortSignal.any([this.#closing.signal, signal, timeout].filter((one) => one !== undefined));
    const stopped = (cause?: unknown): QueryError => stoppedError(timeout?.aborted ? timeoutMs : undefined, cause);
    const leave = await this.#turns.enter(stop);
    if (leave === undefined) throw stopped();
    try {
      return await withConnection(this.#instance, stop, work);
    } catch (cause) {
      if (stop.aborted) throw stopped(cause);
      throw cause instanceof QueryError ? cause : queryErrorOf(cause, sql);
    } finally {
      leave();
    }
  }
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

/** Packs up to `maxRows` rows, and answers whether there are more. */
async function readRows(
  result: DuckDBResult,
  columns: QueryResult['columns'],
  first: Awaited<ReturnType<DuckDBResult['fetchChunk']>>,
  maxRows: number,
  rows: BlockPacker,
): Promise<boolean> {
  const readers = result.columnTypes().map((type, i) => cellReader(type, columns[i]?.type ?? 'text'));
  for (let chunk = first; chunk !== null && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    const room = maxRows - rows.rows;
    const cells = room > 0 ? readers.map((reader, i) => chunk.getColumnValues(i).map(reader)) : [];
    rows.add(cells, Math.min(chunk.rowCount, room));
    if (chunk.rowCount > room) return true;
  }
  return false;
}

function columnsOf(result: DuckDBResult, sql: string): QueryResult['columns'] {
  const types = result.columnTypes();
  const isClock = clockColumns(sql, types.length);
  return uniqueNames(result.columnNames()).map((name, i) => {
    const type = types[i];
    return { name, type: type === undefined ? 'text' : columnType(type, isClock(i)) };
  });
}
