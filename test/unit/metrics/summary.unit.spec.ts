import { describe, expect, test } from 'vitest';
import type { EventData, EventRecord } from '../../../main-ingest/event/event.ts';
import { MetricsFold } from '../../../main-ingest/metrics/rows.ts';
import { type Row, TABLES, type TableName, type TableRows } from '../../../main-ingest/metrics/tables.ts';
import { recordedEvents } from '../../recordings.ts';
import { blind, event, gameEnd, started } from './game-events.ts';

/** Cells of a table's rows in the given columns. */
function cells(rows: TableRows, table: TableName, ...names: readonly string[]): Row[] {
  const columns = TABLES.find(({ name }) => name === table)?.columns ?? [];
  const places = names.map((name) => columns.findIndex((column) => column.name === name));
  return (rows.get(table) ?? []).map((row) => places.map((place) => row[place] ?? null));
}

function fold(...events: readonly (readonly [string, EventData])[]): TableRows {
  return foldRecords(events.map(([type, data], i) => event(i, type, data)));
}

function foldRecords(records: readonly EventRecord[]): TableRows {
  return new MetricsFold(new Map()).fold(records, records.length).rows;
}

function buy(moneyBefore: number, moneyAfter: number): [string, EventData] {
  return ['ItemPurchased', { slot: 0, type: 'joker', name: 'Joker', cost: 3, moneyBefore, moneyAfter }];
}

function decide(confidenceScore: number, usedLlm = false): [string, EventData] {
  return [
    'DecisionMade',
    {
      decisionType: 'play',
      phase: 'playing',
      optionsAvailable: ['play'],
      optionSelected: 'play',
      confidenceScore,
      usedLlm,
      contextHash: 'abc',
    },
  ];
}

const cashOut: [string, EventData] = [
  'RoundCashedOut',
  { earned: { blind: 3, hands: 2, interest: 1, other: -1 }, moneyBefore: 1, moneyAfter: 6 },
];
const sell: [string, EventData] = [
  'ItemSold',
  { type: 'joker', name: 'Joker', value: 2, moneyBefore: 6, moneyAfter: 8 },
];
const ofAnte = (ante: number): [string, EventData] => ['BlindSelected', { ...blind(3), ante }];

describe('antes of a completed game', () => {
  const money = ['ante', 'changes', 'earned', 'spent', 'interest', 'shopping', 'most_held'];

  test('sum up its changes of money', () => {
    const rows = fold(['GameStarted', started], buy(4, 1), cashOut, sell, ofAnte(2), buy(8, 2), [
      'GameCompleted',
      gameEnd(),
    ]);
    expect(cells(rows, 'game_antes', ...money)).toEqual([
      [1, 6, 8, 4, 1, 3, 8],
      [2, 1, 0, 6, 0, 6, 2],
    ]);
  });

  test('say what the scope searches by', () => {
    const rows = fold(['GameStarted', started], buy(4, 1), decide(0.5), ['GameCompleted', gameEnd({ outcome: 'win' })]);
    const startUs = Date.UTC(2026, 8, 28, 6) * 1000;
    for (const table of ['game_antes', 'game_confidence'] as const) {
      expect(
        cells(
          rows,
          table,
          ...['timestamp', 'session_id', 'started_at', 'strategy_id', 'model_version', 'deck', 'stakes', 'outcome'],
        ),
      ).toEqual([[startUs + 3_000_000, 'game', startUs, 'smart', 'ppo-1', 'Red Deck', 'White', 'win']]);
    }
  });

  test('are not there while it is in flight', () => {
    const rows = fold(['GameStarted', started], buy(4, 1), decide(0.5));
    expect([rows.has('game_antes'), rows.has('game_confidence')]).toEqual([false, false]);
  });

  test('one that was named before a gap closed is emptied when another ante turns out to be right', () => {
    const [start, select, bought, end] = [
      ['GameStarted', started] as const,
      ofAnte(3),
      buy(4, 1),
      ['GameCompleted', gameEnd()] as const,
    ].map(([type, data], i) => event(i, type, data));
    if (!start || !select || !bought || !end) throw new Error('four events');
    const first = new MetricsFold(new Map());
    const early = first.fold([start, bought, end], 3);
    expect(cells(early.rows, 'game_antes', 'ante', 'changes', 'spent')).toEqual([[1, 1, 3]]);
    const late = new MetricsFold(new Map([...early.checkpoint.carry])).fold([select], 4);
    expect(cells(late.rows, 'game_antes', 'ante', 'changes', 'spent')).toEqual([
      [3, 1, 3],
      [1, 0, 0],
    ]);
    expect(first.fold([select], 4).rows).toEqual(late.rows);
  });
});

