import { ask } from '../../contract/engine.ts';
import { useAnswer } from '../../contract/queries.ts';
import { modelFamily } from './model-family.ts';

/** What all model versions there are begin with. */
export function useModelPrefix(): string {
  const models = useAnswer(ask.games.scopeValues.queryOptions()).data?.model ?? [];
  return modelFamily(models.map(({ value }) => value));
}
