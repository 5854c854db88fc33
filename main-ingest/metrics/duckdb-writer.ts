import {
  type DuckDBAppender,
  type DuckDBConnection,
  type DuckDBInstance,
  type DuckDBPreparedStatement,
  DuckDBTimestampValue,
  LIST,
  listValue,
  VARCHAR,
} from '@duckdb/node-api';
import { writeErrorOf } from './duckdb-error.ts';
import { DuckdbRollups } from './duckdb-rollups.ts';
import { lastOfEachKey } from './last-of-each-key.ts';
import type { MetricsCheckpoint, MetricsWriter } from './metrics.ts';
import { type Column, type Row, TABLES, type Table, type TableName, type TableRows } from './tables.ts';
import type { Upkeep } from './upkeep.ts';

/** Opens the writing side on a connection of its own; it is the only writer. */
export async function openWriter(instance: DuckDBInstance, upkeep: Upkeep): Promise<MetricsWriter> {
  const connection = await instance.connect();
  const newest = new Map<TableName, number>();
  for (const table of TABLES) {
    await connection.run(
      `CREATE TEMP TABLE again_${table.name} AS SELECT ${table.key.join(', ')} FROM ${table.name} LIMIT 0`,
    );
    const result = await connection.runAndReadAll(`SELECT epoch_us(max(timestamp)) FROM ${table.name}`);
    const max = result.value(0, 0);
    if (typeof max === 'bigint') newest.set(table.name, Number(max));
  }
  const forget = await connection.prepare(
    'DELETE FROM delivery.carry WHERE session_id IN (SELECT unnest($1::VARCHAR[]))',
  );
  const advance = await connection.prepare('UPDATE delivery.checkpoint SET position = $1');
  const writer = new DuckdbWriter(connection, { forget, advance }, newest, upkeep);
  await writer.keepRollups();
  return writer;
}

interface Statements {
  /** Deletes the carry of a list of games. */
  readonly forget: DuckDBPreparedStatement;
  readonly advance: DuckDBPreparedStatement;
}

/**
 * Appends, in one transaction a write. A row later than everything in its table is certainly new; the others, few where
 * events come in the order of time, may be there already and are first deleted by their key, which reads no more than
 * the stretch of time that they lie in.
 */
class DuckdbWriter implements MetricsWriter {
  readonly #connection: DuckDBConnection;
  readonly #statements: Statements;
  /** Time of each table's latest row. */
  readonly #newest: Map<TableName, number>;
  #rollups: DuckdbRollups | undefined;
  /** Whether rows may have been written that the rollups do not know of. */
  #missed = false;
  readonly #upkeep: Upkeep;

  constructor(connection: DuckDBConnection, statements: Statements, newest: Map<TableName, number>, upkeep: Upkeep) {
    this.#connection = connection;
    this.#statements = statements;
    this.#newest = newest;
    this.#upkeep = upkeep;
  }

  async checkpoint(): Promise<MetricsCheckpoint> {
    const position = await this.#connection.runAndReadAll('SELECT max(position)::DOUBLE FROM delivery.checkpoint');
    const saved = await this.#connection.runAndReadAll('SELECT session_id, state FROM delivery.carry ORDER BY rowid');
    const carry = saved.getRows().map(([session, state]): [string, string] => [String(session), String(state)]);
    return { position: Number(position.value(0, 0)), carry: new Map(carry) };
  }

