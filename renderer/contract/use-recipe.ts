import type { UseQueryResult } from '@tanstack/react-query';
import type { ParameterValue, QueryOutput } from '../../main-ingest/contract/cookbook.ts';
import { useScope } from '../address/address.ts';
import { ask } from './engine.ts';
import { useAnswer } from './queries.ts';

/**
 * The answer of a recipe in the present scope, kept fresh: `const deaths = useRecipe('where-games-die');`
 * Read it with `rowsOf(deaths.data)`, show it in a panel with `usePanelState(deaths)`.
 */
export function useRecipe(
  recipe: string,
  params: Readonly<Record<string, ParameterValue>> = {},
): UseQueryResult<QueryOutput, Error> {
  const { scope } = useScope();
  return useAnswer(ask.cookbook.run.queryOptions({ input: { recipe, params: { ...params }, scope } }));
}
