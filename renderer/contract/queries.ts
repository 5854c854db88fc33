import {
  type DataTag,
  keepPreviousData,
  QueryClient,
  type QueryFunction,
  type QueryKey,
  type UseQueryResult,
  useQuery,
} from '@tanstack/react-query';

/**
 * All answers of the engine that the window holds. An answer is good until the data changes (`keep-fresh.ts`);
 * the engine retries what can be retried itself, so a failure is shown at once.
 */
export const queries = new QueryClient({
  defaultOptions: {
    queries: { staleTime: Number.POSITIVE_INFINITY, gcTime: 10 * 60_000, retry: false, refetchOnWindowFocus: false },
    mutations: { retry: false },
  },
});

/** Marks answers that depend on the games: asked again when the data changes. */
export const LIVE_ANSWER = { live: true } as const;

/** A question as `ask.….queryOptions(…)` puts it. */
export interface Question<T, E> {
  readonly queryKey: DataTag<QueryKey, T, E>;
  readonly queryFn: QueryFunction<T>;
}

/**
 * An answer of the engine that depends on the data: the old answer stays until the new one is there, and it is asked
 * again when the data changed. `const games = useAnswer(ask.games.list.queryOptions({ input }));`
 * @param held it stays as it is, whatever comes
 */
export function useAnswer<T, E>(question: Question<T, E>, enabled = true, held = false): UseQueryResult<T, E> {
  return useQuery<T, E>({
    queryKey: question.queryKey,
    queryFn: question.queryFn,
    enabled,
    placeholderData: keepPreviousData,
    ...(held ? {} : { meta: LIVE_ANSWER }),
  });
}
