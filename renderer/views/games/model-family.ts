/** What all model versions begin with before their number: `ppo` of `ppo-015` and `ppo-024`; else ''. */
export function modelFamily(models: readonly string[]): string {
  const [first, ...others] = models.map((model) => /^(.{1,8})-[^-]{1,5}$/.exec(model)?.[1] ?? '');
  return first !== undefined && others.every((other) => other === first) ? first : '';
}
