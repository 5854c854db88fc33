import type { Synergy } from '../../../main-ingest/contract/synergy.ts';
import { count } from '../../format/number.ts';
import type { PanelState } from '../../panel/panel-state.ts';
import { useEmptyScope } from '../../panel/use-empty-scope.ts';
import type { SynergyAddress } from './synergy-address.ts';
import type { SetSynergy } from './use-synergy-address.ts';

/** Why there is nothing to show: the minimum, the ante, the scope, or that nothing ended yet. */
export function useEmptyState(
  data: Synergy | undefined,
  { min, ante, size }: SynergyAddress,
  set: SetSynergy,
): PanelState | undefined {
  const ofScope = useEmptyScope();
  if (!data || data.combinations.length > 0) return undefined;
  if (data.seen > 0)
    return { kind: 'empty', filter: `at least ${count(min)} games`, without: data.games, clear: () => set({ min: 1 }) };
  if (ante > 1) return { kind: 'empty', filter: `Reached ante ${ante}`, clear: () => set({ ante: undefined }) };
  return ofScope({
    kind: 'nothing',
    what: `No game ended with ${size === 2 ? 'two' : 'three'} jokers yet`,
    how: `They are counted when a game ends that holds ${size === 2 ? 'both' : 'all three'}: GameCompleted with its finalJokers`,
  });
}