  async write(rows: TableRows, checkpoint: MetricsCheckpoint): Promise<void> {
    const newest = new Map<TableName, number>();
    await this.keepRollups(rows);
    try {
      await this.#connection.run('BEGIN');
      for (const table of TABLES) {
        const all = rows.get(table.name);
        if (all !== undefined && all.length > 0) newest.set(table.name, await this.#writeTable(table, all));
      }
      await this.#saveCarry(checkpoint.carry);
      this.#statements.advance.bindBigInt(1, BigInt(checkpoint.position));
      await this.#statements.advance.run();
      await this.#connection.run('COMMIT');
    } catch (cause) {
      await this.#connection.run('ROLLBACK').catch(() => undefined);
      throw writeErrorOf(cause);
    }
    for (const [table, time] of newest) this.#newest.set(table, time);
  }

  /** Has the rollups ready for rows that are about to be written. What cannot be rolled up stays open, which is no less exact. */
  async keepRollups(rows: TableRows = new Map()): Promise<void> {
    await this.#upkeep.try('rollups', async () => {
      const missed = this.#missed;
      this.#missed = true;
      const rollups = this.#rollups ?? (await DuckdbRollups.open(this.#connection));
      this.#rollups = rollups;
      if (missed) await rollups.beginAnew();
      try {
        return (await rollups.tidy()) || missed;
      } finally {
        await rollups.touch(rows).catch(() => rollups.beginAnew());
        this.#missed = false;
      }
    });
  }

  async close(): Promise<void> {
    // What stays open is asked from the tables themselves: slower, and no less right.
    await this.#rollups?.tidy({ all: true }).catch(() => undefined);
    this.#connection.closeSync();
  }

  /** Returns the time of the latest row that the table then holds. */
  async #writeTable(table: Table, all: readonly Row[]): Promise<number> {
    const rows = lastOfEachKey(table, all);
    const newest = this.#newest.get(table.name) ?? Number.NEGATIVE_INFINITY;
    const again = rows.filter((row) => timeOf(row) <= newest);
    if (again.length > 0) await this.#deleteByKey(table, again);
    await this.#append(table.name, 'main', table.columns, rows);
    return rows.reduce((latest, row) => Math.max(latest, timeOf(row)), newest);
  }

  async #deleteByKey(table: Table, rows: readonly Row[]): Promise<void> {
    const staging = `again_${table.name}`;
    const places = table.key.map((name) => table.columns.findIndex((column) => column.name === name));
    const columns = places.flatMap((place) => table.columns[place] ?? []);
    const keys = rows.map((row) => places.map((place) => row[place] ?? null));
    await this.#append(staging, 'temp', columns, keys);
    const from = rows.reduce((time, row) => Math.min(time, timeOf(row)), Number.POSITIVE_INFINITY);
    const to = rows.reduce((time, row) => Math.max(time, timeOf(row)), Number.NEGATIVE_INFINITY);
    const same = table.key.map((name) => `t.${name} IS NOT DISTINCT FROM s.${name}`).join(' AND ');
    await this.#connection.run(
      `DELETE FROM ${table.name} t USING temp.${staging} s
       WHERE t.timestamp BETWEEN make_timestamp(${from}) AND make_timestamp(${to}) AND ${same}`,
    );
    await this.#connection.run(`DELETE FROM temp.${staging}`);
  }

  async #append(
    table: string,
    place: 'main' | 'temp',
    columns: readonly Column[],
    rows: readonly Row[],
  ): Promise<void> {
    const appender =
      place === 'temp'
        ? await this.#connection.createAppender(table, 'main', 'temp')
        : await this.#connection.createAppender(table);
    try {
      for (const row of rows) {
        for (const [i, column] of columns.entries()) appendCell(appender, column, row[i] ?? null);
        appender.endRow();
      }
      appender.flushSync();
    } finally {
      appender.closeSync();
    }
  }

  async #saveCarry(carry: ReadonlyMap<string, string | null>): Promise<void> {
    if (carry.size === 0) return;
    const { forget } = this.#statements;
    forget.bindList(1, listValue([...carry.keys()]), LIST(VARCHAR));
    await forget.run();
    const appender = await this.#connection.createAppender('carry', 'delivery');
    for (const [session, state] of carry) {
      if (state === null) continue;
      appender.appendVarchar(session);
      appender.appendVarchar(state);
      appender.endRow();
    }
    appender.closeSync();
  }
}

function timeOf(row: Row): number {
  return Number(row[0]);
}

function appendCell(appender: DuckDBAppender, column: Column, cell: string | number | boolean | null): void {
  if (cell === null) {
    appender.appendNull();
    return;
  }
  switch (column.type) {
    case 'text':
      appender.appendVarchar(String(cell));
      return;
    case 'integer':
      if (column.wide) appender.appendBigInt(BigInt(cell));
      else appender.appendInteger(Number(cell));
      return;
    case 'double':
      appender.appendDouble(Number(cell));
      return;
    case 'boolean':
      appender.appendBoolean(cell === true);
      return;
    case 'timestamp':
      appender.appendTimestamp(new DuckDBTimestampValue(BigInt(cell)));
  }
}
