import { Clock, TriangleAlert } from 'lucide-react';
import type { Setting } from '../../../main-ingest/contract/settings.ts';
import styles from './settings.module.css';

/** What is saved is not what runs. */
export function WaitingNotice({ settings }: { readonly settings: readonly Setting[] }) {
  const waiting = settings.filter((setting) => setting.waiting).map(({ name }) => name);
  if (waiting.length === 0) return null;
  return (
    <p className={styles.notice} data-alone data-tone="accent" role="status">
      <Clock size={15} aria-hidden />
      <span className={styles.words}>
        <b>Saved, but not running yet: {waiting.join(', ')}.</b> End the workbench and start it again to take{' '}
        {waiting.length === 1 ? 'it' : 'them'} over
      </span>
    </p>
  );
}

/** The file was changed by hand to something that cannot be used. */
export function FileNotice({ problem }: { readonly problem: string }) {
  return (
    <p className={styles.notice} data-alone data-tone="failure" role="alert">
      <TriangleAlert size={15} aria-hidden />
      <span className={styles.words}>
        <b>The configuration file cannot be used as it is.</b> {problem} What runs is shown; the next start fails until
        the file is mended
      </span>
    </p>
  );
}
