import { HardDrive } from 'lucide-react';
import type { HealthDetail } from '../../../main-ingest/contract/health.ts';
import { bytes, compact, count, duration, share } from '../../format/number.ts';
import { minuteOf, timeOf } from '../../format/time.ts';
import { storeWord } from '../../format/word.ts';
import styles from './pipeline.module.css';
import { fullInMs, journalGrowth } from './samples.ts';
import { StateWord } from './state-word.tsx';
import { useClock } from './use-clock.ts';

const FILLING = 0.5;

/** The journal as a tape from the oldest event that is held to the newest, with each store's place on it. */
export function JournalBox({ detail }: { readonly detail: HealthDetail }) {
  const now = useClock();
  const { health, samples, diskFreeBytes } = detail;
  const { journal, stores } = health;
  const waiting = Math.max(0, journal.position - Math.min(stores.history.checkpoint, stores.metrics.checkpoint));
  const oldest = Math.max(stores.history.lagMs, stores.metrics.lagMs);
  const growth = journalGrowth(samples);
  const stuck = Object.values(stores).some(({ state }) => state === 'down');
  // Segments that both stores have are given up, so growth means filling only while a store stands still.
  const full = stuck ? fullInMs(journal, growth) : null;
  const used = journal.bytes / journal.maxBytes;
  const filling = stuck && waiting > 0;
  const acknowledge = samples.findLast(({ acknowledgeMs }) => acknowledgeMs.p99 > 0)?.acknowledgeMs;
  return (
    <section className={styles.box} data-tone={filling || used > FILLING ? 'warning' : undefined} aria-label="Journal">
      <header>
        <HardDrive size={14} aria-hidden />
        <b>Journal</b> <small>sync: {journal.sync}</small>
        <StateWord tone={used >= 1 ? 'failure' : filling ? 'warning' : 'good'}>
          {used >= 1 ? 'Full' : filling ? 'Filling' : 'Ready'}
        </StateWord>
      </header>
      <p className={styles.big}>
        {waiting < 10_000 ? count(waiting) : compact(waiting)}{' '}
        <small>{waiting === 0 ? 'events wait' : `events wait, the oldest ${duration(oldest)}`}</small>
      </p>
      <Tape detail={detail} />
      <div className={styles.used}>
        <i style={{ width: `${Math.min(100, Math.max(used * 100, 0.5))}%` }} />
      </div>
      <p className={styles.row}>
        <span>
          <b>{bytes(journal.bytes)}</b> of {bytes(journal.maxBytes)} · {share(used, used < 0.1 ? 1 : 0)}
        </span>
        <span>{diskFreeBytes === null ? '' : `${bytes(diskFreeBytes)} free`}</span>
      </p>
      <dl className={styles.figures}>
        <dt>grows</dt>
        <dd>{bytes(Math.round(growth))}/s</dd>
        <dt>answered, P99</dt>
        <dd>{duration(acknowledge?.p99)}</dd>
        <dt>full at</dt>
        <dd data-tone={full === null ? undefined : 'warning'}>{full === null ? 'never' : minuteOf(now + full)}</dd>
        <dt>events ever</dt>
        <dd>{journal.position < 1e6 ? count(journal.position) : compact(journal.position)}</dd>
      </dl>
      <p className={styles.small}>When full, the intake answers 503. It never drops</p>
    </section>
  );
}

function Tape({ detail }: { readonly detail: HealthDetail }) {
  const { journal, stores } = detail.health;
  const length = Math.max(1, journal.position - journal.oldest);
  const at = (checkpoint: number) => Math.max(0, Math.min(100, ((checkpoint - journal.oldest) / length) * 100));
  const marks = [
    { name: 'history', store: stores.history },
    { name: 'metrics', store: stores.metrics },
  ].map(({ name, store }) => ({
    name,
    place: at(store.checkpoint),
    words: `${name} ${store.lagEvents === 0 ? 'has all' : store.state === 'down' ? timeOf(store.since) : `${compact(store.lagEvents)} behind`}`,
    title: `${storeWord(store.kind)} has everything before position ${count(store.checkpoint)}`,
  }));
  const behind = Math.min(...marks.map(({ place }) => place));
  return (
    <div
      className={styles.tape}
      role="img"
      aria-label={`Journal from position ${count(journal.oldest)} to ${count(journal.position)}: ${marks.map(({ words }) => words).join(', ')}`}
    >
      <span className={styles.names}>
        {marks.map(({ name, words }) => (
          <small key={name}>{words}</small>
        ))}
      </span>
      <span className={styles.events}>
        <i style={{ left: `${behind}%` }} />
        {marks.map(({ name, place, title }) => (
          <b key={name} style={{ left: `${place}%` }} title={title} />
        ))}
      </span>
    </div>
  );
}
