import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { ModDialect } from '../../../main-ingest/intake/dialects/mod.ts';
import { ofType, translated, verified } from './translated.ts';

let posts = 0;

function post(type: string, payload: unknown, more: object = {}): object {
  posts += 1;
  return {
    type,
    source: 'BalatroMCP',
    payload,
    timestamp: 1000.5 * posts,
    event_id: `evt-${posts}`,
    version: 1,
    ...more,
  };
}

const cards = (codes: string[]) =>
  codes.map((code, i) => ({
    id: `card_${i}`,
    suit: code[0],
    rank: code[2],
    enhancement: 'none',
    edition: 'none',
    seal: 'none',
    position: i,
  }));

/** A state as the mod posts it: empty lists are `{}`, the game's id is unknown. */
function state(more: object): object {
  return {
    in_game: true,
    game_id: 'unknown',
    ante: 1,
    round: 0,
    hand_number: 0,
    chips: 0,
    mult: 0,
    money: 4,
    hand_size: 8,
    hands_remaining: 4,
    discards_remaining: 3,
    score_history: {},
    game_state: 7,
    ui_state: 'blind',
    frame_count: 12_345,
    jokers: {},
    hand: {},
    deck: { remaining_count: 52, cards_remaining: {}, full_deck: {} },
    consumables: {},
    shop_items: {},
    blind: {},
    ...more,
  };
}

const small = { name: 'Small Blind', chips: 300, chip_text: '300', mult: 1, defeated: false, boss: false };
const firstHand = ['H_A', 'S_A', 'H_K', 'D_9', 'C_5', 'S_4', 'H_3', 'C_2'];
const secondHand = ['H_K', 'D_9', 'C_5', 'S_4', 'H_3', 'C_2', 'D_T', 'D_J'];

/** The posts of one game up to its first shop. */
function game(): object[] {
  return [
    post('GAME_STATE', state({})),
    post('GAME_STATE', state({ game_state: '1', round: 1, blind: small, hand: cards(firstHand) })),
    post('GAME_STATE', state({ game_state: '2', round: 1, blind: small, hand: cards(firstHand.slice(2)) })),
    post('SCORING', { joker_name: 'Joker', score_contribution: 4, current_total: 120 }),
    post(
      'GAME_STATE',
      state({ game_state: '1', round: 1, blind: small, chips: 64, hands_remaining: 3, hand: cards(secondHand) }),
    ),
    post('HAND_PLAYED', { old: 4, new: 3 }),
    post('GAME_STATE', state({ game_state: 8, round: 1, blind: {}, chips: 400, hands_remaining: 2 })),
    post('MONEY_CHANGED', { old: 4, new: 9 }),
    post(
      'GAME_STATE',
      state({
        game_state: 5,
        round: 1,
        money: 9,
        shop_items: {
          joker_1: { name: 'Blue Joker', cost: 5, rarity: 1 },
          booster_1: { name: 'Arcana Pack', cost: 4 },
          consumable_1: { name: 'Jupiter', cost: 3 },
        },
      }),
    ),
    post(
      'GAME_STATE',
      state({
        game_state: 5,
        round: 1,
        money: 4,
        jokers: [{ id: 'j', name: 'Blue Joker', position: 1, properties: { sell_value: '2', edition: 'foil' } }],
        shop_items: { booster_1: { name: 'Arcana Pack', cost: 4 }, consumable_1: { name: 'Jupiter', cost: 3 } },
      }),
    ),
  ];
}

describe('a game that the mod posts', () => {
  const values = game();
  const events = translated(new ModDialect(), values);

  test('is kept whole: every post is an event of its own type', () => {
    const raw = events.filter(({ data }) => 'payload' in data);
    expect(raw.map(({ eventType }) => eventType)).toEqual(values.map((value) => ('type' in value ? value.type : '')));
    expect(ofType(events, 'SCORING')[0]).toMatchObject({
      payload: { joker_name: 'Joker', score_contribution: 4, current_total: 120 },
      source: 'BalatroMCP',
      version: 1,
    });
  });

  test('is derived from one state to the next', () => {
    const derived = events.filter(({ data }) => !('payload' in data)).map(({ eventType }) => eventType);
    expect(derived.filter((type) => type !== 'StateSnapshot')).toEqual([
      'GameStarted',
      'BlindSelected',
      'HandPlayed',
      // Which cards won the round is not told any more.
      'IncompleteHandPlayed',
      'RoundCompleted',
      'RoundCashedOut',
      'ShopEntered',
      'ItemPurchased',
      'JokersChanged',
    ]);
    expect(ofType(events, 'HandPlayed')).toMatchObject([
      { hand: ['H_A', 'S_A'], handType: 'Pair', scoring: { finalScore: 64 }, drawn: ['D_T', 'D_J'], targetScore: 300 },
    ]);
    expect(ofType(events, 'ShopEntered')[0]?.shopItems).toEqual([
      { slot: 0, type: 'joker', name: 'Blue Joker', cost: 5 },
      { slot: 1, type: 'planet', name: 'Jupiter', cost: 3 },
      { slot: 2, type: 'booster', name: 'Arcana Pack', cost: 4 },
    ]);
    expect(ofType(events, 'JokersChanged')[0]?.jokers).toEqual([{ name: 'Blue Joker', edition: 'Foil', sellValue: 2 }]);
  });

  test('agrees with every state when it is replayed', async () => {
    const verification = await verified(events);
    expect(verification.differences).toEqual([]);
    expect(verification.games).toBe(1);
    expect(verification.snapshots).toBeGreaterThan(4);
  });

  test('says unknown where the mod says nothing', () => {
    expect(ofType(events, 'GameStarted')[0]).toMatchObject({ seed: 'unknown', deck: 'unknown', startingMoney: 4 });
  });

  test('leaves places in the game to the ledger', () => {
    expect(events.every(({ sequenceId }) => sequenceId === undefined)).toBe(true);
  });
});

