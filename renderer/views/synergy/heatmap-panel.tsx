import type { UseQueryResult } from '@tanstack/react-query';
import { Link2 } from 'lucide-react';
import { useMemo } from 'react';
import type { Synergy } from '../../../main-ingest/contract/synergy.ts';
import { useAddress } from '../../address/address.ts';
import { Button } from '../../control/button.tsx';
import { Switch } from '../../control/switch.tsx';
import { count } from '../../format/number.ts';
import { copyLink } from '../../frame/copy-link.ts';
import { useKeys } from '../../keys/use-keys.ts';
import { Panel } from '../../panel/panel.tsx';
import { usePanelState } from '../../panel/use-panel-state.ts';
import { usePalette } from '../../theme/palette.ts';
import {
  AnteControl,
  AsControl,
  JokersControl,
  MeasureControl,
  MinimumControl,
  OrderControl,
  SizeControl,
} from './controls.tsx';
import type { Picture } from './draw-cells.ts';
import { isClear } from './evidence.ts';
import { ExportMenu } from './export-menu.tsx';
import { queryOfJokers, recipeOf } from './games-of.ts';
import { Heatmap } from './heatmap.tsx';
import { drawFigure } from './heatmap-figure.ts';
import { Legend } from './legend.tsx';
import { arrange } from './matrix.ts';
import { measureAbout } from './measure.ts';
import type { Pen } from './pen.ts';
import { saveCombinations } from './save-combinations.ts';
import styles from './synergy.module.css';
import type { SynergyAddress } from './synergy-address.ts';
import { useEmptyState } from './use-empty-state.ts';
import type { SetSynergy } from './use-synergy-address.ts';

interface HeatmapPanelProps {
  readonly answer: UseQueryResult<Synergy, Error>;
  readonly address: SynergyAddress;
  readonly set: SetSynergy;
}

/** Every pair at once. */
export function HeatmapPanel({ answer, address, set }: HeatmapPanelProps) {
  const { open } = useAddress();
  const palette = usePalette();
  const { data } = answer;
  const { order, jokers, measure, only, min, ante, pair } = address;
  const matrix = useMemo(() => (data ? arrange(data, order, jokers) : undefined), [data, order, jokers]);
  const picture = useMemo(
    (): Picture | undefined => data && matrix && { matrix, measure, all: data, only, palette },
    [data, matrix, measure, only, palette],
  );
  const empty = useEmptyState(data, address, set);
  const state = usePanelState(answer, { shape: 'grid', live: true, of: () => empty });
  const all = data && measureAbout(measure, data);
  const stands = matrix?.pairs.filter(({ standsOut }) => standsOut) ?? [];
  // The correction is of the win rates against all games.
  const corrected = measure === 'lift' || measure === 'win-rate';
  const clear = corrected ? `, ${count(stands.filter((one) => isClear(one, 0.05)).length)} hold after correction` : '';
  const about = all && !empty && `${all} · ${count(stands.length)} of ${count(matrix?.pairs.length)} stand out${clear}`;
  const choose = (names: readonly string[]) => {
    if (names.length === 2) set({ pair: names.join('+') });
    else open('/games', queryOfJokers(names, ante));
  };
  const title = 'Which jokers win together?';
  const draw =
    picture && ((pen: Pen) => drawFigure(pen, { title, about: about || '', picture, chosen: pair, minGames: min }));
  useKeys('charts', {
    'chart-table': () => set({ as: 'list' }),
    'chart-recipe': () => open(...recipeOf(address)),
  });
  return (
    <Panel
      title={title}
      about={about && <span title={about}>{about}</span>}
      className={styles.main}
      state={state}
      flush
      tools={
        <>
          <AsControl address={address} set={set} />
          {draw && (
            <ExportMenu
              hasKey
              title={title}
              draw={draw}
              palette={palette}
              saveCsv={() => saveCombinations(matrix?.pairs ?? [])}
            />
          )}
          <Button kind="icon" label="Copy link" action="copy-link" onPress={copyLink}>
            <Link2 size={15} />
          </Button>
        </>
      }
    >
      <div className={styles.body}>
        <div className={styles.controls}>
          <MeasureControl address={address} set={set} />
          <SizeControl address={address} set={set} />
          <OrderControl address={address} set={set} />
          <AnteControl address={address} set={set} />
          <MinimumControl address={address} set={set} />
          <Switch isOn={only} onChange={(on) => set({ only: on ? 1 : undefined })}>
            Stand-outs
          </Switch>
        </div>
        {picture && (
          <Heatmap
            picture={picture}
            chosen={pair}
            onChoose={choose}
            onOpenGames={(names) => open('/games', queryOfJokers(names, ante))}
            minGames={min}
            corner={<JokersControl address={address} set={set} of={data?.jokers.length ?? 0} />}
          />
        )}
        {data && <Legend measure={measure} all={data} minGames={min} />}
      </div>
    </Panel>
  );
}
