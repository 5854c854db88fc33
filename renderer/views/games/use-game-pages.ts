import { keepPreviousData, useQueries } from '@tanstack/react-query';
import { useMemo, useRef } from 'react';
import type { GameList, GameListInput, GameRow } from '../../../main-ingest/contract/games.ts';
import { ask } from '../../contract/engine.ts';
import { LIVE_ANSWER, useAnswer } from '../../contract/queries.ts';

const PAGE = 200;

export interface GamePages {
  readonly first: GameList | undefined;
  readonly answer: ReturnType<typeof useAnswer<GameList, Error>>;
  /** A game that ended, by its place; undefined while its page is on its way. */
  readonly at: (index: number) => GameRow | undefined;
}

/**
 * The ended games in pages: those in sight are asked for and kept fresh, the others stay as they were seen.
 * @param held nothing is asked again: the rows stay where they are
 */
export function useGamePages(input: GameListInput, from: number, to: number, held: boolean): GamePages {
  const answer = useAnswer(ask.games.list.queryOptions({ input: { ...input, offset: 0, limit: PAGE } }), true, held);
  const first = answer.data;
  const matched = first?.matched ?? 0;
  const wanted = useMemo(() => {
    const last = Math.min(Math.floor(to / PAGE), Math.floor((matched - 1) / PAGE));
    const pages: number[] = [];
    for (let page = Math.max(1, Math.floor(from / PAGE)); page <= last; page += 1) pages.push(page);
    return pages;
  }, [from, to, matched]);
  const others = useQueries({
    queries: wanted.map((page) => {
      const question = ask.games.list.queryOptions({ input: { ...input, offset: page * PAGE, limit: PAGE } });
      return {
        queryKey: question.queryKey,
        queryFn: question.queryFn,
        placeholderData: keepPreviousData<GameList>,
        ...(held ? {} : { meta: LIVE_ANSWER }),
      };
    }),
  });
  const seen = useRef<{ key: string; pages: Map<number, readonly GameRow[]> }>({ key: '', pages: new Map() });
  const key = JSON.stringify(input);
  if (seen.current.key !== key) seen.current = { key, pages: new Map() };
  if (first && !answer.isPlaceholderData) seen.current.pages.set(0, first.rows);
  others.forEach((other, index) => {
    const page = wanted[index];
    if (other.data && !other.isPlaceholderData && page !== undefined) seen.current.pages.set(page, other.data.rows);
  });
  const fallback = answer.isPlaceholderData ? first?.rows : undefined;
  return {
    first,
    answer,
    at: (index) => {
      const page = Math.floor(index / PAGE);
      return seen.current.pages.get(page)?.[index % PAGE] ?? (page === 0 ? fallback?.[index] : undefined);
    },
  };
}
