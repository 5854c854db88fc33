import { describe, expect, test } from 'vitest';
import { foldEvent } from '../../../main-ingest/replay/fold.ts';
import { offersLeft } from '../../../main-ingest/replay/state.ts';
import {
  blind,
  booster,
  bought,
  completed,
  decision,
  discarded,
  ended,
  hand,
  happens,
  play,
  shop,
  started,
} from './a-game.ts';

const sorted = (cards: readonly string[]) => [...cards].sort();

describe('the start', () => {
  test('tells money, deck, jokers and vouchers; the blind is unknown', () => {
    const { state, gaps } = play([
      started({ jokers: ['Joker', 'Blueprint'], consumables: ['The Fool'], vouchers: ['Overstock'], jokerSlots: 5 }),
    ]);
    expect(gaps).toEqual([]);
    expect(state).toMatchObject({
      phase: 'blind-select',
      ante: 1,
      round: 0,
      money: 4,
      deckSize: 52,
      deckRemaining: 52,
      jokers: [{ name: 'Joker' }, { name: 'Blueprint' }],
      jokerSlots: 5,
      consumables: ['The Fool'],
      vouchers: ['Overstock'],
      blindType: null,
      blindName: null,
      targetScore: null,
      roundScore: null,
      handsRemaining: null,
      discardsRemaining: null,
      rerollCost: null,
      outcome: null,
    });
  });

  test('may say a hand level', () => {
    const { state } = play([started({ handLevels: { Flush: 12, 'Full House': 9 } })]);
    expect(state.handLevels).toEqual([
      { handType: 'Flush', level: 12, chips: 200, mult: 26 },
      { handType: 'Full House', level: 9, chips: 240, mult: 20 },
    ]);
  });
});

describe('a round', () => {
  test('a blind deals the hand and sets the round score back', () => {
    const { state } = play([started(), blind(), hand(), completed(), blind({ round: 2, blindType: 'big' })]);
    expect(state).toMatchObject({ phase: 'playing', round: 2, blindType: 'big', roundScore: 0, handsRemaining: 4 });
    expect(state.deckRemaining).toBe(48);
  });

  test('a hand played leaves the hand once for each card, and what is drawn joins', () => {
    const { state, gaps } = play([started(), blind(), hand({ hand: ['S_A'], drawn: ['C_9'], moneyAfter: 7 })]);
    expect(gaps).toEqual([]);
    expect(sorted(state.hand)).toEqual(['C_9', 'D_2', 'H_T', 'S_A']);
    expect(state).toMatchObject({ roundScore: 64, handsRemaining: 3, money: 7, deckRemaining: 47 });
  });

  test('the level of a hand type is known when it has been played', () => {
    const scoring = { baseChips: 25, baseMult: 3, jokerEffects: [], finalScore: 90 };
    const { state } = play([started(), blind(), hand({ scoring })]);
    expect(state.handLevels).toEqual([{ handType: 'Pair', level: 2, chips: 25, mult: 3 }]);
  });

  test('cards discarded leave the hand; a boss that discards leaves the discards', () => {
    const own = play([started(), blind(), discarded()]);
    expect(sorted(own.state.hand)).toEqual(['C_7', 'H_T', 'S_A', 'S_A']);
    expect(own.state.discardsRemaining).toBe(2);
    const boss = discarded({ cards: ['H_T', 'C_9'], drawn: [], cause: 'The Hook', discardsRemaining: 3 });
    const { state, gaps } = play([started(), blind(), hand(), boss]);
    expect(gaps).toEqual([]);
    expect(sorted(state.hand)).toEqual(['C_8', 'D_2']);
    expect(state.discardsRemaining).toBe(3);
  });

  test('a round won empties the hand and keeps blind, score, hands and discards', () => {
    const { state } = play([started(), blind(), hand({ roundScore: 640 }), completed()]);
    expect(state).toMatchObject({
      phase: 'round-end',
      ante: 1,
      hand: [],
      blindName: 'Small Blind',
      targetScore: 300,
      roundScore: 640,
      handsRemaining: 3,
      discardsRemaining: 3,
      deckRemaining: 52,
    });
  });

  test('the ante counts up behind a boss', () => {
    const boss = { blindType: 'boss', blindName: 'The Hook' } as const;
    expect(play([started(), blind(boss), completed(boss)]).state).toMatchObject({ ante: 2, blindType: 'boss' });
    expect(play([started(), blind(boss), completed({ ...boss, outcome: 'lost' })]).state.ante).toBe(1);
  });

  test('a round lost ends the game and keeps the hand', () => {
    const { state } = play([started(), blind(), completed({ outcome: 'lost', score: 64 })]);
    expect(state.phase).toBe('game-over');
    expect(sorted(state.hand)).toEqual(['D_2', 'H_T', 'S_A', 'S_A']);
    expect(state.outcome).toBeNull();
  });

  test('cashing out pays and waits for the shop', () => {
    const earned = { blind: 3, hands: 2, interest: 1, other: -1 };
    const { state } = play([
      started(),
      blind(),
      completed(),
      happens('RoundCashedOut', { earned, moneyBefore: 4, moneyAfter: 9 }),
    ]);
    expect(state).toMatchObject({ phase: 'round-end', money: 9 });
  });

  test('a skipped blind is no round; the blind of the state stays, a tag may pay', () => {
    const skip = happens('BlindSkipped', {
      ante: 1,
      blindType: 'big',
      tag: 'Economy Tag',
      moneyBefore: 4,
      moneyAfter: 14,
    });
    const { state } = play([started(), blind(), completed(), skip]);
    expect(state).toMatchObject({ phase: 'blind-select', round: 1, blindType: 'small', roundScore: 0, money: 14 });
  });

  test('ante may fall below one, and round and ante follow any event', () => {
    const voucher = bought({ slot: 2, type: 'voucher', name: 'Hieroglyph', ante: 0 });
    expect(play([started(), shop(), voucher]).state.ante).toBe(0);
  });
});

