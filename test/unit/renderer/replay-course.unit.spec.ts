import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { courseOf, indexOf, markBeside, placeOf, stepBeside, stepNear } from '../../../renderer/views/replay/course.ts';
import { movesOf } from '../../../renderer/views/replay/moves.ts';
import { dwell } from '../../../renderer/views/replay/pace.ts';
import { readPlace } from '../../../renderer/views/replay/place.ts';
import { replayedGames } from './replay-games.ts';

const games = replayedGames(3);
const courses = games.map(({ summary }) => courseOf(summary));
const course = courses[0] ?? courseOf({ steps: [], blinds: [], moments: [] });

const ascending = fc
  .uniqueArray(fc.integer({ min: 0, max: 500 }), { maxLength: 40 })
  .map((numbers) => numbers.toSorted((a, b) => a - b));

describe('where a step lies', () => {
  test('the place is that of the last item at or before it', () => {
    fc.assert(
      fc.property(ascending, fc.integer({ min: -5, max: 510 }), (steps, step) => {
        expect(placeOf(steps, step, (item) => item)).toBe(steps.findLastIndex((item) => item <= step));
      }),
    );
  });

  test('the mark after a step is the next larger one, the mark before the next smaller one', () => {
    fc.assert(
      fc.property(ascending, fc.integer({ min: -5, max: 510 }), (marks, step) => {
        expect(markBeside(marks, step, 1)).toBe(marks.find((mark) => mark > step));
        expect(markBeside(marks, step, -1)).toBe(marks.findLast((mark) => mark < step));
      }),
    );
  });

  test('a step that the recording does not hold is shown as the one before it', () => {
    const steps = course.steps.filter(({ step }) => step < 10 || step > 20);
    const thin = { ...course, steps };
    expect(stepNear(thin, 15)).toBe(9);
    expect(stepNear(thin, 1_000_000)).toBe(course.last);
    expect(stepNear(thin, -1)).toBe(course.first);
    expect(stepBeside(thin, 9, 1)).toBe(21);
    expect(stepBeside(thin, 21, -1)).toBe(9);
  });

  test('step on walks the whole game, step back leads home', () => {
    for (const game of courses) {
      const way = [game.first];
      for (let step = game.first; stepBeside(game, step, 1) !== step; ) {
        const next = stepBeside(game, step, 1);
        expect(stepBeside(game, next, -1)).toBe(step);
        way.push(next);
        step = next;
      }
      expect(way).toEqual(game.steps.map(({ step }) => step));
    }
  });
});

describe('moves', () => {
  test('go from wherever the replay stands at the time', () => {
    let step = 0;
    const moves = movesOf(
      () => ({ course, step }),
      (next) => {
        step = next;
      },
      () => {
        step = course.last;
      },
    );
    const trail: number[] = [];
    for (const move of [moves.handOn, moves.handOn, moves.handBack, moves.roundOn, moves.roundBack]) {
      move();
      trail.push(step);
    }
    const [firstHand, secondHand] = course.hands;
    const round = course.rounds.find((start) => start > (firstHand ?? 0));
    expect(trail).toEqual([firstHand, secondHand, firstHand, round, course.rounds[0]]);
    moves.last();
    moves.stepOn();
    moves.handOn();
    expect(step).toBe(course.last);
    moves.first();
    moves.stepBack();
    moves.momentBack();
    expect(step).toBe(course.first);
    moves.momentOn();
    expect(step).toBe(course.moments.find((moment) => moment > course.first));
  });
});

describe('pace', () => {
  test('real time skips dead time and never waits a negative one', () => {
    for (const { step } of course.steps) {
      const wait = dwell(course, step, 'real');
      expect(wait).toBeGreaterThanOrEqual(0);
      expect(wait).toBeLessThanOrEqual(2_000);
    }
  });

  test('the even pace is even', () => {
    const waits = new Set(course.steps.slice(0, -1).map(({ step }) => dwell(course, step, 'even')));
    expect(waits.size).toBe(1);
  });

  test('at moments the game stays longest', () => {
    const moment = course.moments[0] ?? 0;
    const elsewhere = course.steps
      .filter(({ step }) => !course.moments.includes(step))
      .map(({ step }) => dwell(course, step, 'moments'));
    expect(dwell(course, moment, 'moments')).toBeGreaterThan(Math.max(...elsewhere));
  });

  test('the end waits for nothing', () => {
    expect(dwell(course, course.last, 'even')).toBe(0);
    expect(indexOf(course, course.last)).toBe(course.steps.length - 1);
  });
});

test('a place in an address is a number or live, all else is none', () => {
  expect(['626', '0', 'live', '-1', '1e3', '', 'x', undefined].map(readPlace)).toEqual([
    626,
    0,
    'live',
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});
