import { describe, expect, test } from 'vitest';
import type { EventData, EventRecord } from '../../../main-ingest/event/event.ts';
import { MetricsFold, systemMetricRows } from '../../../main-ingest/metrics/rows.ts';
import { type Row, TABLES, type TableName, type TableRows } from '../../../main-ingest/metrics/tables.ts';
import { blind, event, gameEnd, hand, roundEnd, started } from './game-events.ts';

/** Rows as objects by column. */
function named(rows: TableRows, table: TableName): Record<string, Row[number]>[] {
  const columns = TABLES.find(({ name }) => name === table)?.columns ?? [];
  return (rows.get(table) ?? []).map((row) => Object.fromEntries(columns.map(({ name }, i) => [name, row[i] ?? null])));
}

function fold(...events: readonly (readonly [string, EventData])[]): TableRows {
  const records = events.map(([type, data], i) => event(i, type, data));
  return new MetricsFold(new Map()).fold(records, records.length).rows;
}

describe('hands', () => {
  test('a hand has all its columns', () => {
    const rows = fold(
      ['GameStarted', started],
      [
        'HandPlayed',
        hand(1, 1, { jokers: ['Joker', 'Banner'], consumablesUsed: ['Mars', 'Death'], decisionTimeMs: 37.8 }),
      ],
    );
    expect(named(rows, 'game_metrics')).toEqual([
      {
        timestamp: Date.UTC(2026, 8, 28, 6, 0, 1) * 1000,
        session_id: 'game',
        sequence_id: 1,
        ante: 1,
        blind_type: 'small',
        blind_name: 'Small Blind',
        hand_number: 1,
        hand_type: 'Pair',
        cards_played: 'H_T S_T+Wild',
        base_chips: 10,
        base_mult: 2,
        final_chips: 30,
        final_mult: 4,
        final_score: 120,
        money_before: 4,
        money_after: 4,
        jokers_active: 2,
        joker_combo: 'Banner+Joker',
        consumables_used: 'Mars+Death',
        time_to_decision: 37,
        outcome: 'continues',
        strategy_id: 'smart',
      },
    ]);
  });

  test('the last hand of a round has its outcome, the others go on', () => {
    const rows = fold(
      ['BlindSelected', blind(1)],
      ['HandPlayed', hand(1, 1)],
      ['HandPlayed', hand(1, 2)],
      ['RoundCompleted', roundEnd(1, 'won')],
      ['BlindSelected', blind(2)],
      ['HandPlayed', hand(2, 1)],
      ['RoundCompleted', roundEnd(2, 'lost')],
    );
    expect(named(rows, 'game_metrics').map((row) => row.outcome)).toEqual(['continues', 'won', 'lost']);
  });

  test('a hand whose round ends in a later batch is made again', () => {
    const first = new MetricsFold(new Map());
    const before = first.fold([event(0, 'HandPlayed', hand(1, 1))], 1);
    const second = new MetricsFold(before.checkpoint.carry);
    const after = second.fold([event(1, 'RoundCompleted', roundEnd(1, 'won'))], 2);
    expect(named(before.rows, 'game_metrics')[0]?.outcome).toBe('continues');
    expect(named(after.rows, 'game_metrics')).toEqual([{ ...named(before.rows, 'game_metrics')[0], outcome: 'won' }]);
  });

  test('a round without a hand gives none its outcome', () => {
    const rows = fold(['HandPlayed', hand(1, 1)], ['BlindSelected', blind(2)], ['RoundCompleted', roundEnd(2, 'lost')]);
    expect(named(rows, 'game_metrics').map((row) => row.outcome)).toEqual(['continues']);
  });

  test('a score beyond all numbers counts as the largest', () => {
    const scoring = { baseChips: 1, baseMult: 1, jokerEffects: [], finalScore: 1e308 };
    const rows = fold(
      ...Array.from({ length: 3 }, (_, i): [string, EventData] => [
        'HandPlayed',
        hand(1, i, { scoring, jokers: ['A', 'B'] }),
      ]),
      ['GameCompleted', gameEnd({ finalJokers: ['A', 'B'] })],
    );
    expect(named(rows, 'joker_synergies')[0]?.total_score_contribution).toBe(Number.MAX_VALUE);
  });
});

