import { Copy, Info } from 'lucide-react';
import type { Setting } from '../../../main-ingest/contract/settings.ts';
import { useLive } from '../../contract/live-store.ts';
import { Button } from '../../control/button.tsx';
import { count } from '../../format/number.ts';
import { copyText } from './copy-text.ts';
import styles from './settings.module.css';

interface StoreNoticeProps {
  readonly store: 'history' | 'metrics';
  /** The setting that chooses the store. */
  readonly engine: Setting;
  readonly chosen: string;
  /** Options that point the command at this workbench's data. */
  readonly options: string;
}

/** Another store than the one that runs was chosen: what is kept so far is not in it. */
export function StoreNotice({ store, engine, chosen, options }: StoreNoticeProps) {
  const running = useLive((view) => view.live?.health.stores[store]);
  if (!running || running.kind === chosen || running.checkpoint === 0 || engine.type.kind !== 'choice') return null;
  const { choices } = engine.type;
  /** `SQLite` of "Embedded, SQLite". */
  const titleOf = (kind: string) =>
    choices
      .find(({ value }) => value === kind)
      ?.title.split(', ')
      .at(-1) ?? kind;
  const to = chosen === engine.defaultValue ? 'embedded' : 'server';
  const from = to === 'server' ? 'embedded' : 'server';
  const command = `npm run migrate -- --from ${from} --to ${to} --only ${store} ${options}`;
  return (
    <div className={styles.notice} role="status">
      <Info size={15} aria-hidden />
      <span className={styles.words}>
        <b>
          {running.checkpoint === 1 ? '1 event is' : `${count(running.checkpoint)} events are`} in{' '}
          {titleOf(running.kind)}.
        </b>{' '}
        {titleOf(chosen)} gets what comes after the next start; <code>migrate</code> copies these before it
      </span>
      <Button onPress={() => copyText(command, 'Command copied: end the workbench, run it, start again')}>
        <Copy size={13} aria-hidden /> Copy the command
      </Button>
    </div>
  );
}
