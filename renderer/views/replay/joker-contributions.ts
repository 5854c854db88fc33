import type { ScorePart, Step } from '../../../main-ingest/contract/replay.ts';
import type { Contribution } from '../../card/joker-tile.tsx';
import { exact, money } from '../../format/number.ts';
import { numberIn, objectIn, objectsIn, textIn } from './step-data.ts';

const upToTwo = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 });

type Gift = ScorePart['gives'][number];

/** Chips, mult, scores: mult may have a fraction, of which two digits are shown. */
export function scoreNumber(value: number | null | undefined): string {
  if (value === null || value === undefined || Math.abs(value) >= 1e15) return exact(value);
  return upToTwo.format(value);
}

/** `+40 Mult`, `×1.5 Mult`, `−12 Chips`. */
export function giftText({ effect, value }: Gift): string {
  if (effect === 'xmult') return `×${upToTwo.format(value)} Mult`;
  const sign = value < 0 ? '−' : '+';
  return `${sign}${upToTwo.format(Math.abs(value))} ${effect === 'chips' ? 'Chips' : 'Mult'}`;
}

/** `×2.66`; the factors of great scores without digits that say nothing. */
export function factorText(factor: number): string {
  return `×${factor >= 1000 ? upToTwo.format(Math.round(factor)) : factor.toFixed(2)}`;
}

/** What each joker of the row gave to the hand, in the order in which it scored. */
export function jokerContributions(step: Step): readonly (readonly Contribution[])[] {
  const row: Contribution[][] = step.state.jokers.map(() => []);
  let order = 0;
  for (const part of step.scoring?.parts ?? []) {
    order += 1;
    for (const gift of part.gives) {
      if (part.joker !== null) row[part.joker]?.push({ kind: gift.effect, text: giftText(gift), order });
    }
  }
  for (const effect of objectsIn(objectIn(step.data, 'scoring'), 'jokerEffects')) {
    if (effect.effect !== 'dollars') continue;
    const place = step.state.jokers.findIndex(({ name }) => name === textIn(effect, 'name'));
    row[place]?.push({ kind: 'dollars', text: `+${money(numberIn(effect, 'value'))}`, order });
  }
  return row;
}

/** Place of the joker whose part multiplies the score most; undefined where none does. */
export function largestFactor(parts: readonly ScorePart[]): number | undefined {
  let best: ScorePart | undefined;
  for (const part of parts) {
    if (part.joker !== null && part.factor > Math.max(1, best?.factor ?? 1)) best = part;
  }
  return best?.joker ?? undefined;
}
