import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { placeMoments, planStrip, shortWords, stepTicks } from '../../../renderer/views/replay/strip-plan.ts';
import { replayedGames } from './replay-games.ts';

const games = replayedGames(5).map(({ summary }) => summary);

describe('the strip of a game', () => {
  test('every step has a place of its own, and each place leads back to its step', () => {
    for (const game of games) {
      const plan = planStrip(game, 1250);
      for (const { step } of game.steps) expect(plan.stepAt(plan.x(step))).toBe(step);
      expect(plan.x(game.steps[0]?.step ?? 0)).toBe(0);
      expect(plan.x(game.steps.at(-1)?.step ?? 0)).toBeCloseTo(1250, 6);
    }
  });

  test('all that is drawn lies within it', () => {
    for (const game of games) {
      const plan = planStrip(game, 900);
      for (const { x, width } of [...plan.antes, ...plan.shops, ...plan.hands]) {
        expect(x).toBeGreaterThanOrEqual(-3);
        expect(x + width).toBeLessThanOrEqual(900.001);
      }
      for (const { score, round } of plan.hands) {
        expect(score.height).toBeLessThanOrEqual(round.height);
        expect(round.height).toBeLessThanOrEqual(1);
      }
      for (const { height } of plan.money) expect(height).toBeGreaterThanOrEqual(0);
      expect(plan.ticks.length).toBeLessThanOrEqual(4);
    }
  });

  test('it holds each hand, each blind and each snapshot once', () => {
    for (const game of games) {
      const plan = planStrip(game, 1250);
      expect(plan.hands).toHaveLength(game.game.hands);
      expect(plan.blinds).toHaveLength(game.blinds.length);
      expect(plan.snapshots).toHaveLength(game.snapshots.compared);
      expect(plan.snapshots.filter(({ agrees }) => agrees)).toHaveLength(game.snapshots.agree);
    }
  });

  test('a gap is marked once, however much it made impossible', () => {
    const [game] = games;
    if (!game) return;
    const gaps = [
      { step: 30, gap: 'Steps 20 to 29 are missing' },
      { step: 30, gap: 'H_K was not in the hand' },
    ];
    expect(planStrip({ ...game, gaps }, 900).gaps).toHaveLength(1);
  });

  test('a game of one step, and one without any, can be drawn', () => {
    const [game] = games;
    if (!game) return;
    const begun = { ...game, steps: game.steps.slice(0, 1), blinds: [], gaps: [] };
    expect(planStrip(begun, 900).stepAt(500)).toBe(0);
    expect(planStrip({ ...begun, steps: [] }, 900).antes).toEqual([]);
  });
});

describe('the names of moments', () => {
  test('never stand over each other or over a diamond; the current one is named first', () => {
    fc.assert(
      fc.property(fc.constantFrom(...games), fc.integer({ min: 300, max: 2000 }), fc.nat(), (game, width, pick) => {
        const plan = planStrip(game, width);
        const current = game.moments[pick % game.moments.length]?.step ?? -1;
        const marks = placeMoments(game.moments, plan, current, game.game.state);
        const taken: [number, number][] = marks.map(({ x }) => [x - 7, x + 7]);
        for (const { x, words, side } of marks) {
          if (side === undefined) continue;
          const length = words.length * 6.3 + 4;
          const from = side === 'right' ? x + 7 : x - 7 - length;
          for (const [low, high] of taken) expect(from + length <= low + 1e-9 || from >= high - 1e-9).toBe(true);
          taken.push([from, from + length]);
        }
      }),
    );
  });

  test('are short', () => {
    const moment = { step: 626, label: 'Best hand, Full House', detail: '1.54 M' } as const;
    expect(shortWords({ ...moment, kind: 'best-hand' }, 'win')).toBe('Best hand 1.54 M');
    expect(shortWords({ ...moment, kind: 'end' }, 'win')).toBe('Won');
    expect(shortWords({ ...moment, kind: 'end' }, 'loss')).toBe('Lost');
  });
});

test('step numbers are round ones and the last', () => {
  expect(stepTicks(0, 765, 1250)).toEqual([0, 100, 200, 300, 400, 500, 600, 700, 765]);
  expect(stepTicks(0, 5000, 1250).length).toBeLessThan(16);
  expect(stepTicks(0, 0, 1250)).toEqual([0]);
});
