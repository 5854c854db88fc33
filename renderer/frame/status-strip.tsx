import type { Live } from '../../main-ingest/contract/live.ts';
import { Link } from '../address/link.tsx';
import { engine } from '../contract/engine.ts';
import { useLive } from '../contract/live-store.ts';
import { count, duration } from '../format/number.ts';
import { TIME_ZONE } from '../format/time.ts';
import { storeWord } from '../format/word.ts';
import { KeyCap } from '../keys/key-cap.tsx';
import { VIEWS } from '../routes.ts';
import styles from './status-strip.module.css';

const hasHealth = VIEWS.some((view) => view.path === '/health');

/** Is it alive: rate, games in flight, how far each store is, the last error. */
export function StatusStrip({ openKeys }: { readonly openKeys: () => void }) {
  const { live, connection, paused } = useLive((view) => view);
  const gone = connection.state === 'gone';
  const rate = live?.health.intake.eventsPerSecond ?? 0;
  const state = gone
    ? 'Engine stopped'
    : live === undefined
      ? 'Connecting'
      : paused
        ? 'Paused'
        : rate > 0
          ? 'Live'
          : 'Listening';
  const tone = gone ? 'failure' : paused ? 'accent' : rate > 0 ? 'win' : 'quiet';
  return (
    <footer className={styles.strip}>
      <span className={styles.item}>
        <i className={styles.dot} data-tone={tone} />
        <b>{state}</b>
        {!gone && live && <span className={styles.rate}>{count(rate)} events/s</span>}
        {gone && <span>try {connection.attempt}, nothing is lost</span>}
      </span>
      {live && !gone && (
        <>
          <span className={styles.item}>
            <b>{count(live.health.gamesInFlight)}</b> games in flight
          </span>
          {live.demo && (
            <span className={styles.item}>
              <b>Demo</b> is playing{' '}
              <button type="button" className={styles.stop} onClick={() => void engine.recordings.stopDemo()}>
                stop
              </button>
            </span>
          )}
          <Facts live={live} />
        </>
      )}
      <span className={styles.right}>
        <span>{[live?.run, live?.model].filter(Boolean).join(' · ') || 'no run yet'}</span>
        <span>{TIME_ZONE}</span>
        <button type="button" className={styles.keys} onClick={openKeys}>
          <KeyCap keys="?" /> keys
        </button>
      </span>
    </footer>
  );
}

function Facts({ live }: { readonly live: Live }) {
  const { journal, stores } = live.health;
  const behind = journal.position - Math.min(stores.history.checkpoint, stores.metrics.checkpoint);
  const store = (name: string, { kind, state, lagMs }: (typeof stores)['history']) => (
    <span
      className={styles.item}
      data-tone={state === 'down' ? 'failure' : state === 'degraded' ? 'warning' : undefined}
    >
      {name} {storeWord(kind)} <b>{state === 'connected' ? (lagMs === 0 ? 'ready' : duration(lagMs)) : state}</b>
    </span>
  );
  const facts = (
    <>
      <span className={styles.item}>
        Journal <b>{journal.position === 0 ? 'empty' : `${count(Math.max(0, behind))} behind`}</b>
      </span>
      {store('History', stores.history)}
      {store('Metrics', stores.metrics)}
      <span className={styles.item} data-tone={live.lastError ? 'warning' : undefined} title={live.lastError?.message}>
        Last error <b>{live.lastError?.code ?? 'none'}</b>
      </span>
    </>
  );
  return hasHealth ? (
    <Link to="/health" className={styles.facts} title="Health">
      {facts}
    </Link>
  ) : (
    <span className={styles.facts}>{facts}</span>
  );
}
