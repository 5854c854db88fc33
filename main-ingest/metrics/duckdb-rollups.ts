import type { DuckDBConnection } from '@duckdb/node-api';
import { ALL_TIME, DAY_HOURS, dayOf, hotSpan, isOfDays, isWithin, openedFor, type Span } from './open-spans.ts';
import { dimensionList, ROLLUPS, type Rollup, rolledUpHours } from './rollups.ts';
import type { TableRows } from './tables.ts';

/** Spans that may stay open beside the one that is written to; past it they are closed together. */
const MOST_OPEN = 4;
/** Least time between two closings, in milliseconds; and how much longer than it took. */
const PAUSE_MS = 1_000;
const PAUSE_TIMES = 20;

/**
 * Keeps the rollups of DuckDB, so that they are exact whenever they are asked: a stretch of time that was written to since it was
 * rolled up is *open*, and a rollup is a view of what is stored for all other time and of the table's own rows in the open
 * spans. The view changes before the rows are written. The span that is written to now stays open; others are
 * closed when there are some of them, and the hours of a day that is over become one.
 */
export class DuckdbRollups {
  readonly #connection: DuckDBConnection;
  #open: readonly Span[];
  /** Days that are stored as one, not by hour. */
  #wholeDays: ReadonlySet<number>;
  #tidyAt = 0;

  private constructor(connection: DuckDBConnection, open: readonly Span[], wholeDays: ReadonlySet<number>) {
    this.#connection = connection;
    this.#open = open;
    this.#wholeDays = wholeDays;
  }

  /** Where rollups are missing or were made by another definition, all time is open: {@link tidy} makes them. */
  static async open(connection: DuckDBConnection): Promise<DuckdbRollups> {
    await connection.run('CREATE SCHEMA IF NOT EXISTS rollup');
    await connection.run('CREATE TABLE IF NOT EXISTS rollup.definition (sql VARCHAR)');
    await connection.run('CREATE TABLE IF NOT EXISTS rollup.open_span (from_hour INTEGER, to_hour INTEGER)');
    await connection.run('CREATE TABLE IF NOT EXISTS rollup.whole_day (day INTEGER)');
    const known = await connection.runAndReadAll('SELECT sql FROM rollup.definition');
    if (known.getRows()[0]?.[0] !== definition()) await beginAnew(connection);
    const spans = await numbers(connection, 'SELECT from_hour, to_hour FROM rollup.open_span');
    const days = await numbers(connection, 'SELECT day FROM rollup.whole_day');
    return new DuckdbRollups(
      connection,
      spans.map(([from = 0, to = 0]) => ({ from, to })),
      new Set(days.map(([day = 0]) => day)),
    );
  }

