import { describe, expect, test } from 'vitest';
import {
  bytes,
  clock,
  compact,
  count,
  duration,
  exact,
  inUnit,
  money,
  share,
  shareInterval,
  signed,
  tickInUnit,
} from '../../../renderer/format/number.ts';
import { ago, agoInShort, dayAndTime } from '../../../renderer/format/time.ts';

describe('numbers', () => {
  test.each([
    [0, '0'],
    [999, '999'],
    [9_999, '9,999'],
    [411_600, '411.6 k'],
    [999_949, '999.9 k'],
    [999_951, '1.00 M'],
    [1_540_081, '1.54 M'],
    [2_071_000_000, '2.07 B'],
    [3.1e12, '3.10 T'],
    [1.2e25, '1.2e25'],
    [Number.MAX_VALUE, '1.8e308'],
    [null, '–'],
    [Number.NaN, '–'],
  ])('a score of %s is %s', (value, text) => expect(compact(value)).toBe(text));

  test('every digit where they are exact, an exponent beyond', () => {
    expect(exact(1_540_081)).toBe('1,540,081');
    expect(exact(999_999_999_999_999)).toBe('999,999,999,999,999');
    expect(exact(1.2345e25)).toBe('1.234e25');
  });

  test('shares and their intervals', () => {
    expect(share(0.36)).toBe('36 %');
    expect(share(0.0861, 1)).toBe('8.6 %');
    expect(shareInterval(0.262, 0.449)).toBe('26 – 45 %');
    expect(shareInterval(undefined, 0.4)).toBe('–');
  });

  test('money has its sign before the dollar', () => {
    expect([money(334), money(-4), money(0)]).toEqual(['$334', '−$4', '$0']);
    expect(signed(9)).toBe('+9');
    expect(signed(-9)).toBe('−9');
  });

  test.each([
    [0, '0 ms'],
    [0.42, '0.42 ms'],
    [67, '67 ms'],
    [1_300, '1.3 s'],
    [148_000, '2 min 28 s'],
    [11_100_000, '3 h 5 min'],
    [524_880_000, '6 d 2 h'],
  ])('%s ms is %s', (ms, text) => expect(duration(ms)).toBe(text));

  test('the length of a game is a clock', () => {
    expect([clock(32_900), clock(725_000), clock(3_725_000)]).toEqual(['0:32', '12:05', '1:02:05']);
  });

  test('sizes', () => expect([bytes(812), bytes(14_500_000), bytes(1.59e9)]).toEqual(['812 B', '14.5 MB', '1.59 GB']));

  test('ticks say no more than they must', () => {
    expect(tickInUnit(0.5, 'share')).toBe('50 %');
    expect(tickInUnit(1_000, 'score')).toBe('1 k');
    expect(tickInUnit(1_000_000, 'score')).toBe('1 M');
    expect(tickInUnit(1_300, 'count')).toBe('1,300');
    expect(inUnit(1.0714, 'ratio')).toBe('1.07 ×');
    expect(count(12_480.4)).toBe('12,480');
  });
});

describe('times', () => {
  const now = Date.parse('2026-10-03T06:26:30Z');

  test('how long ago, the date when it is long', () => {
    expect(ago('2026-10-03T06:26:29.5Z', now)).toBe('now');
    expect(ago('2026-10-03T06:26:21Z', now)).toBe('9 s');
    expect(ago('2026-10-03T06:22:00Z', now)).toBe('4 min');
    expect(ago('2026-10-02T06:22:00Z', now)).toBe('24 h');
    expect(ago('2026-09-28T06:22:00Z', now)).toBe('28 Sept 06:22');
    expect(ago(null, now)).toBe('–');
  });

  test('a time ahead of this clock is shown as it is', () => {
    expect(ago('2026-10-04T06:26:30Z', now)).toBe('4 Oct 06:26');
  });

  test('in short: the time of the newest day, else the day', () => {
    const later = Date.parse('2026-11-25T00:00:00Z');
    expect(agoInShort('2026-10-03T06:26:00Z', later, '2026-10-03T06:27:00Z')).toBe('06:26');
    expect(agoInShort('2026-09-28T06:26:00Z', later, '2026-10-03T06:27:00Z')).toBe('28 Sept');
  });

  test('UTC, whatever the machine says', () => expect(dayAndTime('2026-10-03T23:59:59Z')).toBe('3 Oct 23:59:59'));
});
