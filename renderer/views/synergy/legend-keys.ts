import { count } from '../../format/number.ts';
import type { Palette } from '../../theme/palette.ts';
import { effectColour, unsureColour } from './colour-scale.ts';
import { type All, noEffect, rateOfAll, roughly } from './measure.ts';
import type { Measure } from './synergy-address.ts';

export interface LegendKey {
  readonly looks: 'sure' | 'unsure' | 'thin' | 'alone';
  readonly title: string;
  readonly detail: string;
  /** undefined where it is hatched. */
  readonly colour?: string;
  /** The number that would stand in such a cell. */
  readonly text?: string;
}

/** How a cell says how sure it is, and what that rests on. */
export function legendKeys(
  measure: Measure,
  all: All,
  minGames: number,
  { theme, panel }: Pick<Palette, 'theme' | 'panel'>,
): readonly LegendKey[] {
  const middle = noEffect(measure, all);
  return [
    {
      looks: 'sure',
      title: 'stands out',
      detail: `interval leaves out ${middle}`,
      colour: effectColour(4, theme),
      text: fourfold(measure, all),
    },
    {
      looks: 'unsure',
      title: 'could be chance',
      detail: `interval holds ${middle}`,
      colour: unsureColour(2, theme, panel),
    },
    { looks: 'thin', title: 'too thin', detail: `under ${count(minGames)} games` },
    { looks: 'alone', title: 'alone', detail: 'the joker by itself', colour: unsureColour(2, theme, panel) },
  ];
}

/** Words at both ends of the colour scale. */
export function scaleEnds(measure: Measure): readonly [less: string, more: string] {
  return measure === 'mean-score' ? ['scores less', 'scores more'] : ['wins less', 'wins more'];
}

/** Four times "no effect" as a cell writes it. */
function fourfold(measure: Measure, all: All): string {
  if (measure === 'win-rate') return String(Math.round(Math.min(1, rateOfAll(all) * 4) * 100));
  if (measure === 'mean-score') return all.typicalScore === null ? '' : roughly(all.typicalScore * 4).replace(' ', '');
  return '4.0';
}
