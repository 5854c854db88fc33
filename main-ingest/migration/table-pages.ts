import { timestampToUs } from '../event/timestamp.ts';
import type { Cell, MetricsReader } from '../metrics/metrics.ts';
import type { Row, Table } from '../metrics/tables.ts';

/** Rows of a stretch of time of a table. */
export interface TablePage {
  readonly rows: readonly Row[];
  /** Time of the last of them, in microseconds since 1970: all rows up to it have been given. */
  readonly throughUs: number;
}

const PAGE_ROWS = 20_000;
const PAGE_MS = 300_000;

/**
 * All rows of a table in the order of their time, each once.
 * @param afterUs only those that are later
 */
export async function* tablePages(
  reader: MetricsReader,
  table: Table,
  signal: AbortSignal,
  afterUs = Number.MIN_SAFE_INTEGER,
): AsyncGenerator<TablePage> {
  const columns = table.columns.map(({ name }) => name).join(', ');
  const options = { timeoutMs: PAGE_MS, signal };
  let last = afterUs;
  let maxRows = PAGE_ROWS;
  for (;;) {
    const later = last === Number.MIN_SAFE_INTEGER ? '' : `WHERE timestamp > ${instant(reader, last)}`;
    const sql = `SELECT ${columns} FROM ${table.name} ${later} ORDER BY timestamp LIMIT ${maxRows}`;
    const result = await reader.query(sql, [], { ...options, maxRows });
    const rows = result.rows.map((cells) => rowOf(table, cells));
    const complete = rows.length < maxRows;
    const end = rows.at(-1)?.[0];
    // The page may end amid rows of the same time: those are left to the next one.
    const whole = complete ? rows : rows.filter(([time]) => time !== end);
    const through = whole.at(-1)?.[0];
    if (typeof through === 'number') {
      yield { rows: whole, throughUs: through };
      last = through;
    }
    if (complete) return;
    maxRows = whole.length === 0 ? maxRows * 2 : PAGE_ROWS;
  }
}

/** Number of rows of a table, or of those up to a time (inclusive). */
export async function rowCount(
  reader: MetricsReader,
  table: Table,
  signal: AbortSignal,
  throughUs?: number,
): Promise<number> {
  const where = throughUs === undefined ? '' : ` WHERE timestamp <= ${instant(reader, throughUs)}`;
  const sql = `SELECT count(*) FROM ${table.name}${where}`;
  const { rows } = await reader.query(sql, [], { maxRows: 1, timeoutMs: PAGE_MS, signal });
  return Number(rows[0]?.[0] ?? 0);
}

function instant({ engine }: MetricsReader, us: number): string {
  return engine === 'duckdb' ? `make_timestamp(${us})` : `cast(${us} AS TIMESTAMP)`;
}

/** A row as it is written: times as numbers. */
function rowOf(table: Table, cells: readonly Cell[]): Row {
  return table.columns.map(({ type }, place) => {
    const cell = cells[place] ?? null;
    if (cell === null || typeof cell === 'number' || typeof cell === 'boolean') return cell;
    if (typeof cell === 'string') return type === 'timestamp' ? timestampToUs(cell) : cell;
    return JSON.stringify(cell);
  });
}