describe('money', () => {
  const flows = (...events: readonly (readonly [string, EventData])[]) =>
    named(fold(...events), 'economic_flow').map((row) => [row.kind, row.item, row.amount, row.balance]);
  const change = { moneyBefore: 10, moneyAfter: 7 };

  test.each<[string, EventData, (string | number | null)[]]>([
    ['ItemPurchased', { slot: 0, type: 'joker', name: 'Joker', cost: 3 }, ['purchase', 'Joker', -3, 7]],
    ['ItemSold', { type: 'joker', name: 'Joker', value: 3 }, ['sale', 'Joker', -3, 7]],
    ['ShopRerolled', { cost: 3, shopItems: [], rerollCost: 4 }, ['reroll', null, -3, 7]],
    [
      'BoosterOpened',
      { name: 'Arcana Pack', kind: 'Arcana', cost: 3, options: [], picks: 1, drawn: [] },
      ['booster', 'Arcana Pack', -3, 7],
    ],
    ['ConsumableUsed', { name: 'The Hermit', type: 'tarot', targets: [] }, ['other', 'The Hermit', -3, 7]],
    ['CardsDiscarded', { cards: [], drawn: [], handsRemaining: 1, discardsRemaining: 1 }, ['other', null, -3, 7]],
    ['BlindSkipped', { ante: 1, blindType: 'small', tag: 'Economy Tag' }, ['other', 'Economy Tag', -3, 7]],
    ['HandPlayed', hand(1, 1), ['other', null, -3, 7]],
  ])('%s is booked', (type, data, row) => {
    expect(flows([type, { ...data, ...change }])).toEqual([row]);
    expect(flows([type, { ...data, moneyBefore: 7, moneyAfter: 7 }])).toEqual([]);
  });

  test('what a column cannot hold is at its bound, whose negative it holds too', () => {
    const most = 2_147_483_647;
    const sold = { type: 'joker', name: 'Joker', value: 3 };
    expect(flows(['ItemSold', { ...sold, moneyBefore: most, moneyAfter: -1 }])).toEqual([['sale', 'Joker', -most, -1]]);
    expect(flows(['ItemSold', { ...sold, moneyBefore: -most, moneyAfter: most }])).toEqual([
      ['sale', 'Joker', most, most],
    ]);
    const earned = { blind: most, hands: most, interest: 0, other: -most };
    expect(flows(['RoundCashedOut', { earned, moneyBefore: most, moneyAfter: most }])).toEqual([
      ['blind-reward', null, most, most],
      ['hands', null, most, most],
      ['other', null, -most, most],
    ]);
  });

  test('the ante that follows the last one is the last one', () => {
    const ante = 2_147_483_647;
    const lost = { ...change, slot: 0, type: 'joker', name: 'Joker', cost: 3 };
    const rows = fold(['RoundCompleted', { ...roundEnd(1, 'won'), ante, blindType: 'boss' }], ['ItemPurchased', lost]);
    expect(named(rows, 'economic_flow')[0]?.ante).toBe(ante);
  });

  test('a cash-out is booked by its parts, each with the balance after it', () => {
    const cashOut: [string, EventData] = [
      'RoundCashedOut',
      { earned: { blind: 3, hands: 2, interest: 0, other: -1 }, moneyBefore: 10, moneyAfter: 14 },
    ];
    expect(flows(['BlindSelected', blind(1)], cashOut)).toEqual([
      ['blind-reward', 'Small Blind', 3, 13],
      ['hands', null, 2, 15],
      ['other', null, -1, 14],
    ]);
  });

  test('ante and round are those of the state: the ante counts up when a boss is beaten', () => {
    const buy: [string, EventData] = ['ItemPurchased', { slot: 0, type: 'joker', name: 'Joker', cost: 3, ...change }];
    const rows = fold(
      buy,
      ['BlindSelected', blind(3, 'boss')],
      buy,
      ['RoundCompleted', roundEnd(3, 'won', 'boss')],
      buy,
      ['ShopEntered', { ante: 7, round: 9, money: 1, shopItems: [], rerollCost: 5 }],
      buy,
    );
    expect(named(rows, 'economic_flow').map((row) => [row.ante, row.round])).toEqual([
      [1, 0],
      [1, 3],
      [2, 3],
      [7, 9],
    ]);
  });
});

describe('jokers', () => {
  test('pairs, triples and all final jokers, with the hands that had them', () => {
    const play = (jokers: string[], finalScore: number, finalMult: number): [string, EventData] => [
      'HandPlayed',
      hand(1, 1, { jokers, scoring: { baseChips: 1, baseMult: 1, jokerEffects: [], finalMult, finalScore } }),
    ];
    const rows = fold(
      ['GameStarted', started],
      play(['B'], 1, 1),
      play(['B', 'A'], 10, 2),
      play(['A', 'B', 'C', 'A'], 100, 5),
      ['GameCompleted', gameEnd({ outcome: 'win', finalJokers: ['C', 'A', 'B', 'A', 'D'] })],
    );
    const found = named(rows, 'joker_synergies').map((row) => [
      row.joker_combination,
      row.size,
      row.hands_played_with,
      row.total_score_contribution,
      row.average_multiplier,
      row.outcome,
      row.strategy_id,
    ]);
    expect(found).toContainEqual(['A+B', 2, 2, 110, 3.5, 'win', 'smart']);
    expect(found).toContainEqual(['A+B+C', 3, 1, 100, 5, 'win', 'smart']);
    expect(found).toContainEqual(['A+D', 2, 0, 0, null, 'win', 'smart']);
    expect(found).toContainEqual(['A+B+C+D', 4, 0, 0, null, 'win', 'smart']);
    expect(found.map((row) => row[0])).toHaveLength(6 + 4 + 1);
  });

  test('a hundred jokers are no flood', () => {
    const finalJokers = Array.from({ length: 101 }, (_, i) => `Joker ${i}`);
    expect(named(fold(['GameCompleted', gameEnd({ finalJokers })]), 'joker_synergies')).toHaveLength(1);
  });
});

