import { useState } from 'react';
import type { HealthDetail } from '../../../main-ingest/contract/health.ts';
import { useAddress } from '../../address/address.ts';
import { timeOf } from '../../format/time.ts';
import { Panel } from '../../panel/panel.tsx';
import { useGone } from '../../panel/use-panel-state.ts';
import { VIEWS } from '../../routes.ts';
import { itemsOf } from '../../table/items-of.ts';
import { type Column, VirtualTable } from '../../table/virtual-table.tsx';
import { type Connection, connectionsOf, type LastError } from './connection.ts';
import styles from './health.module.css';
import lists from './lists.module.css';
import { StateWord, StoreState } from './state-word.tsx';

const HAS_SETTINGS = VIEWS.some((view) => view.path.startsWith('/settings'));

const COLUMNS: readonly Column<Connection>[] = [
  { id: 'name', header: 'Name', width: 100, cell: (row) => row.name },
  {
    id: 'kind',
    header: 'Kind and version',
    width: 132,
    cell: (row) => (
      <>
        <span className={lists.quiet}>{row.kind}</span> {row.version}
      </>
    ),
  },
  {
    id: 'address',
    header: 'Address',
    width: 'fill',
    mono: true,
    cell: (row) => <span title={row.address}>{row.address}</span>,
  },
  { id: 'state', header: 'State', width: 92, cell: (row) => <ConnectionState row={row} /> },
  { id: 'since', header: 'Since', width: 68, cell: (row) => row.since },
  { id: 'lag', header: 'Lag', width: 50, align: 'right', cell: (row) => row.lag },
  { id: 'queue', header: 'Queue', name: 'Events that wait', width: 50, align: 'right', cell: (row) => row.queue },
  { id: 'error', header: 'Last error', width: 94, cell: (row) => <ConnectionError error={row.error} /> },
];

function ConnectionError({ error }: { readonly error: LastError | undefined }) {
  if (error === undefined) return 'none';
  const { code, message, at, over } = error;
  return (
    <span className={over ? lists.quiet : lists.failed} title={`${timeOf(at)} ${message}`}>
      {code}
    </span>
  );
}

function ConnectionState({ row }: { readonly row: Connection }) {
  if (row.state === 'listening') return <StateWord tone="good">Listening</StateWord>;
  if (row.state === 'off') return <StateWord tone="quiet">Off</StateWord>;
  return <StoreState state={row.state} />;
}

export function Connections({ detail }: { readonly detail: HealthDetail }) {
  const gone = useGone();
  const { open } = useAddress();
  const [focused, setFocused] = useState(-1);
  const rows = connectionsOf(detail);
  const well = rows.filter(({ state }) => state === 'connected' || state === 'listening').length;
  return (
    <Panel
      title="Connections"
      about={`${well} of ${rows.length} connected${HAS_SETTINGS ? ' · Enter opens its settings' : ''}`}
      className={styles.connections}
      flush
      {...(gone ? { state: gone } : {})}
    >
      <VirtualTable
        label="Connections"
        columns={COLUMNS}
        count={rows.length}
        itemAt={itemsOf(rows)}
        rowKey={(row) => row.name}
        focused={focused}
        onFocus={setFocused}
        {...(HAS_SETTINGS ? { onOpen: (row: Connection) => open(`/settings/${row.page}`) } : {})}
      />
    </Panel>
  );
}
