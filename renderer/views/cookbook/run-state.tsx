import { Check, CircleAlert, CircleSlash } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Spinner } from '../../control/spinner.tsx';
import { count, duration } from '../../format/number.ts';
import type { Run } from './runs.ts';
import styles from './sheet.module.css';

/** How the last run stands: its timer, then how long it took. */
export function RunState({ run }: { readonly run: Run | undefined }) {
  const running = run?.state === 'running';
  const now = useTicking(running, 100);
  if (!run) return null;
  const arriving = run.answer?.ask === run.ask ? run.answer.rows.count : undefined;
  return (
    <span className={styles.state} data-state={run.state} role="status">
      {run.state === 'running' && (
        <>
          <Spinner /> Running {duration(Math.max(0, Math.floor((now - run.startedAt) / 100) * 100))}
          {arriving !== undefined && ` · ${count(arriving)} rows`}
        </>
      )}
      {run.state === 'done' && (
        <>
          <Check size={14} aria-hidden /> <b>{duration(run.answer?.timing.totalMs)}</b>
        </>
      )}
      {run.state === 'failed' && (
        <>
          <CircleAlert size={14} aria-hidden /> <b>Failed</b> after {duration(run.tookMs)}
        </>
      )}
      {run.state === 'cancelled' && (
        <>
          <CircleSlash size={14} aria-hidden /> Cancelled after {duration(run.tookMs)}
        </>
      )}
    </span>
  );
}

/** Milliseconds since 1970, anew every so often while `on`. */
export function useTicking(on: boolean, everyMs: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!on) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [on, everyMs]);
  return now;
}
