import { Grid3x3, List } from 'lucide-react';
import { Choice } from '../../control/choice.tsx';
import { Segments } from '../../control/segments.tsx';
import { SteppedSlider } from '../../control/stepped-slider.tsx';
import { count } from '../../format/number.ts';
import { MEASURE_WORDS } from './measure.ts';
import { JOKER_COUNTS, LEAST_GAMES, MEASURES, ORDERS, type SynergyAddress } from './synergy-address.ts';
import type { SetSynergy } from './use-synergy-address.ts';

interface ControlProps {
  readonly address: SynergyAddress;
  readonly set: SetSynergy;
}

/** Map or list, at the right of the panel's title. */
export function AsControl({ address, set }: ControlProps) {
  return (
    <Segments
      label="Shown as"
      value={address.as}
      choices={[
        {
          value: 'heatmap',
          text: (
            <>
              <Grid3x3 size={14} aria-hidden /> Heatmap
            </>
          ),
        },
        {
          value: 'list',
          text: (
            <>
              <List size={14} aria-hidden /> List
            </>
          ),
        },
      ]}
      onChange={(as) => set({ as: as === 'heatmap' ? undefined : as, beside: undefined })}
    />
  );
}

export function MeasureControl({ address, set }: ControlProps) {
  return (
    <Segments
      label="Measure"
      value={address.measure}
      choices={MEASURES.map((value) => ({ value, text: MEASURE_WORDS[value] }))}
      onChange={(measure) => set({ measure: measure === 'lift' ? undefined : measure })}
    />
  );
}

/** Triples have no map: they are a list. */
export function SizeControl({ address, set }: ControlProps) {
  return (
    <Segments
      label="Jokers together"
      value={address.size === 2 ? 'pairs' : 'triples'}
      choices={[
        { value: 'pairs', text: 'Pairs' },
        {
          value: 'triples',
          text: 'Triples',
          ...(address.as === 'heatmap' ? { title: 'Triples are shown as a list' } : {}),
        },
      ]}
      onChange={(size) =>
        set(
          size === 'pairs'
            ? { size: undefined, pair: undefined }
            : { as: 'list', size: 3, pair: undefined, beside: undefined },
        )
      }
    />
  );
}

export function OrderControl({ address, set }: ControlProps) {
  return (
    <Choice
      label="Order"
      value={address.order}
      choices={ORDERS.map((value) => ({ value, text: value }))}
      onChange={(order) => set({ order: order === 'clustered' ? undefined : order })}
    />
  );
}

/** How many jokers the map holds; nothing to choose where all of them fit. */
export function JokersControl({ address, set, of }: ControlProps & { readonly of: number }) {
  const fewer = JOKER_COUNTS.filter((value) => value !== 'all' && Number(value) < of);
  const value = fewer.find((one) => one === address.jokers) ?? 'all';
  if (fewer.length === 0) return null;
  return (
    <Choice
      label="Jokers"
      value={value}
      choices={[
        ...fewer.map((one) => ({ value: one, text: `${one} of ${count(of)}` })),
        { value: 'all' as const, text: `all ${count(of)}` },
      ]}
      onChange={(jokers) => set({ jokers: jokers === '36' ? undefined : jokers })}
    />
  );
}

const ANTES = ['1', '2', '3', '4', '5', '6', '7', '8'] as const;

export function AnteControl({ address, set }: ControlProps) {
  const value = String(address.ante);
  const choices = [...ANTES, ...(ANTES.some((ante) => ante === value) ? [] : [value])];
  return (
    <Choice
      label="Reached ante"
      value={value}
      choices={choices.map((ante) => ({ value: ante, text: ante === '1' ? 'any' : ante }))}
      onChange={(ante) => set({ ante: ante === '1' ? undefined : ante })}
    />
  );
}

/** Games that a combination needs to be judged. */
export const STOPS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 20, 25, 30, 40, 50, 75, 100, 150, 200, 300, 500, 1000];

export function MinimumControl({ address, set }: ControlProps) {
  return (
    <SteppedSlider
      label="At least"
      stops={STOPS}
      value={address.min}
      text={(games) => (games === 1 ? '1 game' : `${count(games)} games`)}
      onChange={(min) => set({ min: min === LEAST_GAMES ? undefined : min }, { replace: true })}
    />
  );
}
