import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import type { Step } from '../../../main-ingest/contract/replay.ts';
import { engine } from '../../contract/engine.ts';
import { StepWindows } from './step-windows.ts';

/** The steps of a game; kept as long as the view shows that game. */
export function useStepWindows(sessionId: string): StepWindows {
  return useMemo(() => new StepWindows((from, to) => engine.replay.steps({ sessionId, from, to })), [sessionId]);
}

export interface ShownStep {
  /** The step asked for, or, until it is there, the one shown before. */
  readonly step: Step | undefined;
  /** The last decision up to that step, where it is loaded. */
  readonly decision: Step | undefined;
  readonly failure: unknown;
}

/**
 * The step to show. What lies around it is loaded ahead.
 * @param last the last step that the game has now
 */
export function useStep(windows: StepWindows, wanted: number, last: number): ShownStep {
  const here = useSyncExternalStore(windows.subscribe, () => windows.at(wanted));
  const shown = useRef<Step>(undefined);
  if (here) shown.current = here;
  const step = here ?? shown.current;
  const decidedAt = step?.decidedAt ?? -1;
  const decision = useSyncExternalStore(windows.subscribe, () => windows.at(decidedAt));
  const failure = useSyncExternalStore(windows.subscribe, () => windows.failure());
  useEffect(() => windows.want(wanted, last), [windows, wanted, last]);
  useEffect(() => {
    if (decidedAt >= 0 && windows.at(decidedAt) === undefined) windows.want(decidedAt, last);
  }, [windows, decidedAt, last]);
  return { step, decision, failure: here ? undefined : failure };
}
