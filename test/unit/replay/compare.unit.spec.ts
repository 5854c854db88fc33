import { expect, test } from 'vitest';
import { compareWithSnapshot } from '../../../main-ingest/replay/compare.ts';
import { blind, bought, play, shop, started } from './a-game.ts';

const { state: playing } = play([started({ jokers: ['Joker', 'Baron'], consumables: ['Mars', 'Death'] }), blind()]);
const { state: shopping } = play([started(), shop(), bought()]);
const differing = (snapshot: Parameters<typeof compareWithSnapshot>[1], state = playing) =>
  compareWithSnapshot(state, snapshot).mismatches.map(({ field }) => field);

test('counts the fields that the snapshot has', () => {
  expect(compareWithSnapshot(playing, {})).toEqual({ fields: 0, mismatches: [] });
  const snapshot = { phase: 'playing', ante: 1, money: 4, hand: ['D_2', 'S_A', 'H_T', 'S_A'] } as const;
  expect(compareWithSnapshot(playing, { ...snapshot, hand: [...snapshot.hand] })).toEqual({
    fields: 4,
    mismatches: [],
  });
});

test('says what is recorded and what is replayed', () => {
  expect(compareWithSnapshot(playing, { money: 5, jokers: ['Baron'], consumables: [] }).mismatches).toEqual([
    { field: 'money', recorded: '5', replayed: '4' },
    { field: 'jokers', recorded: 'Baron', replayed: 'Joker, Baron' },
    { field: 'consumables', recorded: 'none', replayed: 'Mars, Death' },
  ]);
});

test('the hand is a multiset, jokers and consumables have an order', () => {
  expect(differing({ hand: ['S_A', 'D_2', 'H_T', 'S_A'] })).toEqual([]);
  expect(differing({ hand: ['S_A', 'D_2', 'H_T'] })).toEqual(['hand']);
  expect(differing({ hand: ['S_A', 'D_2', 'D_2', 'H_T'] })).toEqual(['hand']);
  expect(differing({ jokers: ['Baron', 'Joker'] })).toEqual(['jokers']);
  expect(differing({ consumables: ['Death', 'Mars'] })).toEqual(['consumables']);
});

test('what was bought is no longer in the shop', () => {
  const left = shopping.shopItems.flatMap(({ bought, ...offer }) => (bought ? [] : [offer]));
  expect(compareWithSnapshot(shopping, { shopItems: [...left] }).mismatches).toEqual([]);
  expect(differing({ shopItems: left.slice(1) }, shopping)).toEqual(['shopItems']);
  expect(differing({ shopItems: left.map((offer) => ({ ...offer, cost: 1 })) }, shopping)).toEqual(['shopItems']);
});

test('a field that the replay does not know is not equal, but for a deck size that no event told', () => {
  expect(differing({ blindName: 'Small Blind', rerollCost: 5 }, play([started()]).state)).toEqual([
    'blindName',
    'rerollCost',
  ]);
  const { deckSize: _, ...data } = { ...started().data, deckSize: undefined };
  const untold = play([{ eventType: 'GameStarted', data }]).state;
  expect(compareWithSnapshot(untold, { deckSize: 52 })).toEqual({ fields: 0, mismatches: [] });
});
