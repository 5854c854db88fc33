import { Copy, Download } from 'lucide-react';
import { useState } from 'react';
import type { ImportJob, Rejection } from '../../../main-ingest/contract/recordings.ts';
import { csvOf } from '../../chart/table.ts';
import { Button } from '../../control/button.tsx';
import { count } from '../../format/number.ts';
import { fileName, save } from '../../format/save-file.ts';
import { Panel } from '../../panel/panel.tsx';
import { itemsOf } from '../../table/items-of.ts';
import { type Column, VirtualTable } from '../../table/virtual-table.tsx';
import { toast } from '../../toast/toast.ts';
import styles from './import.module.css';

/** The lines that were not taken, each with its reason and the piece of text at fault. */
export function RejectedLines({ job }: { readonly job: ImportJob }) {
  const [focused, setFocused] = useState(-1);
  const { rejected, rejectedCount } = job;
  const file = job.file.split(/[/\\]/).at(-1) ?? job.file;
  const csv = () =>
    csvOf({
      columns: ['line', 'code', 'reason', 'excerpt'].map((name) => ({ name, text: String, number: false })),
      rows: rejected.map(({ line, code, reason, excerpt }) => [line, code, reason, excerpt]),
    });
  return (
    <Panel
      className={styles.rejected}
      title="Rejected lines"
      about={`${count(rejectedCount)} in ${file}, the neighbours were taken`}
      flush
      state={
        rejected.length < rejectedCount
          ? { kind: 'truncated', shown: rejected.length, of: rejectedCount }
          : { kind: 'ready' }
      }
      tools={
        <>
          <Button
            kind="icon"
            label="Copy as CSV"
            onPress={() => void navigator.clipboard.writeText(csv()).then(() => toast('Rejected lines copied'))}
          >
            <Copy size={14} />
          </Button>
          <Button
            kind="icon"
            label="Save as CSV"
            onPress={() => save(fileName(`rejected ${file}`, 'csv'), new Blob([csv()], { type: 'text/csv' }))}
          >
            <Download size={14} />
          </Button>
        </>
      }
    >
      <VirtualTable
        label="Rejected lines"
        columns={COLUMNS}
        count={rejected.length}
        rowHeight={33}
        itemAt={itemsOf(rejected)}
        rowKey={({ line }) => String(line)}
        focused={focused}
        onFocus={setFocused}
      />
    </Panel>
  );
}

const COLUMNS: readonly Column<Rejection>[] = [
  { id: 'line', header: 'Line', width: 96, align: 'right', mono: true, cell: ({ line }) => count(line) },
  {
    id: 'reason',
    header: 'Reason',
    width: 380,
    cell: ({ reason, code }) => (
      <span title={reason}>
        <b className={styles.reason}>{reason}</b> <code className={styles.code}>{code}</code>
      </span>
    ),
  },
  {
    id: 'excerpt',
    header: 'The piece of text',
    width: 'fill',
    mono: true,
    cell: ({ excerpt }) => <mark className={styles.excerpt}>{excerpt}</mark>,
  },
];