describe('the shop', () => {
  test('offers, and has a price for a reroll', () => {
    const { state } = play([started(), shop()]);
    expect(state).toMatchObject({ phase: 'shop', money: 10, rerollCost: 5 });
    expect(state.shopItems).toHaveLength(4);
  });

  test('a purchase takes the offer and leaves its place', () => {
    const { state, gaps } = play([started(), shop(), bought()]);
    expect(gaps).toEqual([]);
    expect(state.money).toBe(8);
    expect(offersLeft(state).map(({ slot }) => slot)).toEqual([1, 2, 3]);
    expect(state.shopItems[0]).toMatchObject({ slot: 0, name: 'Joker', bought: true });
    expect(state.jokers).toEqual([]);
  });

  test('a voucher is kept', () => {
    expect(play([started(), shop(), bought({ slot: 2, type: 'voucher', name: 'Overstock' })]).state.vouchers).toEqual([
      'Overstock',
    ]);
  });

  test('a purchase may carry the whole shop and the next price of a reroll', () => {
    const shopItems = [{ slot: 1, type: 'tarot', name: 'Death', cost: 3 } as const];
    const { state } = play([started(), shop(), bought({ shopItems, rerollCost: 0 })]);
    expect(offersLeft(state)).toEqual(shopItems);
    expect(state.rerollCost).toBe(0);
  });

  test('a reroll brings a whole new shop; places bought out and not filled stay empty', () => {
    const reroll = happens('ShopRerolled', {
      cost: 5,
      moneyBefore: 10,
      moneyAfter: 5,
      shopItems: [
        { slot: 0, type: 'tarot', name: 'Death', cost: 3 },
        { slot: 3, type: 'booster', name: 'Arcana Pack', cost: 4 },
      ],
      rerollCost: 6,
    });
    const { state } = play([started(), shop(), bought({ slot: 2, type: 'voucher', name: 'Overstock' }), reroll]);
    expect(offersLeft(state).map(({ name }) => name)).toEqual(['Death', 'Arcana Pack']);
    expect(state.shopItems.map(({ slot, bought = false }) => [slot, bought])).toEqual([
      [0, false],
      [2, true],
      [3, false],
    ]);
    expect(state).toMatchObject({ money: 5, rerollCost: 6 });
  });

  test('a sale pays', () => {
    const sold = happens('ItemSold', { type: 'joker', name: 'Joker', value: 1, moneyBefore: 10, moneyAfter: 11 });
    expect(play([started(), shop(), sold]).state.money).toBe(11);
  });

  test('is empty and without a price when it is left', () => {
    const { state } = play([started(), shop(), happens('ShopLeft', {})]);
    expect(state).toMatchObject({ phase: 'blind-select', shopItems: [], rerollCost: null, money: 10 });
  });

  test('a price of a reroll that is told outside of the shop is not the state’s', () => {
    expect(play([started(), blind({ rerollCost: 5 })]).state.rerollCost).toBeNull();
  });
});

