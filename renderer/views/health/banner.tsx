import { CircleAlert, RotateCw } from 'lucide-react';
import { useState } from 'react';
import type { HealthDetail } from '../../../main-ingest/contract/health.ts';
import { engine } from '../../contract/engine.ts';
import { Button } from '../../control/button.tsx';
import { timeOf } from '../../format/time.ts';
import { toast } from '../../toast/toast.ts';
import styles from './banner.module.css';
import { nextTry, type Outage, rebuildInWords } from './outage.ts';
import { RebuildButton } from './rebuild-button.tsx';
import { aboutDuration, fullInMs, journalGrowth } from './samples.ts';
import { useClock } from './use-clock.ts';

interface BannerProps {
  readonly outage: Outage;
  readonly detail: HealthDetail;
}

/** A store is away: since when, when it is tried again, what it means, and when it becomes urgent. */
export function Banner({ outage, detail }: BannerProps) {
  const now = useClock();
  const [trying, setTrying] = useState(false);
  const { health, samples } = detail;
  const full = fullInMs(health.journal, journalGrowth(samples));
  const retry = async () => {
    setTrying(true);
    try {
      await engine.health.retry({ store: outage.store });
      toast(`${outage.name} is tried now`);
    } finally {
      setTrying(false);
    }
  };
  return (
    <div className={styles.banner} role="alert">
      <CircleAlert size={17} className={styles.icon} aria-hidden />
      <p>
        <b>{outage.title}</b> <span>since {timeOf(outage.since)}</span>{' '}
        <span>{outage.rebuilding ? rebuildInWords(outage.rebuilding) : nextTry(outage, now)}</span>{' '}
        <b>{outage.meaning}</b> <span>{outage.stale}</span>{' '}
        <span>
          {full === null ? 'the journal does not fill' : `journal full in about ${aboutDuration(full)} at this rate`}
        </span>
      </p>
      {outage.rebuilding && <progress max={outage.rebuilding.total || 1} value={outage.rebuilding.done} />}
      {(outage.rebuilding || outage.wantsRebuild) && <RebuildButton rebuilding={outage.rebuilding} />}
      {!outage.rebuilding && (
        <Button onPress={() => void retry()} isDisabled={trying}>
          <RotateCw size={14} aria-hidden /> Retry now
        </Button>
      )}
    </div>
  );
}
