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

type Table = HealthDetail['tables'][number];

/** The tables of the metrics store: how much is in each. */
export function TablesPanel({ detail }: { readonly detail: HealthDetail }) {
  const gone = useGone();
  const [focused, setFocused] = useState(-1);
  const { tables } = detail;
  const { metrics } = detail.health.stores;
  const most = Math.max(1, ...tables.map(({ rows }) => rows));
  const sized = tables.some(({ bytes: size }) => size !== null);
  const columns: readonly Column<Table>[] = [
    { id: 'name', header: 'Table', width: 'fill', mono: true, cell: (row) => row.name },
    {
      id: 'rows',
      header: 'Rows',
      width: 64,
      align: 'right',
      cell: (row) => <span title={count(row.rows)}>{compact(row.rows)}</span>,
    },
    {
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
    ...(sized
      ? [{ id: 'size', header: 'Size', width: 64, align: 'right' as const, cell: (row: Table) => bytes(row.bytes) }]
      : []),
    ...(tables.some(({ partitions }) => partitions !== undefined)
      ? [
          {
            id: 'partitions',
            header: 'Days',
            width: 44,
            align: 'right' as const,
            cell: (row: Table) => count(row.partitions),
          },
        ]
      : []),
    ...(tables.some(({ suspended }) => suspended === true)
      ? [{ id: 'state', header: 'State', width: 80, cell: (row: Table) => (row.suspended ? 'suspended' : '') }]
      : []),
  ];
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
    <Panel title="Tables" about={storeWord(metrics.kind)} className={styles.tables} flush {...(state ? { state } : {})}>
      <VirtualTable
        label="Tables of the metrics"
        columns={columns}
        count={tables.length}
        itemAt={itemsOf(tables)}
        rowKey={(row) => row.name}
        focused={focused}
        onFocus={setFocused}
      />
    </Panel>
  );
}
