import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  DAY_HOURS,
  hotSpan,
  isOfDays,
  isWithin,
  openedFor,
  type Span,
} from '../../../main-ingest/metrics/open-spans.ts';

const never = () => false;
const covers = (spans: readonly Span[], hour: number) =>
  spans.filter(({ from, to }) => from <= hour && hour < to).length;

describe('spans that are open', () => {
  test('law: each hour that was written to lies in one of them, in one only', () => {
    const writes = fc.array(fc.array(fc.integer({ min: -50, max: 2000 }), { maxLength: 20 }), { maxLength: 10 });
    fc.assert(
      fc.property(writes, fc.array(fc.integer({ min: -3, max: 80 })), (batches, whole) => {
        let open: readonly Span[] = [];
        for (const hours of batches) {
          open = openedFor(open, hours, (day) => whole.includes(day));
          for (const hour of hours) expect(covers(open, hour)).toBe(1);
        }
        for (const span of open) expect(covers(open, span.from)).toBe(1);
      }),
    );
  });

  test('an hour opens itself, a day that is stored as one opens as one', () => {
    expect(openedFor([], [49], never)).toEqual([{ from: 49, to: 50 }]);
    expect(openedFor([], [49], (day) => day === 2)).toEqual([{ from: 48, to: 72 }]);
  });

  test('stay the same where nothing new is written to', () => {
    const open = openedFor([], [1, 2], never);
    expect(openedFor(open, [2, 1], never)).toBe(open);
  });

  test('become one of whole days when there are many', () => {
    const [only, ...others] = openedFor(
      [],
      Array.from({ length: 20 }, (_, i) => 30 + i * 7),
      never,
    );
    expect(others).toEqual([]);
    expect(only).toEqual({ from: DAY_HOURS, to: 7 * DAY_HOURS });
    expect([0, 1, 6, 7].filter((day) => only && isWithin(day, only))).toEqual([1, 6]);
  });
});

test('the newest is the one that is written to, unless it is of many days', () => {
  expect(hotSpan([])).toBeUndefined();
  expect(
    hotSpan([
      { from: 5, to: 6 },
      { from: 9, to: 10 },
      { from: 7, to: 8 },
    ]),
  ).toEqual({ from: 9, to: 10 });
  expect(hotSpan([{ from: 0, to: 48 }])).toBeUndefined();
});

test('a span is of days when it begins and ends with one', () => {
  expect(
    [
      { from: 24, to: 72 },
      { from: 24, to: 25 },
      { from: -24, to: 0 },
    ].map(isOfDays),
  ).toEqual([true, false, true]);
});