describe('a booster pack', () => {
  const pick = (picksRemaining: number) =>
    happens('BoosterPicked', { name: 'The World', type: 'tarot', picksRemaining });

  test('opened in the shop takes its offer, deals, and leaves the other offers', () => {
    const { state, gaps } = play([started(), shop(), booster()]);
    expect(gaps).toEqual([]);
    expect(state).toMatchObject({ phase: 'booster', money: 6, rerollCost: 5, hand: ['S_K', 'S_Q'], deckRemaining: 50 });
    expect(offersLeft(state).map(({ slot }) => slot)).toEqual([0, 1, 2]);
    expect(state.booster).toMatchObject({ name: 'Arcana Pack', picksRemaining: 1 });
  });

  test('the last pick goes back to the shop, and the dealt hand is gone', () => {
    const { state } = play([started(), shop(), booster(), pick(0)]);
    expect(state).toMatchObject({ phase: 'shop', hand: [], booster: null, rerollCost: 5, deckRemaining: 52 });
  });

  test('a pick before the last leaves the others to be had', () => {
    const { state } = play([started(), shop(), booster({ picks: 2 }), pick(1)]);
    expect(state).toMatchObject({ phase: 'booster', hand: ['S_K', 'S_Q'] });
    expect(state.booster).toMatchObject({ options: ['The Fool', 'Death'], picksRemaining: 1 });
  });

  test('skipped, it is closed as well', () => {
    const { state } = play([started(), shop(), booster(), happens('BoosterSkipped', { name: 'Arcana Pack' })]);
    expect(state).toMatchObject({ phase: 'shop', hand: [], booster: null });
  });

  test('from a tag it is opened and closed before a blind, beside no shop', () => {
    const { slot: _, ...fromTag } = { ...booster({ cost: 0, moneyAfter: 4 }).data, slot: undefined };
    const opened = play([started(), { eventType: 'BoosterOpened', data: fromTag }]);
    expect(opened.state).toMatchObject({ phase: 'booster', shopItems: [], rerollCost: null });
    expect(opened.gaps).toEqual([]);
    expect(play([pick(0)], opened.state).state).toMatchObject({ phase: 'blind-select', hand: [] });
  });
});

describe('rows that change', () => {
  test('a consumable may change the hand, and its targets need not be in it', () => {
    const use = happens('ConsumableUsed', {
      name: 'The Devil',
      type: 'tarot',
      targets: ['C_K'],
      moneyBefore: 4,
      moneyAfter: 5,
      handAfter: ['S_A+Gold', 'H_T'],
    });
    const { state, gaps } = play([started({ consumables: ['The Devil'] }), blind(), use]);
    expect(gaps).toEqual([]);
    expect(state).toMatchObject({ hand: ['S_A+Gold', 'H_T'], money: 5, consumables: ['The Devil'] });
  });

  test('a planet raises a level that is known, and no other', () => {
    const planet = (name: string) =>
      happens('ConsumableUsed', { name, type: 'planet', targets: [], moneyBefore: 4, moneyAfter: 4 });
    const { state } = play([started(), blind(), hand(), planet('Mercury'), planet('Jupiter')]);
    expect(state.handLevels).toEqual([{ handType: 'Pair', level: 2, chips: 25, mult: 3 }]);
    const all = happens('ConsumableUsed', {
      name: 'Black Hole',
      type: 'spectral',
      targets: [],
      moneyBefore: 4,
      moneyAfter: 4,
    });
    expect(play([all], state).state.handLevels[0]).toMatchObject({ level: 3 });
  });

  test('jokers, consumables, hand and deck are what is told', () => {
    const jokers = [{ name: 'Joker', edition: 'Foil', sellValue: 3 }, { name: 'Blueprint' }];
    const { state } = play([
      started(),
      blind(),
      happens('JokersChanged', { jokers, jokerSlots: 6 }),
      happens('ConsumablesChanged', { consumables: ['Death', 'Mars'] }),
      happens('HandChanged', { hand: ['S_2'] }),
      happens('DeckChanged', { deckSize: 51 }),
    ]);
    expect(state).toMatchObject({ jokers, jokerSlots: 6, consumables: ['Death', 'Mars'], hand: ['S_2'], deckSize: 51 });
    expect(state.deckRemaining).toBe(48);
  });
});

