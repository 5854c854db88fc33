import { Copy, Layers } from 'lucide-react';
import type { ImportJob } from '../../../main-ingest/contract/recordings.ts';
import { useAddress } from '../../address/address.ts';
import { Button } from '../../control/button.tsx';
import { bytes, count, duration } from '../../format/number.ts';
import { toast } from '../../toast/toast.ts';
import styles from './import.module.css';
import { runningMs } from './progress.ts';

/** What came of one file. */
export function JobSummary({ job, now }: { readonly job: ImportJob; readonly now: number }) {
  const { open } = useAddress();
  const file = job.file.split(/[/\\]/).at(-1) ?? job.file;
  const ms = runningMs(job, now);
  const rate = ms > 0 ? `, ${count((job.events / ms) * 1000)} events/s` : '';
  const summary = () =>
    `${file}: ${count(job.events)} events, ${count(job.games)} games, ${count(job.duplicates)} here already, ${count(job.rejectedCount)} rejected`;
  return (
    <aside className={styles.summary} aria-label="What came of it">
      <header>
        <code>{file}</code>
        <p>
          {bytes(job.bytesRead)} in {duration(ms)}
          {rate}
        </p>
      </header>
      <dl>
        <Figure name="Events" value={job.events} />
        <Figure name="Games" value={job.games} />
        <Figure name="Were here already" value={job.duplicates} />
        <Figure name="Rejected" value={job.rejectedCount} />
      </dl>
      {job.error !== null && <p className={styles.error}>{job.error}</p>}
      {job.state === 'cancelled' && (
        <p className={styles.hint}>Cancelled: what was read is in. Import it again and it goes on.</p>
      )}
      {job.duplicates > 0 && job.state === 'done' && (
        <p className={styles.hint}>
          An event that comes twice counts once: nothing was changed by those that were here already.
        </p>
      )}
      <footer>
        <Button kind="main" size="large" onPress={() => open('/games')}>
          <Layers size={14} aria-hidden /> Open the games
        </Button>
        <Button
          size="large"
          onPress={() => void navigator.clipboard.writeText(summary()).then(() => toast('Summary copied'))}
        >
          <Copy size={14} aria-hidden /> Copy summary
        </Button>
      </footer>
    </aside>
  );
}

function Figure({ name, value }: { readonly name: string; readonly value: number }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{count(value)}</dd>
    </div>
  );
}
