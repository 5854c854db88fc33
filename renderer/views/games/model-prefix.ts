import { ask } from '../../contract/engine.ts';
import { useAnswer } from '../../contract/queries.ts';

/** What all model versions begin with before their number: `ppo` of `ppo-015` and `ppo-024`; else ''. */
export function commonPrefix(models: readonly string[]): string {
  const [first, ...others] = models.map((model) => /^(.{1,8})-[^-]{1,5}$/.exec(model)?.[1] ?? '');
  return first !== undefined && others.every((other) => other === first) ? first : '';
}

export function useModelPrefix(): string {
  const models = useAnswer(ask.games.scopeValues.queryOptions()).data?.model ?? [];
  return commonPrefix(models.map(({ value }) => value));
}
