import { expect, test } from 'vitest';
import { Rates } from '../../../main-ingest/live/rates.ts';

test('counts whole seconds only, and forgets', () => {
  const rates = new Rates();
  rates.add('mod', 30, 10_100);
  rates.add('mod', 60, 11_900);
  expect(rates.perSecond(11_950)).toBe(10);
  expect(rates.perSecond(12_000)).toBe(30);
  expect(rates.perSecond(12_000, 1)).toBe(60);
  expect(rates.perSecond(15_000)).toBe(0);
});

test('a long silence leaves nothing behind', () => {
  const rates = new Rates(10);
  for (let second = 0; second < 10; second++) rates.add('mod', 5, second * 1000);
  expect(rates.perSecond(3_600_500, 9)).toBe(0);
});

test('a clock that runs back does not lose what was counted', () => {
  const rates = new Rates();
  rates.add('mod', 7, 20_000);
  rates.add('mod', 7, 18_000);
  expect(rates.perSecond(21_000, 1)).toBe(14);
});

test('sources come by size; the small ones of many count together', () => {
  const rates = new Rates();
  for (let source = 1; source <= 12; source++) rates.add(`s${source}`, source, 5000);
  const shown = rates.bySource(6000, 1);
  expect(shown[0]).toEqual({ source: 's12', eventsPerSecond: 12 });
  expect(shown).toHaveLength(8);
  expect(shown.at(-1)).toEqual({ source: 'other', eventsPerSecond: 1 + 2 + 3 + 4 + 5 });
});
