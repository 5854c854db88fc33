import type { HealthDetail } from '../../../main-ingest/contract/health.ts';
import { bytes } from '../../format/number.ts';
import { Panel } from '../../panel/panel.tsx';
import { useGone } from '../../panel/use-panel-state.ts';
import styles from './health.module.css';
import lists from './lists.module.css';

/** What each part has of memory, and of what limit. */
export function MemoryPanel({ detail }: { readonly detail: HealthDetail }) {
  const gone = useGone();
  const { memory } = detail;
  const most = Math.max(1, ...memory.map(({ bytes: used }) => used));
  return (
    <Panel title="Memory" about="of each limit" className={styles.memory} {...(gone ? { state: gone } : {})}>
      <dl className={lists.memory}>
        {memory.map(({ part, bytes: used, limit }) => (
          <div key={part}>
            <dt>{part}</dt>
            <dd>
              <b>{bytes(used)}</b> {limit !== null && `of ${bytes(limit)}`}
            </dd>
            <i aria-hidden data-limited={limit !== null || undefined}>
              <i style={{ width: `${Math.min(100, (used / (limit ?? most)) * 100)}%` }} />
            </i>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
