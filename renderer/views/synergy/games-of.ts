import type { GameTerm } from '../../../main-ingest/contract/game-query.ts';
import { printGameQuery } from '../../../main-ingest/contract/game-query.ts';
import { term } from '../games/query-terms.ts';
import type { SynergyAddress } from './synergy-address.ts';

/** Search of `/games` that lists the games that end with all of these jokers and none of those, from an ante on. */
export function queryOfJokers(
  jokers: readonly string[],
  ante: number,
  without: readonly string[] = [],
): { readonly q: string } {
  const terms: GameTerm[] = [
    ...jokers.map((joker) => term('joker', [joker])),
    ...without.map((joker) => ({ ...term('joker', [joker]), negated: true })),
    ...(ante > 1 ? [term('ante', [String(ante)], '>=')] : []),
  ];
  return { q: printGameQuery(terms) };
}

/** The recipe behind the numbers, at the view's minimum and ante. */
export function recipeOf({
  size,
  min,
  ante,
}: Pick<SynergyAddress, 'size' | 'min' | 'ante'>): [path: string, search: Record<string, string | undefined>] {
  return [
    `/cookbook/${size === 2 ? 'joker-synergies' : 'joker-triples'}`,
    { 'p.min_games': String(min), 'p.reached_ante': ante > 1 ? String(ante) : undefined },
  ];
}
