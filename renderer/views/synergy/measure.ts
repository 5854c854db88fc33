import type { Combination, Synergy } from '../../../main-ingest/contract/synergy.ts';
import { compact, share } from '../../format/number.ts';
import type { Measure } from './synergy-address.ts';

type Joker = Synergy['jokers'][number];
/** What all games have: what "no effect" is measured by. */
export interface All {
  readonly games: number;
  readonly wins: number;
  readonly typicalScore: number | null;
}

export const MEASURE_WORDS: Readonly<Record<Measure, string>> = {
  lift: 'Lift',
  beyond: 'Beyond the two',
  'win-rate': 'Win rate',
  'mean-score': 'Mean score',
};

/** What every lift holds besides the jokers' own doing. */
export const SURVIVAL =
  'Who holds them got far enough to hold them, and later models win more: part of every lift is survival and training.';

/** Win rate of all games in scope. */
export function rateOfAll({ games, wins }: All): number {
  return games === 0 ? 0 : wins / games;
}

/** How many times "no effect" a measure is: 1 for none, null where it cannot be told. Colours go by it. */
export function effectOf(of: Combination | Joker, measure: Measure, all: All): number | null {
  switch (measure) {
    case 'lift':
    case 'win-rate':
      return of.lift;
    case 'beyond':
      return 'beyond' in of ? of.beyond : null;
    case 'mean-score':
      return of.typicalScore === null || !all.typicalScore ? null : of.typicalScore / all.typicalScore;
  }
}

/** Whether the interval of a joker by itself leaves out "no effect". */
export function aloneStandsOut({ liftInterval, typicalInterval }: Joker, measure: Measure, all: All): boolean {
  if (measure === 'beyond') return false;
  const [[low, high], middle] =
    measure === 'mean-score'
      ? [typicalInterval ?? [0, Number.POSITIVE_INFINITY], all.typicalScore ?? 0]
      : [liftInterval, 1];
  return low > middle || high < middle;
}

/** A score without digits that say nothing: `850`, `5 k`, `21 k`, `1 M`. */
export function roughly(score: number | null): string {
  if (score === null) return '–';
  return score < 1000
    ? String(Math.round(score))
    : score < 1e4
      ? `${Math.round(score / 1000)} k`
      : compact(score).replace(/\.\d+ (?=[kMBT])/, ' ');
}

/** The number that stands in a cell: `4.7`, `40` (percent), `21k`. */
export function cellText(of: Combination | Joker, measure: Measure, all: All): string {
  if (measure === 'win-rate') return share(of.winRate).replace(' %', '');
  if (measure === 'mean-score') return roughly(of.typicalScore).replace(' ', '');
  const effect = effectOf(of, measure, all);
  return effect === null ? '' : effect >= 9.95 ? effect.toFixed(0) : effect.toFixed(1);
}

/** `4.7 ×`; `0.0 ×`. */
export function times(value: number | null): string {
  return value === null ? '–' : `${value.toFixed(1)} ×`;
}

/** `2.3 – 7.5`. */
export function timesInterval(interval: readonly [number, number] | null): string {
  return interval === null ? '–' : `${interval[0].toFixed(1)} – ${interval[1].toFixed(1)}`;
}

/** `0.035`; `< 0.001`. */
export function probability(value: number | null): string {
  if (value === null) return '–';
  return value < 0.001 ? '< 0.001' : value.toFixed(3);
}

/** What the heatmap's colours and numbers are, in the panel's sub-title. */
export function measureAbout(measure: Measure, all: All): string {
  const rate = share(rateOfAll(all), 1);
  switch (measure) {
    case 'lift':
      return `win rate with both at the end ÷ ${rate} of all games`;
    case 'beyond':
      return 'win rate with both at the end ÷ what the two alone predict';
    case 'win-rate':
      return `win rate with both at the end, against ${rate} of all games`;
    case 'mean-score':
      return `geometric mean of the best hands, against ${compact(all.typicalScore && Math.round(all.typicalScore))} of all games`;
  }
}

/** The value that says nothing: `1 ×`, `8.6 %`. */
export function noEffect(measure: Measure, all: All): string {
  if (measure === 'win-rate') return share(rateOfAll(all), 1);
  return measure === 'mean-score' ? compact(all.typicalScore && Math.round(all.typicalScore)) : '1 ×';
}

/** Words at the ticks ¼, ½, 1, 2, 4+ of the colour scale. */
export function scaleWords(measure: Measure, all: All): readonly string[] {
  const factors = [0.25, 0.5, 1, 2, 4];
  const rate = rateOfAll(all);
  switch (measure) {
    case 'lift':
      return ['¼', '½', '1 × all games', '2 ×', '4 ×+'];
    case 'beyond':
      return ['¼', '½', '1 × predicted', '2 ×', '4 ×+'];
    case 'win-rate':
      return factors.map(
        (factor, at) => (at === 2 ? `${share(rate, 1)} all` : share(rate * factor)) + (at === 4 ? '+' : ''),
      );
    case 'mean-score': {
      const { typicalScore } = all;
      if (typicalScore === null) return ['¼', '½', '1', '2', '4+'];
      return factors.map((factor, at) => roughly(typicalScore * factor) + (at === 2 ? ' all' : at === 4 ? '+' : ''));
    }
  }
}
