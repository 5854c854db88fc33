import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mix, readableOn } from '../../../renderer/chart/colour.ts';
import { logEnds, niceScale } from '../../../renderer/chart/scale.ts';
import type { ChartSpec } from '../../../renderer/chart/spec.ts';
import { csvOf, tableOf } from '../../../renderer/chart/table.ts';
import { spoken } from '../../../renderer/chart/tooltip-words.ts';
import { seriesPlaces } from '../../../renderer/theme/series-places.ts';

const rates: ChartSpec = {
  label: 'Win rate by joker',
  x: { kind: 'value', unit: 'share' },
  y: { kind: 'category', unit: 'text', label: 'joker', categories: ['The Trio', '=SUM(A1)'] },
  series: [
    {
      kind: 'dot',
      name: 'Win rate',
      colour: 'win',
      points: [
        { x: 0.17, y: 'The Trio', low: 0.1, high: 0.29, n: 63, opens: { q: 'joker:"The Trio"' } },
        { x: 0.5, y: '=SUM(A1)', low: 0.15, high: 0.85, n: 4, thin: true },
      ],
    },
  ],
};

describe('a scale', () => {
  test('holds its values in at most so many round steps', () => {
    const value = fc.double({ min: -1e12, max: 1e12, noNaN: true });
    fc.assert(
      fc.property(value, value, (a, b) => {
        const { min, max, interval } = niceScale(Math.min(a, b), Math.max(a, b));
        const slack = interval * 1e-6;
        expect(min).toBeLessThanOrEqual(Math.min(a, b, 0) + slack);
        expect(max).toBeGreaterThanOrEqual(Math.max(a, b, 0) - slack);
        expect((max - min) / interval).toBeLessThan(5.001);
      }),
    );
  });

  test('stays while the values move within a step', () => {
    expect(niceScale(0, 0.42)).toEqual(niceScale(0, 0.49));
    expect(niceScale(0, 0.49)).toEqual({ min: 0, max: 0.5, interval: 0.1 });
  });

  test('of logarithms ends at powers of ten', () => {
    expect(logEnds([450, 1_540_081])).toEqual({ min: 100, max: 10_000_000 });
    expect(logEnds([0, -3])).toEqual({ min: 1, max: 10 });
  });
});

describe('the table of a chart', () => {
  const table = tableOf(rates);

  test('holds all that is drawn', () => {
    expect(table.columns.map(({ name }) => name)).toEqual(['joker', 'Win rate', 'low', 'high', 'n']);
    expect(table.rows).toEqual([
      ['The Trio', 0.17, 0.1, 0.29, 63],
      ['=SUM(A1)', 0.5, 0.15, 0.85, 4],
    ]);
    expect(table.columns.map((column, index) => column.text(table.rows[0]?.[index] ?? null))).toEqual([
      'The Trio',
      '17.0 %',
      '10.0 %',
      '29.0 %',
      '63',
    ]);
  });

  test('as a file: raw numbers, nothing that a spreadsheet would run', () => {
    expect(csvOf(table)).toBe(
      "joker,Win rate,low,high,n\r\nThe Trio,0.17,0.1,0.29,63\r\n'=SUM(A1),0.5,0.15,0.85,4\r\n",
    );
    expect(csvOf({ columns: [], rows: [['a "b", c', null]] })).toBe('\r\n"a ""b"", c",\r\n');
  });
});

test('a point says its value, interval, n and what a click does', () => {
  const [sure, thin] = rates.series[0]?.points ?? [];
  expect(sure && spoken(rates, 0, sure)).toBe(
    'The Trio, Win rate 17.0 %, 95 % interval 10.0 – 29.0 %, n 63 games, Click or Enter opens these games',
  );
  expect(thin && spoken(rates, 0, thin)).toContain('n 4 games: too few to say');
});

test('a strategy keeps its colour whatever stands beside it, and no two share one', () => {
  const names = ['smart', 'smart-economy', 'smart-flush', 'smart-skip', 'greedy-play', 'smart-no-shop', 'random'];
  const places = seriesPlaces(names);
  expect(new Set(places.values()).size).toBe(names.length);
  expect(seriesPlaces(names.toReversed())).toEqual(places);
});

test('colours mix, and text on them can be read', () => {
  expect(mix('#ffffff', '#000000', 0.5)).toBe('#808080');
  expect([readableOn('#161b1e'), readableOn('#e8743b')]).toEqual(['#f2f5f6', '#0f1315']);
});
