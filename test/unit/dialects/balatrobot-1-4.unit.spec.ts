import { beforeAll, describe, expect, test } from 'vitest';
import type { CanonicalEvent } from '../../../main-ingest/event/event.ts';
import { BalatrobotDialect } from '../../../main-ingest/intake/dialects/balatrobot.ts';
import { ofType, translated, verified } from './translated.ts';

/** A state as BalatroBot 1.4 describes it (openrpc-1.4.1.json), as far as the dialect looks. */
interface Table {
  state: string;
  round_num: number;
  ante_num: number;
  money: number;
  round: { hands_left: number; discards_left: number; hands_played: number; reroll_cost: number; chips: number };
  hand: string[];
  jokers: { label: string; sell: number; edition?: string }[];
  consumables: { label: string; set: string }[];
  shop: [label: string, set: string, cost: number][];
  vouchers: [label: string, cost: number][];
  packs: [label: string, cost: number][];
  pack: [label: string, set: string][];
  blinds: [small: string, big: string, boss: string];
  deck: number;
  flushes: { level: number; played: number };
}

const area = (cards: unknown[], limit = 8) => ({ count: cards.length, limit, cards });
const card = (label: string, set: string, more: object = {}) => ({
  id: 1,
  key: '',
  set,
  label,
  value: {},
  modifier: {},
  state: {},
  cost: { sell: 1, buy: 0 },
  ...more,
});
const priced = (label: string, set: string, buy: number) => card(label, set, { cost: { sell: 1, buy } });

function gameState(table: Table): object {
  const selling = table.state === 'SHOP';
  const dealt = table.state === 'SELECTING_HAND' || table.state === 'GAME_OVER';
  const names = ['Small', 'Big', 'The Hook'] as const;
  const scores = [300, 450, 600] as const;
  const blind = (type: string, place: 0 | 1 | 2) => ({
    type,
    status: table.blinds[place],
    name: names[place],
    effect: '',
    score: scores[place],
  });
  return {
    state: table.state,
    round_num: table.round_num,
    ante_num: table.ante_num,
    money: table.money,
    deck: 'RED',
    stake: 'WHITE',
    seed: 'AAAA111',
    won: false,
    used_vouchers: [],
    hands: {
      Flush: {
        order: 5,
        ...table.flushes,
        chips: 20 + 15 * table.flushes.level,
        mult: 2 + 2 * table.flushes.level,
        played_this_round: 0,
      },
    },
    round: { ...table.round, discards_used: 0 },
    blinds: { small: blind('SMALL', 0), big: blind('BIG', 1), boss: blind('BOSS', 2) },
    jokers: area(
      table.jokers.map(({ label, sell, edition }) =>
        card(label, 'JOKER', { cost: { sell, buy: 0 }, modifier: edition ? { edition } : [] }),
      ),
      5,
    ),
    consumables: area(
      table.consumables.map(({ label, set }) => card(label, set)),
      2,
    ),
    cards: area([], 52 - table.hand.length),
    ...(dealt && {
      hand: area(table.hand.map((code) => card(code, 'DEFAULT', { value: { suit: code[0], rank: code[2] } }))),
    }),
    ...(selling && {
      shop: area(table.shop.map((item) => priced(...item))),
      vouchers: area(table.vouchers.map(([label, cost]) => priced(label, 'VOUCHER', cost))),
      packs: area(table.packs.map(([label, cost]) => priced(label, 'BOOSTER', cost))),
    }),
    ...(table.pack.length > 0 && { pack: area(table.pack.map((item) => card(...item))) }),
  };
}

/** A run, written down as it goes: each step asks for something and changes the table. */
class Run {
  readonly lines: object[] = [];
  readonly table: Table = {
    state: 'MENU',
    round_num: 0,
    ante_num: 1,
    money: 4,
    round: { hands_left: 4, discards_left: 4, hands_played: 0, reroll_cost: 5, chips: 0 },
    hand: [],
    jokers: [],
    consumables: [],
    shop: [],
    vouchers: [],
    packs: [],
    pack: [],
    blinds: ['SELECT', 'UPCOMING', 'UPCOMING'],
    deck: 52,
    flushes: { level: 1, played: 0 },
  };
  #at = 1_790_000_000_000;

  step(name: string, given: object, change: (table: Table) => void): void {
    const before = gameState(this.table);
    change(this.table);
    this.#at += 1000;
    this.lines.push({
      function: { name, arguments: given },
      game_state_before: before,
      game_state_after: gameState(this.table),
      timestamp_ms_before: this.#at - 200,
      timestamp_ms_after: this.#at,
    });
  }
}

