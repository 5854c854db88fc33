import { useMemo } from 'react';
import { useScope } from '../../address/address.ts';
import { ask } from '../../contract/engine.ts';
import { useAnswer } from '../../contract/queries.ts';
import { EvidencePanels } from './evidence-panels.tsx';
import { HeatmapPanel } from './heatmap-panel.tsx';
import { ListPanel } from './list-panel.tsx';
import { PairPanel } from './pair-panel.tsx';
import styles from './synergy.module.css';
import { useSynergyAddress } from './use-synergy-address.ts';

/** Which jokers win together: as a map and as a list, and a closer look at one pair. */
export function View() {
  const { scope } = useScope();
  const [address, set] = useSynergyAddress();
  const { as, size, min, ante, pair, beside } = address;
  // The list is about win rates, whatever the map was coloured by.
  const measure = as === 'list' ? 'lift' : address.measure;
  const input = useMemo(
    () => ({ scope, measure, size, minGames: min, reachedAnte: ante }),
    [scope, measure, size, min, ante],
  );
  const answer = useAnswer(ask.synergy.map.queryOptions({ input }));
  const asPair = pair.length > 0 && (as === 'heatmap' || beside === 'pair');
  const close = () => set(as === 'heatmap' ? { pair: undefined } : { beside: undefined });
  return (
    <div className={styles.view} data-as={as}>
      {as === 'heatmap' ? (
        <HeatmapPanel answer={answer} address={address} set={set} />
      ) : (
        <ListPanel answer={answer} address={address} set={set} />
      )}
      {asPair ? (
        <PairPanel key={pair.join('+')} answer={answer.data} address={address} set={set} close={close} />
      ) : (
        as === 'list' && <EvidencePanels answer={answer} address={address} set={set} />
      )}
    </div>
  );
}
