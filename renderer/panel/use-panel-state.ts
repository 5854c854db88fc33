import type { UseQueryResult } from '@tanstack/react-query';
import { useRef } from 'react';
import { type LiveView, liveStore, useLive } from '../contract/live-store.ts';
import { count } from '../format/number.ts';
import { timeOf } from '../format/time.ts';
import { failureState } from './failure.ts';
import { type PanelState, READY, type SkeletonShape } from './panel-state.ts';

const NEVER = 0;

interface Options {
  readonly shape?: SkeletonShape;
  /** State of an answer that is there: empty, nothing yet, thin, truncated. */
  readonly of?: () => PanelState | undefined;
  /** Whether it shows what is happening now, and so says when that is paused. */
  readonly live?: boolean;
}

/**
 * The state of a panel that shows one answer: waiting, failed, engine gone, stale, paused, else what `of` says.
 * `<Panel state={usePanelState(answer, { shape: 'bars', of: () => …})}>`
 */
export function usePanelState(
  answer: Pick<
    UseQueryResult<unknown, unknown>,
    'data' | 'error' | 'isError' | 'refetch' | 'isPending' | 'isPlaceholderData'
  >,
  options: Options = {},
): PanelState {
  const gone = useGone();
  const stale = useStaleMetrics();
  const paused = useLive((view) => view.paused);
  const waitingSince = useRef(NEVER);
  const waiting = answer.isPending && !answer.isError;
  if (!waiting) waitingSince.current = NEVER;
  else if (waitingSince.current === NEVER) waitingSince.current = Date.now();

  if (gone) return gone;
  if (answer.isError) return failureState(answer.error, () => void answer.refetch());
  if (waiting)
    return { kind: 'loading', since: waitingSince.current, ...(options.shape ? { shape: options.shape } : {}) };
  if (stale) return stale;
  const special = options.of?.();
  if (special) return special;
  if (paused && options.live)
    return {
      kind: 'paused',
      at: timeOf(paused.since),
      missed: paused.games > 0 ? `${count(paused.games)} games since` : `${count(paused.events)} events since`,
      goLive: () => liveStore.togglePause(),
    };
  return READY;
}

/** The state of every panel while the engine does not answer. */
export function useGone(): PanelState | undefined {
  const connection = useLive((view) => view.connection);
  if (connection.state !== 'gone') return undefined;
  return { kind: 'gone', attempt: connection.attempt, retryAt: connection.retryAt, reason: connection.reason };
}

const metricsOf = (view: LiveView) => view.live?.health.stores.metrics;

/** The state of every panel whose numbers come from a metrics store that is down: how old they are, and why. */
function useStaleMetrics(): PanelState | undefined {
  const metrics = useLive(metricsOf);
  if (metrics?.state !== 'down') return undefined;
  const name = metrics.kind === 'questdb' ? 'QuestDB' : 'DuckDB';
  return {
    kind: 'stale',
    at: timeOf(metrics.since),
    why: `${name} is down; ${count(metrics.lagEvents)} events wait`,
    health: true,
  };
}
