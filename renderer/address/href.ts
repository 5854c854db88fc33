import { SCOPE_NAMES } from './scope.ts';
import { type Search, writeSearch } from './search.ts';

/** Parts of a search to set; undefined removes. */
export type Change = Readonly<Record<string, string | number | undefined>>;

/** `/games?strategy=smart&q=ante>=7`: a path with the present scope and the given search. */
export function hrefOf(path: string, search: Change, current: Search): string {
  const kept: Record<string, string | number | undefined> = {};
  for (const name of SCOPE_NAMES) kept[name] = current[name];
  // Two ends of time take the place of a span.
  if (search.from !== undefined || search.to !== undefined) kept.last = undefined;
  return path + writeSearch({ ...kept, ...search });
}