test('what is posted again is the same events again', () => {
  const dialect = new ModDialect();
  const values = game();
  const first = translated(dialect, values);
  expect(translated(dialect, values)).toEqual(first);
  expect(new Set(first.map(({ eventId }) => eventId)).size).toBe(first.length);
});

test('games are told apart by the menu, and by a round that starts over', () => {
  const events = translated(new ModDialect(), [
    ...game(),
    post('GAME_STATE', state({ in_game: false, game_state: 11 })),
    post('HEARTBEAT', { version: '1', uptime: 5, headless: true, game_state: 11 }),
    ...game(),
    ...game(),
  ]);
  const starts = events.filter(({ eventType }) => eventType === 'GameStarted');
  expect(new Set(starts.map(({ sessionId }) => sessionId)).size).toBe(3);
  const ends = events.filter(({ eventType }) => eventType === 'GameCompleted');
  expect(ends.map(({ sessionId }) => sessionId)).toEqual(starts.slice(0, 2).map(({ sessionId }) => sessionId));
  expect(ends[0]?.data).toMatchObject({ outcome: 'abandoned', finalScore: 336 });
  const heartbeat = events.find(({ eventType }) => eventType === 'HEARTBEAT');
  expect(starts.some(({ sessionId }) => sessionId === heartbeat?.sessionId)).toBe(false);
});

test('games with ids of their own may be told interleaved', () => {
  const one = game().map((value) => JSON.parse(JSON.stringify(value).replaceAll('"unknown"', '"game-1"')));
  const two = game().map((value) => JSON.parse(JSON.stringify(value).replaceAll('"unknown"', '"game-2"')));
  const events = translated(
    new ModDialect(),
    one.flatMap((value, i) => [value, two[i]]),
  );
  expect(ofType(events, 'GameStarted')).toHaveLength(2);
  expect(ofType(events, 'HandPlayed')).toHaveLength(2);
  expect(ofType(events, 'GameCompleted')).toEqual([]);
});

test('times are the wall clock of the batch, and distances those of the game clock', () => {
  const dialect = new ModDialect();
  const at = (value: object) => {
    const translation = dialect.translate(value, { source: 'http', atUs: 1_790_000_000_000_000 });
    return 'events' in translation ? translation.events[0]?.timestamp : undefined;
  };
  expect(at(post('HEARTBEAT', {}, { timestamp: 5000 }))).toBe('2026-09-21T14:13:20.000000Z');
  expect(at(post('HEARTBEAT', {}, { timestamp: 5250.5 }))).toBe('2026-09-21T14:13:20.250500Z');
  expect(at(post('HEARTBEAT', {}, { timestamp: 1_790_000_001_000 }))).toBe('2026-09-21T14:13:21.000000Z');
});

describe('odd posts', () => {
  test('the connection test has `data` and a small name', () => {
    const events = translated(new ModDialect(), [{ type: 'connection_test', data: { message: 'hello' }, source: 'x' }]);
    expect(events).toMatchObject([{ eventType: 'connection_test', data: { payload: { message: 'hello' } } }]);
  });

  test.each([
    [{}],
    [[]],
    ['text'],
    [null],
    [{ in_game: 'yes', game_state: {}, hand: [1, null, 'H_A'], jokers: 7, blind: [] }],
    [{ in_game: true, game_state: 1, hand: ['H_A', 'S_K'], consumables: [''], shop_items: [], blind: { name: 5 } }],
  ])('a state of %j is kept', (payload) => {
    const events = translated(new ModDialect(), [post('GAME_STATE', payload)]);
    expect(events.filter(({ eventType }) => eventType === 'GAME_STATE')).toHaveLength(1);
  });

  test('canonical events are not its business', () => {
    expect(new ModDialect().reads({ eventType: 'HandPlayed', data: {} })).toBe(false);
  });
});

/** Bytes of the heap that are in use, garbage collected. */
function liveHeap(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  return process.memoryUsage().heapUsed;
}

describe('within bounds', () => {
  const arrival = { source: 'http', atUs: 1_790_000_000_000_000 };

  test.each([1e300, -1e300, 1e18])('a post of the time %s is refused alone, with words', (timestamp) => {
    const mod = new ModDialect();
    expect(mod.translate(post('HEARTBEAT', {}, { timestamp }), arrival)).toEqual({
      refused: { code: 'BAD_TIMESTAMP', reason: `timestamp: ${timestamp} ms is no time of any calendar` },
    });
    const [next] = translated(mod, [post('HEARTBEAT', {}, { timestamp: 5 })], 'http');
    expect(next?.timestamp).toBe('2026-09-21T14:13:20.000000Z');
  });

  test('what is remembered of large posts and states does not grow with their number', () => {
    const mod = new ModDialect();
    const before = liveHeap();
    for (let sender = 0; sender < 40; sender++) {
      const seed = `${sender}`.padEnd(4_000_000, 'x');
      mod.translate(post('GAME_STATE', state({ seed }), { source: `s${sender}` }), arrival);
    }
    // Unbounded it is 40 times the seed in each of a state, its text and its events.
    expect(liveHeap() - before).toBeLessThan(150_000_000);
    expect(mod.reads(post('HEARTBEAT', {}))).toBe(true);
  });

  test('a post that comes again stands for the same events', () => {
    const mod = new ModDialect();
    const sent = post('GAME_STATE', state({ seed: 'S' }));
    const [first, again] = [mod.translate(sent, arrival), mod.translate(sent, arrival)];
    expect(again).toEqual(first);
  });
});
