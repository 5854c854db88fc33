import { expect, test } from 'vitest';
import { handRules, handTypeOf } from '../../../main-ingest/intake/dialects/poker.ts';

const cases: [cards: string, jokers: string, handType: string][] = [
  ['S_A S_A S_A S_A S_A', '', 'Flush Five'],
  ['S_A S_A S_A S_K S_K', '', 'Flush House'],
  ['S_A H_A S_A S_A S_A', '', 'Five of a Kind'],
  ['S_A S_2 S_3 S_4 S_5', '', 'Straight Flush'],
  ['S_T S_J S_Q S_K S_A', '', 'Straight Flush'],
  ['S_J H_J C_J D_J', '', 'Four of a Kind'],
  ['S_J H_J C_J D_T S_T', '', 'Full House'],
  ['H_2 H_4 H_7 H_9 H_K', '', 'Flush'],
  ['H_2 D_4+Wild H_7 H_9 H_K', '', 'Flush'],
  ['H_2 H_4 H_7 H_9', '', 'High Card'],
  ['H_2 H_4 H_7 H_9', 'Four Fingers', 'Flush'],
  ['H_2 D_4 H_7 D_9 H_K', 'Smeared Joker', 'Flush'],
  ['H_2 D_3 S_4 C_5', 'Four Fingers', 'Straight'],
  ['H_2 D_4 S_6 C_8 H_T', '', 'High Card'],
  ['H_2 D_4 S_6 C_8 H_T', 'Shortcut', 'Straight'],
  ['H_Q D_K S_A C_2 H_3', '', 'High Card'],
  ['H_2 D_2 S_2', '', 'Three of a Kind'],
  ['H_2 D_2 S_3 C_3', '', 'Two Pair'],
  ['H_2 D_2+Glass+Foil', '', 'Pair'],
  ['H_2+Stone D_2+Stone', '', 'High Card'],
];

test.each(cases)('%s with %s is %s', (cards, jokers, handType) => {
  expect(handTypeOf(cards.split(' '), handRules(jokers.split(',')))).toBe(handType);
});
