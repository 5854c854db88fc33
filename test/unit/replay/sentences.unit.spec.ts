import { expect, test } from 'vitest';
import { GameReplay } from '../../../main-ingest/replay/game-replay.ts';
import { amount, cardText, dollars, listed, roundedAmount, times } from '../../../main-ingest/replay/words.ts';
import {
  blind,
  booster,
  bought,
  completed,
  decision,
  discarded,
  ended,
  type Happening,
  hand,
  happens,
  records,
  shop,
  started,
} from './a-game.ts';

function lastOf(happenings: readonly Happening[]) {
  const replay = new GameReplay();
  replay.append(records(happenings));
  const [step] = replay.steps(replay.lastStep, replay.lastStep);
  return { brief: replay.summary().steps.at(-1)?.sentence, sentence: step?.sentence, changes: step?.changes ?? [] };
}

const chose = (decisionType: Parameters<typeof decision>[0] & object) => decision(decisionType);
const use = (targets: string[]) =>
  happens('ConsumableUsed', { name: 'Death', type: 'tarot', targets, moneyBefore: 4, moneyAfter: 4 });
const jokers = (...names: string[]) =>
  happens('JokersChanged', { jokers: names.map((name) => ({ name })), jokerSlots: 5 });

const beaten = hand({
  roundScore: 1_540_081,
  scoring: { baseChips: 10, baseMult: 2, jokerEffects: [], finalScore: 1_540_081 },
});
const earned = { blind: 3, hands: 2, interest: 0, other: -1 };

const told: readonly [Happening[], brief: string, sentence: string][] = [
  [[started()], 'The game starts', 'The game starts: Red Deck, White stake, $4'],
  [[started(), blind({ targetScore: 105_000 })], 'Small Blind, target 105,000', 'Small Blind, target 105,000'],
  [[started(), blind(), hand()], 'Pair 64', 'Pair scores 64'],
  [[started(), blind(), beaten], 'Pair 1,540,081', 'Pair scores 1,540,081 and beats Small Blind'],
  [[started(), blind(), discarded()], 'Discards 1 card', 'Discards 1 card: 2♦'],
  [[started(), blind(), discarded({ cause: 'The Hook' })], 'The Hook discards 1 card', 'The Hook discards 1 card: 2♦'],
  [[started(), blind(), completed()], 'Small Blind beaten, 2.1 × target', 'Small Blind beaten, 2.1 × target'],
  [
    [started(), blind(), completed({ outcome: 'lost', score: 64 })],
    'Lost to Small Blind, 0.21 × target',
    'Lost to Small Blind, 0.21 × target',
  ],
  [
    [started(), happens('RoundCashedOut', { earned, moneyBefore: 4, moneyAfter: 8 })],
    'Cashes out $4',
    'Cashes out $4: blind $3, hands $2 and other −$1',
  ],
  [
    [started(), happens('BlindSkipped', { ante: 1, blindType: 'big', tag: 'Foil Tag' })],
    'Skips the big blind for Foil Tag',
    'Skips the big blind for Foil Tag',
  ],
  [[started(), shop()], 'Enters the shop', 'Enters the shop: 4 offers, reroll $5'],
  [[started(), shop(), bought()], 'Buys Joker for $2', 'Buys Joker for $2'],
  [[started(), shop(), booster()], 'Opens Arcana Pack for $4', 'Opens Arcana Pack for $4: 3 options, 1 to take'],
  [
    [
      started(),
      shop(),
      booster(),
      happens('BoosterPicked', { name: 'D_8+Bonus', type: 'playing-card', picksRemaining: 0 }),
    ],
    'Takes 8♦ Bonus',
    'Takes 8♦ Bonus from Arcana Pack',
  ],
  [[started(), use(['S_A+Lucky', 'H_T'])], 'Uses Death on A♠ Lucky and 10♥', 'Uses Death on A♠ Lucky and 10♥'],
  [[started(), use([])], 'Uses Death', 'Uses Death'],
  [[started(), jokers('Joker')], 'Joker joins', 'Joker joins'],
  [[started({ jokers: ['A', 'B'] }), jokers('B', 'A')], 'Jokers in a new order', 'Jokers in a new order'],
  [[started({ jokers: ['A', 'A'] }), jokers('A', 'C')], 'C joins, A leaves', 'C joins, A leaves'],
  [[started(), happens('ConsumablesChanged', { consumables: [] })], 'Holds no consumables', 'Holds no consumables'],
  [[started(), happens('DeckChanged', { deckSize: 62 })], 'Deck now 62 cards', 'Deck now 62 cards'],
  [[started(), chose({})], 'Chose play of 2', 'Chose play of 2'],
  [
    [started(), chose({ decisionType: 'open-booster', optionSelected: 'open-booster Arcana Pack' })],
    'Chose open Arcana Pack',
    'Chose open Arcana Pack',
  ],
  [[started(), chose({ decisionType: 'cash-out', optionSelected: 'cash-out' })], 'Chose cash out', 'Chose cash out'],
  [[started(), chose({ optionSelected: 'go all in' })], 'Chose go all in', 'Chose go all in'],
  [[started(), happens('StateSnapshot', { state: { money: 4 } })], 'Snapshot agrees', 'Snapshot agrees'],
  [
    [started(), happens('StateSnapshot', { state: { money: 5 } })],
    'Snapshot differs in money',
    'Snapshot differs in money',
  ],
  [[started(), ended()], 'Game lost in ante 1', 'Game lost in ante 1, best hand 64'],
  [[started(), { eventType: 'TarotFound', data: {} }], 'Tarot found', 'Tarot found'],
];

test.each(told.map(([happenings, brief, sentence]) => ({ happenings, brief, sentence })))(
  '$sentence',
  ({ happenings, brief, sentence }) => {
    expect(lastOf(happenings)).toMatchObject({ brief, sentence });
  },
);

test('changes are told in words, the most telling first', () => {
  const { changes } = lastOf([started(), blind(), hand({ moneyAfter: 27 })]);
  expect(changes).toEqual([
    { field: 'roundScore', before: '0', after: '64' },
    { field: 'handsRemaining', before: '4', after: '3' },
    { field: 'money', before: '$4', after: '$27' },
    { field: 'level of Pair', before: 'unknown', after: '1' },
  ]);
  expect(lastOf([started(), decision()]).changes).toEqual([]);
});

test('amounts read as people write them', () => {
  expect([amount(1_540_081), amount(1.2e25), amount(999_999_999_999_999), amount(2.5)]).toEqual([
    '1,540,081',
    '1.2e25',
    '999,999,999,999,999',
    '2.5',
  ]);
  expect([5929, 411_600, 999_960, 1_540_081, 2.5e9, 3e14, 1.25e25].map(roundedAmount)).toEqual([
    '5,929',
    '411.6 k',
    '1.00 M',
    '1.54 M',
    '2.50 G',
    '300.00 T',
    '1.3e25',
  ]);
  expect([times(1, 12), times(147, 10), times(8817, 100)]).toEqual(['0.08 ×', '14.7 ×', '88 ×']);
  expect([dollars(1236), dollars(-4)]).toEqual(['$1,236', '−$4']);
  expect([listed([]), listed(['A']), listed(['A', 'B', 'C'])]).toEqual(['', 'A', 'A, B and C']);
  expect(['H_T', 'S_A+Gold+Foil', 'The World'].map(cardText)).toEqual(['10♥', 'A♠ Gold Foil', 'The World']);
});
