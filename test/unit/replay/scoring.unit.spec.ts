import { expect, test } from 'vitest';
import type { HandPlayedData } from '../../../main-ingest/event/data.ts';
import { cardChips } from '../../../main-ingest/replay/card-chips.ts';
import { scoreParts } from '../../../main-ingest/replay/scoring.ts';

function played(
  hand: string[],
  handType: HandPlayedData['handType'],
  scoring: HandPlayedData['scoring'],
): HandPlayedData {
  return {
    hand,
    handType,
    scoring,
    ante: 7,
    round: 20,
    blindType: 'big',
    blindName: 'Big Blind',
    handNumber: 1,
    roundScore: scoring.finalScore,
    targetScore: 105_000,
    handsRemaining: 9,
    discardsRemaining: 7,
    moneyBefore: 4,
    moneyAfter: 4,
    jokers: [],
    drawn: [],
  };
}

const told = (data: HandPlayedData, jokers: Parameters<typeof scoreParts>[1], deck = 'Red Deck') =>
  scoreParts(data, jokers, deck)?.parts.map(({ kind, name, gives, chips, mult }) => [
    kind,
    name,
    gives.map(({ effect, value }) => `${effect} ${value}`).join(', '),
    chips,
    mult,
  ]);

test('parts in scoring order, an edition after its joker, the Plasma Deck last', () => {
  const data = played(['S_A+Bonus', 'S_A', 'S_A+Gold', 'S_8+Lucky', 'H_8+Gold'], 'Full House', {
    baseChips: 240,
    baseMult: 20,
    jokerEffects: [
      { name: 'Fibonacci', effect: 'mult', value: 40 },
      { name: 'The Trio', effect: 'xmult', value: 3 },
      { name: 'Ceremonial Dagger', effect: 'mult', value: 96 },
      { name: 'Jolly Joker', effect: 'xmult', value: 1.5 },
      { name: 'Jolly Joker', effect: 'mult', value: 8 },
      { name: 'Hologram', effect: 'xmult', value: 4 },
      { name: 'Wily Joker', effect: 'chips', value: 100 },
    ],
    finalChips: 1241,
    finalMult: 1241,
    finalScore: 1_540_081,
  });
  const jokers = [{ name: 'The Trio' }, { name: 'Fibonacci' }, { name: 'Jolly Joker', edition: 'Polychrome' }];
  expect(told(data, jokers, 'Plasma Deck')).toEqual([
    ['base', 'Full House', '', 240, 20],
    ['cards', 'Cards and the rest', 'chips 79, mult 20', 319, 40],
    ['joker', 'Fibonacci', 'mult 40', 319, 80],
    ['joker', 'The Trio', 'xmult 3', 319, 240],
    ['joker', 'Ceremonial Dagger', 'mult 96', 319, 336],
    ['joker', 'Jolly Joker', 'mult 8', 319, 344],
    ['edition', 'Polychrome', 'xmult 1.5', 319, 516],
    ['joker', 'Hologram', 'xmult 4', 319, 2064],
    ['joker', 'Wily Joker', 'chips 100', 419, 2064],
    ['deck', 'Plasma Deck', '', 1241, 1241],
  ]);
  const scoring = scoreParts(data, jokers, 'Plasma Deck');
  expect(scoring).toMatchObject({ total: 1_540_081, unexplained: 0 });
  expect(scoring?.parts.find(({ name }) => name === 'Hologram')).toMatchObject({ factor: 4, joker: null });
  expect(scoring?.parts.find(({ name }) => name === 'Polychrome')).toMatchObject({ joker: 2 });
  const product = scoring?.parts.reduce((score, { factor }) => score * factor, 240 * 20);
  expect(product).toBeCloseTo(1_540_081, 3);
});

test('dollars score nothing; what no event records is the difference', () => {
  const data = played(['S_A', 'H_A', 'D_3'], 'Pair', {
    baseChips: 10,
    baseMult: 2,
    jokerEffects: [
      { name: 'Business Card', effect: 'dollars', value: 2 },
      { name: 'Joker', effect: 'mult', value: 4 },
    ],
    finalChips: 32,
    finalMult: 6,
    finalScore: 192,
  });
  expect(told(data, [{ name: 'Joker' }])).toEqual([
    ['base', 'Pair', '', 10, 2],
    ['cards', 'Cards and the rest', 'chips 22', 32, 2],
    ['joker', 'Joker', 'mult 4', 32, 6],
  ]);
});

test('an edition alone, and one added to its joker’s own, are told apart', () => {
  const scoring = { baseChips: 10, baseMult: 2, finalChips: 60, finalMult: 16, finalScore: 960 };
  const effects = (value: number, effect: 'chips' | 'mult') => [{ name: 'Joker', effect, value }];
  const holo = played([], 'Pair', { ...scoring, finalChips: 10, finalScore: 160, jokerEffects: effects(14, 'mult') });
  expect(told(holo, [{ name: 'Joker', edition: 'Holographic' }])).toEqual([
    ['base', 'Pair', '', 10, 2],
    ['joker', 'Joker', 'mult 4', 10, 6],
    ['edition', 'Holographic', 'mult 10', 10, 16],
  ]);
  const foil = played([], 'Pair', { ...scoring, finalMult: 2, finalScore: 120, jokerEffects: effects(50, 'chips') });
  expect(told(foil, [{ name: 'Joker', edition: 'Foil' }])).toEqual([
    ['base', 'Pair', '', 10, 2],
    ['edition', 'Foil', 'chips 50', 60, 2],
  ]);
});

test('a hand that a boss lets score nothing has finite parts; what the parts miss is said', () => {
  const scoring = { baseChips: 10, baseMult: 2, jokerEffects: [], finalChips: 0, finalMult: 0, finalScore: 0 };
  const parts = scoreParts(played(['S_A'], 'High Card', scoring), [], null)?.parts ?? [];
  expect(parts.every(({ factor }) => Number.isFinite(factor))).toBe(true);
  const more = { ...scoring, finalChips: 10, finalMult: 2, finalScore: 25 };
  expect(scoreParts(played([], 'Pair', more), [], null)).toMatchObject({ total: 20, unexplained: 5 });
  const { finalChips: _, ...untold } = more;
  expect(scoreParts(played([], 'Pair', untold), [], null)).toBeNull();
});

test.each([
  ['High Card', ['S_A', 'H_K', 'D_3'], 11],
  ['Pair', ['S_9', 'H_9', 'D_3'], 18],
  ['Two Pair', ['S_9', 'H_9', 'D_3', 'S_3', 'C_2'], 24],
  ['Three of a Kind', ['S_T', 'H_T+Bonus', 'D_T+Foil', 'C_2+Stone'], 160],
  ['Full House', ['S_A+Bonus', 'S_A', 'S_A+Gold', 'S_8+Lucky', 'H_8+Gold'], 79],
  ['Flush', ['S_A', 'S_K', 'S_7', 'S_3', 'S_2'], 33],
])('%s of %j gives %d chips', (handType, cards, chips) => {
  expect(cardChips(handType, cards)).toBe(chips);
});
