import { useScope } from '../address/address.ts';
import { SCOPE_LISTS, type ScopeAddress, type ScopeList } from '../address/scope.ts';
import { ask } from '../contract/engine.ts';
import { useAnswer } from '../contract/queries.ts';
import { outcomeWord } from '../format/word.ts';
import type { PanelState } from './panel-state.ts';

const LABELS: Readonly<Record<ScopeList, string>> = {
  strategy: 'Strategy',
  model: 'Model',
  deck: 'Deck',
  stake: 'Stake',
  outcome: 'Outcome',
};
const TIME = ['from', 'to', 'last'] as const;

interface Part {
  readonly words: string;
  readonly names: readonly (keyof ScopeAddress)[];
}

/** The parts of a scope that are set, in words. */
export function scopeParts(scope: ScopeAddress): Part[] {
  const lists = SCOPE_LISTS.flatMap((name): Part[] => {
    const values = scope[name] ?? [];
    const shown = name === 'outcome' ? values.map(outcomeWord) : values;
    return values.length === 0 ? [] : [{ words: `${LABELS[name]}: ${shown.join(', ')}`, names: [name] }];
  });
  return TIME.some((name) => scope[name] !== undefined) ? [{ words: 'Time', names: TIME }, ...lists] : lists;
}

/**
 * What a panel without games says: that the scope empties it and how many there are without, or, with no scope set, the
 * given state. `of: () => (rows.length === 0 ? none({ kind: 'nothing', … }) : undefined)`
 */
export function useEmptyScope(): (nothing: PanelState) => PanelState {
  const { address, set } = useScope();
  const games = useAnswer(ask.games.scopeValues.queryOptions()).data?.games;
  const parts = scopeParts(address);
  const clear = (names: readonly (keyof ScopeAddress)[]) => () =>
    set(Object.fromEntries(names.map((name) => [name, undefined])));
  return (nothing) => {
    const [first] = parts;
    if (first === undefined) return nothing;
    const all = parts.flatMap((part) => part.names);
    return {
      kind: 'empty',
      filter: parts.map((part) => part.words).join(', '),
      ...(games === undefined ? {} : { without: games }),
      clear: clear(all),
    };
  };
}
