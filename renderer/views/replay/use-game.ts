import type { UseQueryResult } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { ReplaySummary } from '../../../main-ingest/contract/replay.ts';
import { ask, engine } from '../../contract/engine.ts';
import { useFollow } from '../../contract/follow.ts';
import { useLive } from '../../contract/live-store.ts';
import { useAnswer } from '../../contract/queries.ts';

/** A growing game is asked for again no sooner. */
const GROWS_EVERY_MS = 400;

/**
 * A game at a glance, and again whenever a game in flight has grown. What follows tells of steps as they come in; the
 * history has them a little later, so it is asked until it has caught up.
 */
export function useGame(sessionId: string): UseQueryResult<ReplaySummary, Error> {
  const answer = useAnswer(ask.replay.summary.queryOptions({ input: { sessionId } }), true, true);
  const { refetch, isFetching, dataUpdatedAt } = answer;
  const shown = answer.data?.game.sessionId === sessionId ? answer.data : undefined;
  const known = shown?.steps.at(-1)?.step ?? -1;
  const inFlight = shown?.game.state === 'live';
  const paused = useLive((view) => view.paused !== undefined);
  const { value: progress } = useFollow(
    (signal) => engine.replay.follow({ sessionId }, { signal }),
    inFlight || answer.isError ? sessionId : null,
    true,
  );
  const behind = progress !== undefined && (progress.lastStep > known || (progress.ended && inFlight));
  // biome-ignore lint/correctness/useExhaustiveDependencies: an answer that is still behind is asked for again
  useEffect(() => {
    if (!behind || paused || isFetching) return;
    const timer = setTimeout(() => void refetch(), GROWS_EVERY_MS);
    return () => clearTimeout(timer);
  }, [behind, paused, isFetching, refetch, dataUpdatedAt]);
  return answer;
}
