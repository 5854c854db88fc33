import { expect, test } from 'vitest';
import { wilson } from '../../../main-ingest/contract/wilson.ts';
import { nextRow } from '../../../renderer/table/next-row.ts';
import { justAfter } from '../../../renderer/views/overview/just-after.ts';

test("Wilson's interval agrees with published values", () => {
  // Newcombe 1998, Statistics in Medicine 17, table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29 (method 3).
  const cases = [
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ] as const;
  for (const [successes, trials, low, high] of cases) {
    const [from, to] = wilson(successes, trials);
    expect(from).toBeCloseTo(low, 4);
    expect(to).toBeCloseTo(high, 4);
  }
  expect(wilson(0, 0)).toEqual([0, 1]);
});

test('keys pass over headings and stay in the list', () => {
  const heading = (index: number) => index === 0 || index === 4;
  expect(nextRow(1, -1, 10, heading)).toBe(1);
  expect(nextRow(3, 1, 10, heading)).toBe(5);
  expect(nextRow(5, -1, 10, heading)).toBe(3);
  expect(nextRow(2, Number.POSITIVE_INFINITY, 10, heading)).toBe(9);
  expect(nextRow(-1, 1, 1, heading)).toBeUndefined();
});

test('the moment after another is a microsecond later', () => {
  expect(justAfter('2026-10-03T06:25:01.123456Z')).toBe('2026-10-03T06:25:01.123457Z');
  expect(justAfter('2026-10-03T06:25:59.999999Z')).toBe('2026-10-03T06:26:00.000000Z');
  expect(justAfter('2026-10-03T06:25:59Z')).toBe('2026-10-03T06:25:59.000001Z');
});