describe('games', () => {
  test('start and result', () => {
    const rows = fold(['GameStarted', started], ['GameCompleted', gameEnd({ finalJokers: ['B', 'A', 'B'] })]);
    expect(named(rows, 'game_starts')).toEqual([
      expect.objectContaining({ seed: 'SEED', deck: 'Red Deck', strategy_id: 'smart', starting_money: 4 }),
    ]);
    expect(named(rows, 'game_results')).toEqual([
      {
        timestamp: Date.UTC(2026, 8, 28, 6, 0, 1) * 1000,
        session_id: 'game',
        seed: 'SEED',
        deck: 'Red Deck',
        stakes: 'White',
        strategy_id: 'smart',
        model_version: 'ppo-1',
        experiment_id: 'run-1',
        outcome: 'loss',
        final_ante: 1,
        final_round: 1,
        final_score: 120,
        final_money: 4,
        joker_combo: 'A+B+B',
        hands_played: 2,
        duration_ms: 1234,
        started_at: Date.UTC(2026, 8, 28, 6) * 1000,
        final_blind_type: null,
        final_jokers: 'B+A+B',
        llm_decisions: 0,
      },
    ]);
  });

  test('a decision has its own strategy, or the game’s', () => {
    const decision = {
      decisionType: 'play',
      phase: 'playing',
      optionsAvailable: ['play', 'dis"card'],
      optionSelected: 'play',
      confidenceScore: 0.5,
      usedLlm: true,
      contextHash: 'abc',
    };
    const rows = fold(
      ['GameStarted', started],
      ['DecisionMade', decision],
      ['DecisionMade', { ...decision, strategyId: 'other', latencyMs: 43.4 }],
    );
    expect(
      named(rows, 'decision_points').map((row) => [row.strategy_id, row.latency_ms, row.options_available]),
    ).toEqual([
      ['smart', null, '["play","dis\\"card"]'],
      ['other', 43.4, '["play","dis\\"card"]'],
    ]);
  });

  test('a game that has ended is not carried on', () => {
    const events = [event(0, 'GameStarted', started), event(1, 'GameCompleted', gameEnd())];
    const { checkpoint } = new MetricsFold(new Map()).fold(events, 2);
    expect(checkpoint).toEqual({ position: 2, carry: new Map([['game', null]]) });
  });

  test('an event that cannot be folded is named', () => {
    const broken = { ...event(0, 'HandPlayed', hand(1, 1)), data: '{"hand":null}' };
    expect(() => new MetricsFold(new Map()).fold([broken], 1)).toThrow(
      expect.objectContaining({ code: 'UNFOLDABLE', retry: false, eventId: broken.eventId }),
    );
  });

  test('unknown events make no rows', () => {
    expect([...fold(['SomethingNew', { a: 1 }]).keys()]).toEqual([]);
  });
});

describe('training runs', () => {
  const run = (type: string, data: EventData): EventRecord => ({ ...event(0, type, data, 'run-1'), sequenceId: -1 });
  const rowsOf = (type: string, data: EventData) => new MetricsFold(new Map()).fold([run(type, data)], 1).rows;

  test('a metric', () => {
    const rows = rowsOf('MetricRecorded', { name: 'entropy', value: 0.5, step: 10, labels: { b: '2', a: '1' } });
    expect(named(rows, 'learning_metrics')).toEqual([
      expect.objectContaining({ run_id: 'run-1', name: 'entropy', value: 0.5, step: 10, labels: '{"a":"1","b":"2"}' }),
    ]);
  });

  test('the metrics of a checkpoint have names of their own', () => {
    const rows = rowsOf('ModelCheckpoint', { modelVersion: 'ppo-2', step: 50, metrics: { entropy: 0.4, reward: 1 } });
    expect(named(rows, 'learning_metrics').map((row) => [row.name, row.value, row.step, row.labels])).toEqual([
      ['checkpoint.entropy', 0.4, 50, '{"modelVersion":"ppo-2"}'],
      ['checkpoint.reward', 1, 50, '{"modelVersion":"ppo-2"}'],
    ]);
  });

  test('an error of a component, and the workbench’s own health', () => {
    const rows = rowsOf('ComponentError', { component: 'trainer', code: 'OOM', message: 'no memory' });
    expect(named(rows, 'system_metrics')).toEqual([
      expect.objectContaining({ component: 'trainer', name: 'error.OOM', value: 1 }),
    ]);
    expect(systemMetricRows(5, 'intake', { lagMs: 2 })).toEqual([[5, 'intake', 'lagMs', 2]]);
  });
});
