import { describe, expect, test } from 'vitest';
import type { ScorePart } from '../../../main-ingest/contract/replay.ts';
import { waterfall } from '../../../renderer/views/replay/waterfall.ts';
import { scoreWithout } from '../../../renderer/views/replay/without-part.ts';
import { replayedGames } from './replay-games.ts';

const part = (
  kind: ScorePart['kind'],
  name: string,
  gives: ScorePart['gives'],
  chips: number,
  mult: number,
  factor = 1,
): ScorePart => ({ kind, name, joker: kind === 'joker' ? 0 : null, gives, chips, mult, factor });

/** The best hand of seed 2SA9TFB4, on a Plasma Deck. */
const parts = [
  part('base', 'Full House', [], 240, 20),
  part(
    'cards',
    'Cards and the rest',
    [
      { effect: 'chips', value: 79 },
      { effect: 'mult', value: 20 },
    ],
    319,
    40,
  ),
  part('joker', 'Fibonacci', [{ effect: 'mult', value: 40 }], 319, 80),
  part('joker', 'The Trio', [{ effect: 'xmult', value: 3 }], 319, 240),
  part('joker', 'Ceremonial Dagger', [{ effect: 'mult', value: 96 }], 319, 336),
  part('joker', 'Jolly Joker', [{ effect: 'mult', value: 8 }], 319, 344),
  part('edition', 'Polychrome', [{ effect: 'xmult', value: 1.5 }], 319, 516),
  part('joker', 'Hologram', [{ effect: 'xmult', value: 4 }], 319, 2064),
  part('joker', 'Wily Joker', [{ effect: 'chips', value: 100 }], 419, 2064),
  part('deck', 'Plasma Deck', [], 1241, 1241),
];

describe('a hand without one of its parts', () => {
  test('scores what the rest gives, in the same order', () => {
    const total = 1_540_081;
    const changes = parts.map((_, index) => {
      const without = scoreWithout(parts, index);
      return without === undefined ? undefined : Math.round((without / total - 1) * 100);
    });
    expect(changes).toEqual([undefined, -32, -50, -62, -41, -4, -48, -86, -8, undefined]);
  });

  test('is never better off where no part takes away', () => {
    const generous = (replayedGames(1)[0]?.steps ?? []).flatMap(({ scoring }) =>
      scoring?.parts.every(({ gives }) => gives.every(({ effect, value }) => value >= (effect === 'xmult' ? 1 : 0)))
        ? [scoring]
        : [],
    );
    expect(generous.length).toBeGreaterThan(5);
    for (const { parts: hand, total } of generous) {
      const best = Math.max(...hand.map((_, index) => scoreWithout(hand, index) ?? 0));
      expect(best).toBeLessThanOrEqual(total);
    }
  });
});

describe('the waterfall', () => {
  test('each bar begins where the one before ends, and all lie on the scale', () => {
    const { bars, ticks, target } = waterfall(parts, 105_000);
    for (const [index, bar] of bars.entries()) {
      expect(bar.from).toBe(index === 0 ? 0 : bars[index - 1]?.to);
      expect(bar.to).toBeGreaterThan(0);
      expect(bar.to).toBeLessThan(1);
    }
    expect(ticks.map(({ value }) => value)).toEqual([10_000, 100_000, 1_000_000]);
    expect(target).toBeGreaterThan(ticks[1]?.at ?? 1);
  });

  test('a target beyond the scale is not drawn, a hand that scores nothing can be', () => {
    expect(waterfall(parts, 1e9).target).toBeUndefined();
    expect(waterfall(parts, null).target).toBeUndefined();
    const nothing = [part('base', 'High Card', [], 0, 0)];
    expect(waterfall(nothing, 300).bars[0]?.to).toBeGreaterThanOrEqual(0);
  });
});
