import type { CellBlock } from '../contract/cell-block.ts';
import type { ResultColumn } from '../contract/cookbook.ts';
import type { TableRows } from './tables.ts';

export type { ResultColumn };

/**
 * Writing side of the metrics: rows of the tables in `tables.ts`.
 *
 * Idempotent: a row is told by its table's key; writing it again replaces it. Rows of one batch may replace rows of an
 * earlier one (a hand's outcome becomes known when its round ends).
 */
export interface MetricsWriter {
  /** Journal position up to which (exclusive) everything is stored, and the carry saved with it. */
  checkpoint(): Promise<MetricsCheckpoint>;
  /**
   * Stores the rows, then the checkpoint with its carry; both or neither where the engine can, rows first where not.
   * @throws MetricsError for what is the store's doing; another error for rows that it won't take
   */
  write(rows: TableRows, checkpoint: MetricsCheckpoint): Promise<void>;
  close(): Promise<void>;
}

/** Where the writer stands, and what it must remember of games in flight to go on from there. */
export interface MetricsCheckpoint {
  readonly position: number;
  /** Games whose carry changed since the last checkpoint: JSON text by session, null where a game is done with. */
  readonly carry: ReadonlyMap<string, string | null>;
}

export type MetricsErrorCode = 'UNREACHABLE' | 'DISK_FULL' | 'NO_MEMORY' | 'BROKEN' | 'DAMAGED' | 'FAILED';

/** Why a store could not write, where that is the store's doing and no row's: the same rows may pass later. */
export class MetricsError extends Error {
  override readonly name = 'MetricsError';
  /** `BROKEN`: this store must be opened anew. */
  readonly code: MetricsErrorCode;
  readonly retry = true;

  constructor(code: MetricsErrorCode, message: string, cause: unknown) {
    super(message, { cause });
    this.code = code;
  }
}

/** Column types that a result may have, the same for every engine. */
export type ColumnType = ResultColumn['type'];

/** Those of them that the workbench's own tables have. */
export type StoredType = Exclude<ColumnType, 'list' | 'decimal' | 'datetime' | 'date'>;

/** A cell, as the contract's `CellValue`; on its way into a block a time is the number of microseconds since 1970. */
export type Cell = string | number | boolean | null | readonly Cell[];

export interface QueryResult {
  readonly columns: readonly ResultColumn[];
  readonly rowCount: number;
  /** The rows, packed by column. */
  readonly blocks: readonly CellBlock[];
  /** The rows as arrays, made when they are first asked for. */
  readonly rows: ReadonlyArray<readonly Cell[]>;
  /** Whether there are more rows than `maxRows` or `maxBytes` let through. A result that ended in any other way is an error. */
  readonly truncated: boolean;
  /** Of the rows, about as they are packed. */
  readonly bytes: number;
  /** Milliseconds by stage. */
  readonly timing: { readonly parseMs: number; readonly executeMs: number; readonly transferMs: number };
}

export interface QueryOptions {
  readonly maxRows: number;
  readonly timeoutMs: number;
  /** Stops the query in the store, not only the waiting for it. */
  readonly signal?: AbortSignal;
  /**
   * Who asks: `view` (the default) is a view of the window, `free` a person's own SQL and whatever may take long. However much
   * of it is asked, free SQL leaves the views a lane of their own.
   */
  readonly lane?: 'view' | 'free';
  /** How much of a result is answered, in bytes as it is packed; {@link MOST_BYTES} where not given. */
  readonly maxBytes?: number;
}

/** Bytes of a result that are answered where nobody says otherwise: a million rows of a dozen numbers. */
export const MOST_BYTES = 128 * 1024 * 1024;

export interface TableInfo {
  readonly name: string;
  readonly columns: readonly ResultColumn[];
  readonly rows: number;
  readonly bytes: number | null;
  /** Whether the server has stopped applying what is written to it. */
  readonly suspended?: boolean;
  /** Transactions that the server has taken and does not show yet. */
  readonly waitingTxns?: number;
  /** Where a table lies in parts by time: how many, and the newest few, oldest of them first. */
  readonly partitions?: {
    readonly count: number;
    readonly newest: ReadonlyArray<{ readonly name: string; readonly rows: number }>;
  };
  /** Where it is no table but a materialized view. */
  readonly view?: ViewInfo;
}

/** How a materialized view does. */
export interface ViewInfo {
  /** The table that it is made from. */
  readonly base: string;
  /** Transactions of that table that it does not have yet, and for how long it was not refreshed with some waiting. */
  readonly behindTxns: number;
  readonly behindMs: number | null;
  /** Why it is not refreshed any more. */
  readonly invalid?: string;
}

/** What a parameter is bound as. Dates are bound as microseconds since 1970. */
export type BindValue = string | number | boolean | null;

/** Reading side of the metrics. Read-only by the engine's own means: a statement that writes or reads files is refused. */
export interface MetricsReader {
  readonly engine: 'duckdb' | 'questdb';
  /**
   * Runs one read-only statement with positional parameters (`$1`, `$2`, …).
   * @throws QueryError
   */
  query(sql: string, binds: readonly BindValue[], options: QueryOptions): Promise<QueryResult>;
  /** Writes the complete result of a read-only statement as a Parquet file and returns the number of rows. */
  exportParquet(
    sql: string,
    binds: readonly BindValue[],
    file: string,
    options: { readonly signal?: AbortSignal },
  ): Promise<number>;
  tables(): Promise<readonly TableInfo[]>;
  /** Waits until all that was written can be read, in tables and rollups; a server gets to it a moment later. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

export type QueryErrorCode =
  | 'SYNTAX'
  | 'UNKNOWN_COLUMN'
  | 'UNKNOWN_TABLE'
  | 'READ_ONLY'
  | 'TIMEOUT'
  | 'CANCELLED'
  | 'MEMORY'
  | 'UNAVAILABLE'
  /** The store's file is not as it was written. */
  | 'DAMAGED'
  | 'PARAMETER'
  | 'FAILED';

/** Why a query failed, for the person who wrote it. */
export class QueryError extends Error {
  override readonly name = 'QueryError';
  readonly code: QueryErrorCode;
  /** Character in the SQL, from 0, where the engine says it. */
  readonly position: number | undefined;
  readonly tip: string | undefined;

  constructor(
    code: QueryErrorCode,
    message: string,
    options: { position?: number; tip?: string; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.code = code;
    this.position = options.position;
    this.tip = options.tip;
  }
}
