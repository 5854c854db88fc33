import { describe, expect, test } from 'vitest';
import type { Step } from '../../../main-ingest/contract/replay.ts';
import { StepWindows } from '../../../renderer/views/replay/step-windows.ts';
import { replayedGames } from './replay-games.ts';

const [game] = replayedGames(1);
const steps = game?.steps ?? [];
const last = steps.at(-1)?.step ?? 0;

/** An engine that knows the game up to a step, and remembers what it was asked for. */
function engine(known = last) {
  const asked: [number, number][] = [];
  const state = { known, broken: false };
  const load = async (from: number, to: number): Promise<readonly Step[]> => {
    asked.push([from, to]);
    if (state.broken) throw new Error('no answer');
    return steps.filter(({ step }) => step >= from && step <= Math.min(to, state.known));
  };
  return { asked, state, windows: new StepWindows(load) };
}

const answered = () => new Promise((resolve) => setImmediate(resolve));

describe('the steps of a game', () => {
  test('come with those around them', async () => {
    const { windows, asked } = engine();
    windows.want(100, last);
    await answered();
    expect(asked.toSorted(([a], [b]) => a - b)).toEqual([
      [0, 63],
      [64, 127],
      [128, 191],
    ]);
    expect(windows.at(100)?.step).toBe(100);
    expect(windows.at(150)?.step).toBe(150);
    expect(windows.at(300)).toBeUndefined();
  });

  test('are asked for once, and never more than 256 at a time', async () => {
    const { windows, asked } = engine();
    for (let step = 0; step <= last; step += 1) {
      windows.want(step, last);
      if (step % 20 === 0) await answered();
    }
    expect(new Set(asked.map(([from]) => from)).size).toBe(asked.length);
    expect(Math.max(...asked.map(([from, to]) => to - from + 1))).toBeLessThanOrEqual(256);
  });

  test('the next step is there before it is asked for', async () => {
    const { windows } = engine();
    for (let step = 0; step < last; step += 1) {
      windows.want(step, last);
      await answered();
      expect(windows.at(step + 1)?.step).toBe(step + 1);
    }
  });

  test('a game that grows is asked again, and what was there stays meanwhile', async () => {
    const { windows, state, asked } = engine(100);
    windows.want(100, 100);
    await answered();
    state.known = 120;
    windows.want(120, 120);
    expect(windows.at(100)?.step).toBe(100);
    await answered();
    expect(windows.at(120)?.step).toBe(120);
    expect(asked.filter(([from]) => from === 64)).toEqual([
      [64, 100],
      [64, 120],
    ]);
  });

  test('one that could not be read is told, and read again on demand', async () => {
    const { windows, state } = engine();
    let changes = 0;
    windows.subscribe(() => {
      changes += 1;
    });
    state.broken = true;
    windows.want(10, last);
    await answered();
    expect(windows.failure()).toBeInstanceOf(Error);
    state.broken = false;
    windows.retry(10, last);
    await answered();
    expect(windows.failure()).toBeUndefined();
    expect(windows.at(10)?.step).toBe(10);
    expect(changes).toBeGreaterThan(1);
  });
});
