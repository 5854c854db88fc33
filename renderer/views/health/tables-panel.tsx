import { useState } from 'react';
import type { HealthDetail } from '../../../main-ingest/contract/health.ts';
import { bytes, compact, count } from '../../format/number.ts';
import { timeOf } from '../../format/time.ts';
import { storeWord } from '../../format/word.ts';
import { Panel } from '../../panel/panel.tsx';
import type { PanelState } from '../../panel/panel-state.ts';
import { useGone } from '../../panel/use-panel-state.ts';
import { itemsOf } from '../../table/items-of.ts';
import { type Column, VirtualTable } from '../../table/virtual-table.tsx';
import styles from './health.module.css';
import lists from './lists.module.css';
import { isAway } from './outage.ts';
import { RebuildButton } from './rebuild-button.tsx';
import { newestSpan, partitionDay, type Table, tableState, tablesInWords, tableTitle } from './table-words.ts';

/** The tables of the metrics store: how much is in each, in which of its parts, and whether it can be read. */
export function TablesPanel({ detail }: { readonly detail: HealthDetail }) {
  const gone = useGone();
  const [focused, setFocused] = useState(-1);
  const { tables } = detail;
  const { metrics } = detail.health.stores;
  const parted = tables.some(({ partitions }) => partitions !== undefined);
  const state: PanelState | undefined =
    gone ??
    (tables.length === 0
      ? { kind: 'nothing', what: 'No table was counted yet', how: 'They are counted when the metrics store is there' }
      : isAway(metrics)
        ? {
            kind: 'stale',
            at: timeOf(metrics.since),
            why: `${storeWord(metrics.kind)} is down; ${count(metrics.lagEvents)} events wait`,
          }
        : undefined);
  return (
    <Panel
      title={parted ? 'Tables and partitions' : 'Tables'}
      about={[storeWord(metrics.kind), newestSpan(tables)].filter(Boolean).join(' · ')}
      className={styles.tables}
      flush
      footer={tablesInWords(detail)}
      tools={isAway(metrics) ? undefined : <RebuildButton rebuilding={metrics.rebuilding} />}
      quietTools
      {...(state ? { state } : {})}
    >
      <VirtualTable
        label="Tables of the metrics"
        columns={columnsFor(tables)}
        count={tables.length}
        itemAt={itemsOf(tables)}
        rowKey={(row) => row.name}
        focused={focused}
        onFocus={setFocused}
      />
    </Panel>
  );
}

function columnsFor(tables: readonly Table[]): readonly Column<Table>[] {
  const most = Math.max(1, ...tables.map(({ rows }) => rows));
  const parted = tables.some(({ partitions }) => partitions !== undefined);
  return [
    {
      id: 'name',
      header: 'Table',
      width: 'fill',
      mono: true,
      cell: (row) => <span title={tableTitle(row)}>{row.name}</span>,
    },
    {
      id: 'rows',
      header: 'Rows',
      width: 54,
      align: 'right',
      cell: (row) => <span title={count(row.rows)}>{compact(row.rows)}</span>,
    },
    parted
      ? {
          id: 'partitions',
          header: 'Newest',
          name: 'Newest partitions',
          width: 66,
          cell: (row) => <Partitions row={row} />,
        }
      : {
          id: 'share',
          header: 'Share',
          name: 'Rows, drawn',
          width: 70,
          cell: (row) => (
            <span className={lists.rows} aria-hidden>
              <i style={{ width: `${(row.rows / most) * 100}%` }} />
            </span>
          ),
        },
    ...(tables.some(({ bytes: size }) => size !== null)
      ? [{ id: 'size', header: 'Size', width: 62, align: 'right' as const, cell: (row: Table) => bytes(row.bytes) }]
      : []),
    ...(tables.some((row) => tableState(row) !== undefined)
      ? [{ id: 'state', header: 'State', width: 78, cell: (row: Table) => <TableState row={row} /> }]
      : []),
  ];
}

function TableState({ row }: { readonly row: Table }) {
  return (
    <span className={lists.failed} title={tableTitle(row)}>
      {tableState(row)}
    </span>
  );
}

/** A bar a partition, the newest at the right. */
function Partitions({ row: { name, partitions } }: { readonly row: Table }) {
  const { count: all, newest } = partitions ?? { count: 0, newest: [] };
  if (all === 0) return <span className={lists.quiet}>none</span>;
  const most = Math.max(1, ...newest.map(({ rows }) => rows));
  const words = newest.map((part) => `${partitionDay(part.name)}: ${count(part.rows)} rows`).join('\n');
  return (
    <span
      className={lists.partitions}
      role="img"
      aria-label={`${name}: ${count(all)} ${all === 1 ? 'partition' : 'partitions'}, ${words}`}
      title={`${count(all)} ${all === 1 ? 'partition' : 'partitions'}\n${words}`}
    >
      {newest.map((part) => (
        <i key={part.name} style={{ height: `${Math.max(8, (part.rows / most) * 100)}%` }} />
      ))}
    </span>
  );
}