describe('confidence of a completed game', () => {
  test('is summed up by tenths, and the LLM is counted', () => {
    const rows = fold(decide(0.05), decide(0.3, true), decide(0.39, true), decide(0.9), decide(1, true), [
      'GameCompleted',
      gameEnd(),
    ]);
    expect(cells(rows, 'game_confidence', 'tenth', 'decisions', 'confidence', 'llm_decisions')).toEqual([
      [0, 1, 0.05, 0],
      [3, 2, 0.69, 2],
      [9, 2, 1.9, 1],
    ]);
    expect(cells(rows, 'game_results', 'llm_decisions')).toEqual([[3]]);
  });

  test('counts every decision once whatever comes first', () => {
    const records = [decide(0.2), decide(0.3, true), ['GameCompleted', gameEnd()] as const, decide(0.3)].map(
      ([type, data], i) => event(i, type, data),
    );
    const [, , end] = records;
    if (!end) throw new Error('an end');
    const rows = foldRecords([end, ...records.filter((record) => record !== end).toReversed()]);
    expect(cells(rows, 'game_confidence', 'tenth', 'decisions').slice(-2)).toEqual([
      [2, 1],
      [3, 1],
    ]);
  });
});

test('a game that an older version began has no sums: they are made from the tables at the next start', () => {
  const settled = { start: null, startedUs: null, ante: 1, round: 0, blindName: null, lastBlindType: null };
  const older = { next: 5, settled: { ...settled, hand: null, tallies: [], completed: false }, ahead: [] };
  const events = [buy(4, 1), decide(0.5, true), ['GameCompleted', gameEnd()] as const].map(([type, data], i) =>
    event(5 + i, type, data),
  );
  const { rows, checkpoint } = new MetricsFold(new Map([['game', JSON.stringify(older)]])).fold(events, 3);
  expect([rows.has('game_antes'), rows.has('game_confidence')]).toEqual([false, false]);
  expect(cells(rows, 'game_results', 'llm_decisions')).toEqual([[null]]);
  expect([...checkpoint.carry]).toEqual([['game', null]]);
});

test('sums of a recording are those of its changes and decisions', () => {
  const rows = foldRecords(recordedEvents('train-small.jsonl.gz'));
  const summed = (table: TableName, by: readonly string[], of: string) => {
    const sums = new Map<string, number>();
    for (const row of cells(rows, table, of, ...by)) {
      const [value, ...key] = row;
      sums.set(key.join(), (sums.get(key.join()) ?? 0) + Number(value));
    }
    return sums;
  };
  const balances = summed('economic_flow', ['session_id', 'ante'], 'amount');
  const earned = summed('game_antes', ['session_id', 'ante'], 'earned');
  const spent = summed('game_antes', ['session_id', 'ante'], 'spent');
  expect(new Map([...earned].map(([key, value]) => [key, value - (spent.get(key) ?? 0)]))).toEqual(balances);
  const counted = [...summed('game_confidence', ['session_id'], 'decisions').values()];
  expect(counted.reduce((sum, count) => sum + count, 0)).toBe(rows.get('decision_points')?.length);
});