function playedRun(): object[] {
  const run = new Run();
  run.step('start', { deck: 'RED', stake: 'WHITE', seed: 'AAAA111' }, (table) => {
    table.state = 'BLIND_SELECT';
  });
  run.step('select', {}, (table) => {
    Object.assign(table, { state: 'SELECTING_HAND', round_num: 1, blinds: ['CURRENT', 'UPCOMING', 'UPCOMING'] });
    table.hand = ['H_A', 'H_K', 'H_9', 'H_5', 'H_2', 'S_2', 'D_3', 'C_4'];
  });
  run.step('discard', { cards: [5, 6] }, (table) => {
    table.hand = ['H_A', 'H_K', 'H_9', 'H_5', 'H_2', 'C_4', 'S_8', 'S_9'];
    table.round.discards_left = 3;
  });
  run.step('rearrange', { hand: [7, 6, 5, 4, 3, 2, 1, 0] }, (table) => table.hand.reverse());
  run.step('play', { cards: [7, 6, 5, 4, 3] }, (table) => {
    Object.assign(table, { state: 'ROUND_EVAL', hand: [], blinds: ['DEFEATED', 'SELECT', 'UPCOMING'] });
    Object.assign(table.round, { hands_left: 3, hands_played: 1, chips: 308 });
    table.flushes = { level: 1, played: 1 };
  });
  run.step('cash_out', {}, (table) => {
    table.state = 'SHOP';
    table.money = 10;
    table.round.chips = 0;
    table.shop = [
      ['Jolly Joker', 'JOKER', 3],
      ['Jupiter', 'PLANET', 3],
    ];
    table.vouchers = [['Hone', 10]];
    table.packs = [
      ['Buffoon Pack', 4],
      ['Standard Pack', 4],
    ];
  });
  run.step('buy', { card: 0 }, (table) => {
    table.money = 7;
    table.shop.shift();
    table.jokers.push({ label: 'Jolly Joker', sell: 1 });
  });
  run.step('buy', { card: 0 }, (table) => {
    table.money = 4;
    table.shop.shift();
    table.consumables.push({ label: 'Jupiter', set: 'PLANET' });
  });
  run.step('use', { consumable: 0 }, (table) => {
    table.consumables = [];
    table.flushes = { level: 2, played: 1 };
  });
  run.step('buy', { pack: 0 }, (table) => {
    Object.assign(table, {
      state: 'BUFFOON_PACK',
      money: 0,
      pack: [
        ['Blue Joker', 'JOKER'],
        ['Sly Joker', 'JOKER'],
      ],
    });
    table.packs.shift();
  });
  run.step('pack', { card: 1 }, (table) => {
    Object.assign(table, { state: 'SHOP', pack: [] });
    table.jokers.push({ label: 'Sly Joker', sell: 1, edition: 'FOIL' });
  });
  run.step('sell', { joker: 0 }, (table) => {
    table.jokers.shift();
    table.money = 1;
  });
  run.step('rearrange', { jokers: [0] }, () => {});
  run.step('next_round', {}, (table) => {
    table.state = 'BLIND_SELECT';
    table.blinds = ['DEFEATED', 'SELECT', 'UPCOMING'];
  });
  run.step('skip', {}, (table) => {
    table.blinds = ['DEFEATED', 'SKIPPED', 'SELECT'];
    table.money = 11;
  });
  run.step('select', {}, (table) => {
    Object.assign(table, { state: 'SELECTING_HAND', round_num: 2, blinds: ['DEFEATED', 'SKIPPED', 'CURRENT'] });
    table.round = { hands_left: 2, discards_left: 4, hands_played: 0, reroll_cost: 5, chips: 0 };
    table.hand = ['H_A', 'H_K', 'H_9', 'H_5', 'H_2', 'S_2', 'D_3', 'C_4'];
  });
  // The Hook throws two cards of the hand away with every hand played.
  run.step('play', { cards: [0] }, (table) => {
    table.hand = ['H_9', 'H_5', 'H_2', 'S_2', 'D_3', 'S_T', 'S_J', 'S_Q'];
    Object.assign(table.round, { hands_left: 1, hands_played: 1, chips: 16 });
  });
  run.step('play', { cards: [2, 3] }, (table) => {
    table.state = 'GAME_OVER';
    table.hand = ['H_9', 'H_5', 'D_3', 'S_T', 'S_J', 'S_Q'];
    Object.assign(table.round, { hands_left: 0, hands_played: 2, chips: 44 });
  });
  run.step('menu', {}, (table) => {
    table.state = 'MENU';
  });
  return run.lines;
}

