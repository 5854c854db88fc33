import type { Combination } from '../../../main-ingest/contract/synergy.ts';
import type { ChartSpec } from '../../chart/spec.ts';
import { count, share } from '../../format/number.ts';
import { isClear, spreadOfP } from './evidence.ts';
import { queryOfJokers } from './games-of.ts';

/** p values in twentieths: what is more than chance rises above the line at its left end. */
export function spreadSpec(combinations: readonly Combination[], nouns: string): ChartSpec {
  const spread = spreadOfP(combinations);
  const by = 1 / spread.length;
  const names = spread.map((_, part) => `${(part * by).toFixed(2)} – ${((part + 1) * by).toFixed(2)}`);
  const chance = combinations.length / spread.length;
  return {
    label: `${nouns} by their p value`,
    counts: nouns,
    x: {
      kind: 'category',
      unit: 'text',
      label: 'p',
      categories: names,
      labels: names.map((_, part) => (part === 0 ? '0' : part === 9 ? '0.5' : part === 19 ? '1' : '')),
    },
    y: { kind: 'value', unit: 'count', label: nouns, whole: true },
    series: [
      {
        kind: 'bar',
        name: nouns,
        colour: 'text3',
        points: spread.map((number, part) => ({
          x: names[part] ?? '',
          y: number,
          ...(part === 0 ? { colour: 'win' as const } : {}),
        })),
      },
    ],
    reference: { on: 'y', value: chance, label: `chance: ${count(chance)} a bar` },
  };
}

/** What was won against what the jokers alone predict; above the diagonal they do more together. */
export function betterSpec(
  combinations: readonly Combination[],
  falseFinds: number,
  chosen: string,
  ante: number,
): ChartSpec {
  const told = combinations.filter(({ predicted }) => predicted !== null);
  const most = Math.min(
    1,
    Math.ceil(Math.max(0.2, ...told.flatMap((one) => [one.winRate, one.predicted ?? 0])) * 5) / 5,
  );
  return {
    label: 'Win rate against what the jokers alone predict',
    x: { kind: 'value', unit: 'share', label: 'predicted from each alone', min: 0, max: most },
    y: { kind: 'value', unit: 'share', label: 'won', min: 0, max: most },
    series: [
      {
        kind: 'dot',
        name: 'Win rate',
        colour: 'text3',
        crowded: true,
        points: told.map((one) => ({
          x: one.predicted ?? 0,
          y: one.winRate,
          n: one.games,
          name: one.jokers.join(' + '),
          ...(one.jokers.join('+') === chosen
            ? { colour: 'accent' as const }
            : isClear(one, falseFinds)
              ? { colour: 'win' as const }
              : {}),
          more: [['Predicted', share(one.predicted, 1)]] as const,
          opens: queryOfJokers(one.jokers, ante),
        })),
      },
      {
        kind: 'line',
        name: 'As predicted',
        colour: 'text3',
        points: [
          { x: 0, y: 0 },
          { x: most, y: most },
        ],
      },
    ],
  };
}