test('a decision and an unknown event change nothing', () => {
  const before = play([started(), blind()]).state;
  const strange = { eventType: 'TarotFound', data: { name: 'Death' } };
  const after = play([decision(), strange], before);
  expect(after.gaps).toEqual([]);
  expect({ ...after.state, nextSequence: null }).toEqual({ ...before, nextSequence: null });
});

test('an unknown event carries what any event may carry', () => {
  const strange = { eventType: 'TarotFound', data: { ante: 3, roundScore: 12, handsRemaining: 'many' } };
  expect(play([started(), blind(), strange]).state).toMatchObject({ ante: 3, roundScore: 12, handsRemaining: 4 });
});

test('the end tells the outcome and leaves the rest', () => {
  const before = play([started(), blind()]).state;
  const { state } = play([ended({ outcome: 'abandoned', finalMoney: 99 })], before);
  expect(state).toMatchObject({ phase: 'game-over', outcome: 'abandoned', money: 4 });
  expect(state.hand).toEqual(before.hand);
});

describe('what is missing', () => {
  test('a card that is not held is noted, and the rest goes on', () => {
    const { state, gaps } = play([started(), blind(), hand({ hand: ['S_A', 'C_K'] })]);
    expect(gaps).toEqual(['C_K was not in the hand']);
    expect(sorted(state.hand)).toEqual(['C_8', 'C_9', 'D_2', 'H_T', 'S_A']);
    expect(state.footing).toBe('gap');
  });

  test('steps that are missing or there twice are noted', () => {
    const { state } = play([started(), blind()]);
    const at = (sequenceId: number) => foldEvent(state, { ...decision(), sequenceId }).gaps;
    expect(at(2)).toEqual([]);
    expect(at(3)).toEqual(['Step 2 is missing']);
    expect(at(7)).toEqual(['Steps 2 to 6 are missing']);
    expect(at(1)).toEqual(['Step 1 is there twice']);
  });

  test('an offer that the shop does not have is noted', () => {
    expect(play([started(), shop(), bought({ slot: 9, name: 'Baron' })]).gaps).toEqual(['Baron was not in the shop']);
    expect(play([started(), shop(), bought({ name: 'Baron' })]).gaps).toEqual([
      'Slot 0 of the shop held Joker, not Baron',
    ]);
  });

  test('jokers that no event told of are taken over from the hand', () => {
    const { state, gaps } = play([started({ jokers: ['Joker'] }), blind(), hand({ jokers: ['Baron', 'Joker'] })]);
    expect(state.jokers).toEqual([{ name: 'Baron' }, { name: 'Joker' }]);
    expect(gaps).toEqual(['The hand was played with Baron, Joker, held were Joker']);
  });
});

describe('snapshots', () => {
  const snapshot = happens('StateSnapshot', {
    state: { phase: 'shop', ante: 3, round: 7, money: 21, hand: [], jokers: ['Baron'], deckSize: 50, rerollCost: 6 },
  });

  test('a recording that starts in the middle goes on from a snapshot', () => {
    const { state, gaps, comparison } = play([snapshot]);
    expect(gaps).toEqual(['The recording does not say how the game started']);
    expect(comparison).toBeUndefined();
    expect(state).toMatchObject({ footing: 'whole', phase: 'shop', ante: 3, money: 21, rerollCost: 6 });
    expect(state.jokers).toEqual([{ name: 'Baron' }]);
  });

  test('until then a decision tells the phase, money is unknown', () => {
    const { state, gaps } = play([decision({ phase: 'shop' })], { ...play([]).state, nextSequence: null });
    expect(state).toMatchObject({ phase: 'shop', money: null, footing: 'middle' });
    expect(gaps).toHaveLength(1);
  });

  test('one that differs is not believed where nothing was missed', () => {
    const before = play([started()]).state;
    const { state, comparison } = play([snapshot], before);
    expect(comparison?.mismatches.map(({ field }) => field)).toContain('money');
    expect(state.money).toBe(4);
  });

  test('behind a gap it is compared and taken over', () => {
    const before = play([started()]).state;
    const { state, comparison } = foldEvent(before, { ...snapshot, sequenceId: 5 });
    expect(comparison?.mismatches.length).toBeGreaterThan(0);
    expect(state).toMatchObject({ money: 21, footing: 'whole', nextSequence: 6 });
  });
});
