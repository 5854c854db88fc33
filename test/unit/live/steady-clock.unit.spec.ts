import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SteadyClock } from '../../../main-ingest/live/steady-clock.ts';

test('a clock set back goes on, and is followed again when it has passed that; set forward it is followed', () => {
  let [wall, passed] = [1_000_000, 0];
  const clock = new SteadyClock(
    () => wall,
    () => passed,
  );
  const tick = (ms: number) => {
    wall += ms;
    passed += ms;
    return clock.now();
  };
  expect(tick(1000)).toBe(1_001_000);
  wall -= 3_600_000;
  expect(tick(1000)).toBe(1_002_000);
  expect(tick(1000)).toBe(1_003_000);
  wall += 7_200_000;
  expect(tick(1000)).toBe(wall);
});

test('law: time goes on by what has passed at least, whatever the wall clock does', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 0, max: 10_000 }))),
      (steps) => {
        let [wall, passed] = [1e12, 0];
        const clock = new SteadyClock(
          () => wall,
          () => passed,
        );
        let before = clock.now();
        for (const [jump, ms] of steps) {
          wall += jump + ms;
          passed += ms;
          const now = clock.now();
          expect(now - before).toBeGreaterThanOrEqual(ms);
          expect(now).toBeGreaterThanOrEqual(wall);
          before = now;
        }
      },
    ),
  );
});