describe('a run of BalatroBot 1.4', () => {
  let events: CanonicalEvent[];
  beforeAll(() => {
    events = translated(new BalatrobotDialect(), playedRun());
  });

  test('agrees with every state when it is replayed', async () => {
    const verification = await verified(events);
    expect(verification.differences).toEqual([]);
    expect(verification).toMatchObject({ games: 1, gaps: 0, snapshots: 18 });
  });

  test('has every step as the event that it is', () => {
    expect(events.map(({ eventType }) => eventType).filter((type) => type !== 'StateSnapshot')).toEqual([
      'GameStarted',
      'BlindSelected',
      'CardsDiscarded',
      'HandPlayed',
      'RoundCompleted',
      'RoundCashedOut',
      'ShopEntered',
      'ItemPurchased',
      'JokersChanged',
      'ItemPurchased',
      'ConsumablesChanged',
      'ConsumableUsed',
      'ConsumablesChanged',
      'BoosterOpened',
      'BoosterPicked',
      'JokersChanged',
      'ItemSold',
      'JokersChanged',
      'ShopLeft',
      'BlindSkipped',
      'BlindSelected',
      'HandPlayed',
      'CardsDiscarded',
      'HandPlayed',
      'RoundCompleted',
      'GameCompleted',
    ]);
  });

  test('tells hand types, levels and targets as the game counts them', () => {
    const [first] = ofType(events, 'HandPlayed');
    expect(first).toMatchObject({
      hand: ['H_A', 'H_K', 'H_9', 'H_5', 'H_2'],
      handType: 'Flush',
      scoring: { baseChips: 35, baseMult: 4, finalScore: 308 },
      targetScore: 300,
      blindName: 'Small Blind',
      notTold: ['jokerEffects'],
    });
  });

  test('keeps slots of the shop, prices and what a sale brought', () => {
    expect(ofType(events, 'ItemPurchased')).toMatchObject([
      { slot: 0, name: 'Jolly Joker', cost: 3, moneyBefore: 10, moneyAfter: 7 },
      { slot: 1, name: 'Jupiter', type: 'planet', moneyBefore: 7, moneyAfter: 4 },
    ]);
    expect(ofType(events, 'BoosterOpened')).toMatchObject([{ slot: 3, kind: 'Buffoon', cost: 4, picks: 1 }]);
    expect(ofType(events, 'BoosterPicked')).toEqual([{ name: 'Sly Joker', type: 'joker', picksRemaining: 0 }]);
    expect(ofType(events, 'ItemSold')).toMatchObject([{ type: 'joker', name: 'Jolly Joker', value: 1 }]);
    expect(ofType(events, 'JokersChanged').at(-1)).toMatchObject({ jokers: [{ name: 'Sly Joker', edition: 'Foil' }] });
  });

  test("gives a boss's discard its cause", () => {
    expect(ofType(events, 'CardsDiscarded').at(-1)).toMatchObject({ cards: ['H_K', 'C_4'], cause: 'The Hook' });
  });

  test('is lost, not abandoned, when the menu follows', () => {
    expect(ofType(events, 'GameCompleted')).toMatchObject([{ outcome: 'loss', handsPlayed: 3, finalScore: 308 }]);
  });
});

test('states alone, without requests, tell the same game', async () => {
  const states = playedRun().flatMap((line) => ('game_state_after' in line ? [line.game_state_after] : []));
  const events = translated(new BalatrobotDialect(), states);
  expect(ofType(events, 'GameStarted')).toHaveLength(1);
  expect(ofType(events, 'ItemSold')).toHaveLength(1);
  expect(ofType(events, 'ConsumableUsed')).toHaveLength(1);
  // Which cards won the round cannot be told, the hand is gone with it; nor which ones The Hook took.
  expect(ofType(events, 'IncompleteHandPlayed')).toMatchObject([
    { handType: 'Flush', roundScore: 308 },
    { blindName: 'The Hook', roundScore: 16 },
    { blindName: 'The Hook', roundScore: 44 },
  ]);
  expect((await verified(events)).differences).toEqual([]);
});

test('a recording that begins in the middle tells what it can', async () => {
  const events = translated(new BalatrobotDialect(), playedRun().slice(6));
  expect(ofType(events, 'GameStarted')).toEqual([]);
  expect(ofType(events, 'ItemPurchased')).toHaveLength(1);
  expect((await verified(events)).differences).toEqual([]);
});
