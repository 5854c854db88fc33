import { GAME_FIELDS, type GameField, printGameQuery } from '../../../main-ingest/contract/game-query.ts';
import type { GameFacets } from '../../../main-ingest/contract/games.ts';
import { find } from '../../palette/fuzzy.ts';
import { term } from './query-terms.ts';

export interface Suggestion {
  /** What the field holds after it was taken. */
  readonly text: string;
  readonly help: string;
  /** Whether the term is complete with it. */
  readonly complete: boolean;
}

const MOST = 8;

const FACETS: Partial<Record<GameField, keyof GameFacets>> = {
  strategy: 'strategy',
  model: 'model',
  deck: 'deck',
  stake: 'stake',
  joker: 'joker',
  ante: 'ante',
};

/** What can follow what is typed: fields, and after `field:` the values that there are, with their games. */
export function suggestionsFor(typed: string, facets: GameFacets | undefined): Suggestion[] {
  if (typed === '') return [];
  const [, name, operator, rest = ''] = /^-?([a-z]+)(:|=|>=|<=|>|<)(.*)$/i.exec(typed) ?? [];
  const field = fieldNamed(name);
  if (field === undefined || operator === undefined) {
    const fields = Object.entries(GAME_FIELDS)
      .filter(([own]) => own.startsWith(typed.toLowerCase()))
      .map(([own, { help }]) => ({ text: `${own}:`, help, complete: false }));
    const jokers = (typed.length < 2 ? [] : ranked(facets?.joker ?? [], typed)).map(({ value, games }) => ({
      text: printGameQuery([term('joker', [value])]),
      help: `${games} games`,
      complete: true,
    }));
    return [...fields, ...jokers].slice(0, MOST);
  }
  const facet = FACETS[field];
  const { choices } = GAME_FIELDS[field];
  const values: readonly { readonly value: string; readonly games?: number }[] = facet
    ? (facets?.[facet] ?? [])
    : (choices ?? []).map((value) => ({ value }));
  return ranked(values, rest.replace(/^"/, ''))
    .slice(0, MOST)
    .map(({ value, games }) => ({
      text: `${typed.startsWith('-') ? '-' : ''}${printGameQuery([{ ...term(field, [value]), operator: ':' }]).replace(':', operator)}`,
      help: games === undefined ? '' : `${games} games`,
      complete: true,
    }));
}

function ranked<T extends { readonly value: string }>(values: readonly T[], typed: string): T[] {
  return values
    .flatMap((item) => {
      const found = find(typed, item.value);
      return found ? [{ item, rank: found.rank }] : [];
    })
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}

function fieldNamed(name: string | undefined): GameField | undefined {
  const wanted = name?.toLowerCase();
  const names: readonly string[] = Object.keys(GAME_FIELDS);
  return wanted !== undefined && names.includes(wanted) && isField(wanted) ? wanted : undefined;
}

function isField(name: string): name is GameField {
  return name in GAME_FIELDS;
}
