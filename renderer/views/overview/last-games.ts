import { useScope } from '../../address/address.ts';
import { ask } from '../../contract/engine.ts';
import { useAnswer } from '../../contract/queries.ts';

/** How many games "the last games" are. */
export const LAST = 100;

/** Start of the oldest of the last 100 completed games, so that a link can open just these; undefined with fewer. */
export function useStartOfLast(): string | undefined {
  const { scope } = useScope();
  const list = useAnswer(
    ask.games.list.queryOptions({ input: { scope, sort: 'started', descending: true, offset: LAST - 1, limit: 1 } }),
  );
  return list.data?.rows[0]?.startedAt ?? undefined;
}