  /** Opens what rows are about to be written to, in a transaction of its own: more may be open than is written to. */
  async touch(rows: TableRows): Promise<void> {
    const open = openedFor(this.#open, rolledUpHours(rows), (day) => this.#wholeDays.has(day));
    if (open !== this.#open) await this.#transaction(() => this.#setOpen(open));
  }

  /** Gives up what is stored: all time is open then, and asked from the rows themselves. */
  async beginAnew(): Promise<void> {
    await beginAnew(this.#connection);
    this.#open = [ALL_TIME];
    this.#wholeDays = new Set();
  }

  /**
   * Closes open spans but the one that is written to, when it is time; between two writes, in a transaction of its own. Answers
   * whether it did.
   * @param options `all`: it is time for as many as there are
   */
  async tidy({ all = false } = {}): Promise<boolean> {
    const started = performance.now();
    const hot = hotSpan(this.#open);
    const closing = this.#open.filter((span) => span !== hot);
    const isTime = started >= this.#tidyAt && (closing.length > MOST_OPEN || hot === undefined);
    if (closing.length === 0 || !(all || isTime)) return false;
    try {
      await this.#close(closing, hot);
      return true;
    } finally {
      const passed = performance.now() - started;
      this.#tidyAt = started + passed + Math.max(PAUSE_MS, PAUSE_TIMES * passed);
    }
  }

  async #close(closing: readonly Span[], hot: Span | undefined): Promise<void> {
    await this.#transaction(async () => {
      for (const span of closing) for (const rollup of ROLLUPS) await store(this.#connection, rollup, span);
      await this.#mergeDays(closing, hot);
      await this.#setOpen(hot === undefined ? [] : [hot]);
    });
  }

  /** All of it or nothing, here and in the store. */
  async #transaction(work: () => Promise<void>): Promise<void> {
    const before = { open: this.#open, wholeDays: this.#wholeDays };
    await this.#connection.run('BEGIN');
    try {
      await work();
      await this.#connection.run('COMMIT');
    } catch (error) {
      await this.#connection.run('ROLLBACK').catch(() => undefined);
      this.#open = before.open;
      this.#wholeDays = before.wholeDays;
      throw error;
    }
  }

  /** Stores the days as one that were closed and are over, or were closed as one. */
  async #mergeDays(closed: readonly Span[], hot: Span | undefined): Promise<void> {
    const isOne = (day: number) => closed.some((span) => isOfDays(span) && isWithin(day, span));
    const isOver = (day: number) => isOne(day) || (hot !== undefined && day < dayOf(hot.from));
    const stored = await storedDays(this.#connection, closed);
    const days = stored.filter((day) => !this.#wholeDays.has(day) && isOver(day));
    if (days.length === 0) return;
    for (const day of days.filter((day) => !isOne(day))) {
      for (const rollup of ROLLUPS) await mergeDay(this.#connection, rollup, day);
    }
    await this.#connection.run(`INSERT INTO rollup.whole_day VALUES ${days.map((day) => `(${day})`).join(', ')}`);
    this.#wholeDays = new Set([...this.#wholeDays, ...days]);
  }

  async #setOpen(open: readonly Span[]): Promise<void> {
    await this.#connection.run('DELETE FROM rollup.open_span');
    const values = open.map(({ from, to }) => `(${from}, ${to})`);
    if (values.length > 0) await this.#connection.run(`INSERT INTO rollup.open_span VALUES ${values.join(', ')}`);
    this.#open = open;
    await makeViews(this.#connection, open);
  }
}

/** What the rollups are, as text: where it is another one, they are made anew. */
function definition(): string {
  return ROLLUPS.map((rollup) => rolledUp(rollup, 'day')).join(';\n');
}

/** Makes rollups that say nothing yet: all time is open. */
async function beginAnew(connection: DuckDBConnection): Promise<void> {
  await connection.run('BEGIN');
  try {
    for (const rollup of ROLLUPS) {
      await connection.run(`CREATE OR REPLACE TABLE rollup.${rollup.name} AS ${rolledUp(rollup, 'day')} LIMIT 0`);
    }
    for (const table of ['definition', 'open_span', 'whole_day']) await connection.run(`DELETE FROM rollup.${table}`);
    await connection.run(`INSERT INTO rollup.open_span VALUES (${ALL_TIME.from}, ${ALL_TIME.to})`);
    await connection.run(`INSERT INTO rollup.definition VALUES ('${definition().replaceAll("'", "''")}')`);
    await makeViews(connection, [ALL_TIME]);
    await connection.run('COMMIT');
  } catch (error) {
    await connection.run('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

/** The days of spans that have rows in a rollup: few, however long the spans are. */
async function storedDays(connection: DuckDBConnection, spans: readonly Span[]): Promise<readonly number[]> {
  const where = spans.map((span) => `(${within(span)})`).join(' OR ');
  const day = `CAST(floor(epoch(timestamp) / ${DAY_HOURS * 3600}) AS INTEGER)`;
  const days = ROLLUPS.map(({ name }) => `SELECT ${day} FROM rollup.${name} WHERE ${where}`).join(' UNION ');
  return (await numbers(connection, days)).map(([number = 0]) => number);
}

async function makeViews(connection: DuckDBConnection, open: readonly Span[]): Promise<void> {
  for (const rollup of ROLLUPS) {
    const closed = open.map((span) => `NOT (${within(span)})`).join(' AND ') || 'true';
    const columns = [...rollup.dimensions, ...rollup.measures].map(({ name }) => name).join(', ');
    const stored = `SELECT date_trunc('day', timestamp) AS timestamp, ${columns} FROM rollup.${rollup.name} WHERE ${closed}`;
    const parts = [stored, ...open.map((span) => rolledUp(rollup, 'day', span))];
    await connection.run(`CREATE OR REPLACE VIEW ${rollup.name} AS ${parts.join(' UNION ALL ')}`);
  }
}

async function store(connection: DuckDBConnection, rollup: Rollup, span: Span): Promise<void> {
  await connection.run(`DELETE FROM rollup.${rollup.name} WHERE ${within(span)}`);
  await connection.run(`INSERT INTO rollup.${rollup.name} ${rolledUp(rollup, isOfDays(span) ? 'day' : 'hour', span)}`);
}

/** Makes the hours of a day one. */
async function mergeDay(
  connection: DuckDBConnection,
  { name, dimensions, measures }: Rollup,
  day: number,
): Promise<void> {
  const where = within({ from: day * DAY_HOURS, to: (day + 1) * DAY_HOURS });
  const by = dimensions.map((dimension) => dimension.name).join(', ');
  const merged = measures.map(({ name: measure, merge }) => `${merge}(${measure})`).join(', ');
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE merged AS
     SELECT date_trunc('day', timestamp), ${by}, ${merged} FROM rollup.${name} WHERE ${where} GROUP BY ALL`,
  );
  await connection.run(`DELETE FROM rollup.${name} WHERE ${where}`);
  await connection.run(`INSERT INTO rollup.${name} FROM temp.merged`);
}

/** What a table's rows come to, by hour or day; of a span, or of all time. */
function rolledUp(rollup: Rollup, unit: 'hour' | 'day', span?: Span): string {
  const time = `date_trunc('${unit}', timestamp) AS timestamp`;
  const measures = rollup.measures.map(
    ({ name, type, sql }) => `${type === 'integer' ? `${sql}::BIGINT` : sql} AS ${name}`,
  );
  const where = span === undefined ? '' : ` WHERE ${within(span)}`;
  return `SELECT ${time}, ${dimensionList(rollup)}, ${measures.join(', ')} FROM ${rollup.table}${where} GROUP BY ALL`;
}

function within({ from, to }: Span): string {
  return `timestamp >= ${timeOf(from)} AND timestamp < ${timeOf(to)}`;
}

function timeOf(hour: number): string {
  return `make_timestamp(${hour * 3_600_000_000})`;
}

async function numbers(connection: DuckDBConnection, sql: string): Promise<number[][]> {
  const read = await connection.runAndReadAll(sql);
  return read.getRows().map((row) => row.map(Number));
}
