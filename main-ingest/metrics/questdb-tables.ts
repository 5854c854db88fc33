import type { Cell, TableInfo, ViewInfo } from './metrics.ts';
import { TABLES } from './tables.ts';

/** Partitions of a table that are told of one by one. */
const NEWEST = 5;

/** Runs a statement that gives few rows. */
type Ask = (sql: string) => Promise<ReadonlyArray<readonly Cell[]>>;

/** The tables and how they do, and the materialized views that there are, whoever made them. */
export async function readTables(ask: Ask): Promise<readonly TableInfo[]> {
  const views = await readViews(ask);
  const names = [...TABLES.map(({ name }) => name), ...views.keys()];
  const states = await ask(
    `SELECT t.table_name, t.table_row_count, w.suspended, w.sequencerTxn - w.writerTxn
     FROM tables() t LEFT JOIN wal_tables() w ON t.table_name = w.name`,
  );
  const sizes = await ask(
    union(names, (name) => `SELECT '${name}', count(), sum(diskSize) FROM table_partitions('${name}')`),
  );
  const newest = await ask(
    union(names, (name) => `(SELECT '${name}', name, numRows FROM table_partitions('${name}') LIMIT -${NEWEST})`),
  );
  const columns = views.size === 0 ? [] : await readColumns(ask, [...views.keys()]);
  return names.map((name) => {
    const [, rows, suspended, waiting] = states.find(([table]) => table === name) ?? [];
    const [, count, bytes] = sizes.find(([table]) => table === name) ?? [];
    const view = views.get(name);
    return {
      name,
      columns:
        TABLES.find((table) => table.name === name)?.columns.map((column) => ({
          name: column.name,
          type: column.type,
        })) ??
        columns.filter(([table]) => table === name).map(([, column, type]) => columnOf(String(column), String(type))),
      rows: Number(rows ?? 0),
      bytes: typeof bytes === 'number' ? bytes : null,
      suspended: suspended === true,
      waitingTxns: Number(waiting ?? 0),
      partitions: {
        count: Number(count ?? 0),
        newest: newest
          .filter(([table]) => table === name)
          .map(([, part, held]) => ({ name: String(part), rows: Number(held) })),
      },
      ...(view && { view }),
    };
  });
}

async function readViews(ask: Ask): Promise<ReadonlyMap<string, ViewInfo>> {
  const rows = await ask(
    `SELECT view_name, base_table_name, view_status, base_table_txn - refresh_base_table_txn,
       datediff('T', last_refresh_finish_timestamp, systimestamp()), invalidation_reason
     FROM materialized_views()`,
  );
  return new Map(
    rows.map(([name, base, status, behind, refreshed, reason]) => {
      const behindTxns = Math.max(0, Number(behind ?? 0));
      const behindMs = behindTxns === 0 ? 0 : typeof refreshed === 'number' ? refreshed : null;
      const invalid = status === 'invalid' ? String(reason ?? 'no reason given') : undefined;
      return [String(name), { base: String(base), behindTxns, behindMs, ...(invalid !== undefined && { invalid }) }];
    }),
  );
}

async function readColumns(ask: Ask, names: readonly string[]): Promise<ReadonlyArray<readonly Cell[]>> {
  return ask(union(names, (name) => `SELECT '${name}', "column", type FROM table_columns('${name}')`));
}

function union(names: readonly string[], select: (name: string) => string): string {
  return names.map((name) => select(name.replaceAll("'", "''"))).join(' UNION ALL ');
}

function columnOf(name: string, type: string): TableInfo['columns'][number] {
  if (/^(TIMESTAMP|DATE)/.test(type)) return { name, type: 'timestamp' };
  if (/^(DOUBLE|FLOAT|DECIMAL)$/.test(type)) return { name, type: 'double' };
  if (/^(BYTE|SHORT|INT|LONG)$/.test(type)) return { name, type: 'integer' };
  if (type === 'BOOLEAN') return { name, type: 'boolean' };
  return { name, type: type.includes('[]') ? 'list' : 'text' };
}
