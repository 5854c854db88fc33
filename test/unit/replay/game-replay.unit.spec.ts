import { describe, expect, test } from 'vitest';
import { GameReplay } from '../../../main-ingest/replay/game-replay.ts';
import { blind, completed, decision, ended, type Happening, hand, happens, records, shop, started } from './a-game.ts';

function replayOf(happenings: readonly Happening[]): GameReplay {
  const replay = new GameReplay();
  replay.append(records(happenings));
  return replay;
}

const joins = (...names: string[]) =>
  happens('JokersChanged', { jokers: names.map((name) => ({ name })), jokerSlots: 5 });
const scored = (finalScore: number, roundScore: number, data: Parameters<typeof hand>[0] = {}) =>
  hand({ ...data, roundScore, scoring: { baseChips: 10, baseMult: 2, jokerEffects: [], finalScore } });

/** Three blinds: won by far, won narrowly, lost; one joker comes and stays, one comes and goes. */
const game: Happening[] = [
  started({ jokers: ['Egg'], strategyId: 'smart', modelVersion: 'ppo-001' }),
  decision({ decisionType: 'select-blind', optionSelected: 'select-blind', confidenceScore: 0.9, latencyMs: 10 }),
  blind(),
  scored(3000, 3000, { jokers: ['Egg'] }),
  completed({ score: 3000 }),
  shop(),
  joins('Egg', 'Baron', 'Joker'),
  happens('ShopLeft', {}),
  blind({ round: 2, blindType: 'big', blindName: 'Big Blind', targetScore: 450 }),
  decision({ confidenceScore: 0.4, latencyMs: 30 }),
  scored(200, 200, {
    round: 2,
    blindType: 'big',
    blindName: 'Big Blind',
    targetScore: 450,
    jokers: ['Egg', 'Baron', 'Joker'],
  }),
  scored(280, 480, {
    round: 2,
    blindType: 'big',
    blindName: 'Big Blind',
    targetScore: 450,
    jokers: ['Egg', 'Baron', 'Joker'],
  }),
  completed({ round: 2, blindType: 'big', blindName: 'Big Blind', score: 480, targetScore: 450, handsUsed: 2 }),
  joins('Egg', 'Baron'),
  blind({ round: 3, blindType: 'boss', blindName: 'The Hook', targetScore: 600 }),
  scored(60, 60, { round: 3, blindType: 'boss', blindName: 'The Hook', targetScore: 600, jokers: ['Egg', 'Baron'] }),
  completed({ round: 3, blindType: 'boss', blindName: 'The Hook', outcome: 'lost', score: 60, targetScore: 600 }),
  ended({ finalScore: 3000, durationMs: 17_000 }),
];

describe('a game at a glance', () => {
  const summary = replayOf(game).summary();

  test('has a row for lists', () => {
    expect(summary.game).toMatchObject({
      sessionId: 'a-game',
      state: 'loss',
      seed: 'SEED',
      strategy: 'smart',
      model: 'ppo-001',
      experiment: null,
      ante: 1,
      blindType: 'boss',
      bestHand: 3000,
      hands: 4,
      durationMs: 17_000,
      jokers: ['Egg', 'Baron'],
      events: game.length,
    });
  });

  test('has its blinds with what was needed and scored', () => {
    expect(summary.blinds).toMatchObject([
      { round: 1, firstStep: 2, lastStep: 4, target: 300, score: 3000, outcome: 'won' },
      { round: 2, firstStep: 8, lastStep: 12, target: 450, score: 480, outcome: 'won' },
      { round: 3, firstStep: 14, lastStep: 16, target: 600, score: 60, outcome: 'lost' },
    ]);
    expect(summary.blinds[1]?.hands).toEqual([
      { step: 10, handType: 'Pair', score: 200, roundScore: 200 },
      { step: 11, handType: 'Pair', score: 280, roundScore: 480 },
    ]);
  });

  test('has the moments that decided it, in order', () => {
    expect(summary.moments.map(({ step, kind, label, detail }) => [step, kind, label, detail])).toEqual([
      [3, 'best-hand', 'Best hand, Pair', '3,000'],
      [4, 'furthest', 'Ante 1 small: far over the target', '10.0 ×'],
      [6, 'joker', 'Baron joins', '3 jokers'],
      [9, 'least-sure', 'Least sure: play of 2', '0.40'],
      [12, 'closest', 'Closest: ante 1 big', '1.1 ×'],
      [16, 'end', 'Lost to The Hook', '0.10 ×'],
    ]);
  });

  test('has a line for each step', () => {
    expect(summary.steps).toHaveLength(game.length);
    expect(summary.steps[3]).toMatchObject({
      step: 3,
      sentence: 'Pair 3,000',
      phase: 'playing',
      cards: ['S_A', 'S_A'],
      round: 1,
      atMs: 3000,
      money: 4,
      confidence: null,
    });
    expect(summary.steps[9]?.confidence).toBe(0.4);
  });

  test('counts decisions', () => {
    expect(summary.decisions).toEqual({ count: 2, medianLatencyMs: 20, confidences: [0.4, 0.9] });
  });
});

test('a step shows the hand before it, sorted, and the decision it came from', () => {
  const [step] = replayOf(game).steps(10, 10);
  expect(step).toMatchObject({ step: 10, eventType: 'HandPlayed', decidedAt: 9, gaps: [] });
  expect(step?.handBefore).toEqual(['S_A', 'S_A', 'H_T', 'D_2']);
  expect(step?.state.hand).toEqual(['H_T', 'C_9', 'C_8', 'D_2']);
  expect(replayOf(game).steps(1, 2)[1]?.decidedAt).toBe(1);
  expect(replayOf(game).steps(0, 0)[0]?.decidedAt).toBeNull();
});

test('steps that the game does not have are left out', () => {
  const replay = replayOf(game);
  expect(replay.steps(15, 99).map(({ step }) => step)).toEqual([15, 16, 17]);
  expect(replay.steps(18, 99)).toEqual([]);
  expect(replay.steps(5, 4)).toEqual([]);
});

test('a game in flight has no end yet and grows', () => {
  const replay = new GameReplay();
  const all = records(game);
  replay.append(all.slice(0, 11));
  expect(replay.summary().game.state).toBe('live');
  expect(replay.preview().moments.some(({ kind }) => kind === 'end')).toBe(false);
  expect(replay.preview().blinds.at(-1)).toMatchObject({ outcome: 'continues', score: 200, lastStep: 10 });
  replay.append(all.slice(11));
  expect(replay.summary()).toEqual(replayOf(game).summary());
});

test('snapshots are counted, what differs is named', () => {
  const replay = replayOf([
    started(),
    happens('StateSnapshot', { state: { money: 4, ante: 1 } }),
    happens('StateSnapshot', { state: { money: 5 } }),
  ]);
  expect(replay.summary().snapshots).toEqual({
    compared: 2,
    agree: 1,
    fields: 3,
    steps: [1, 2],
    mismatches: [{ step: 2, field: 'money', recorded: '5', replayed: '4' }],
  });
});

test('a recording that starts in the middle is replayed, and says so', () => {
  const replay = new GameReplay();
  replay.append(records(game).slice(8));
  const summary = replay.summary();
  expect(summary.gaps[0]).toEqual({ step: 8, gap: 'The recording starts in the middle, at step 8' });
  expect(summary.game).toMatchObject({ seed: null, state: 'loss', bestHand: 280 });
  expect(summary.blinds.map(({ round }) => round)).toEqual([2, 3]);
});
