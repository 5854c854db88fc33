import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { wilson } from '../../../main-ingest/contract/wilson.ts';
import { benjaminiHochberg } from '../../../main-ingest/insight/false-discovery.ts';
import { fisherExact } from '../../../main-ingest/insight/fisher.ts';
import { lift } from '../../../main-ingest/insight/lift.ts';
import { predictedRate } from '../../../main-ingest/insight/log-odds.ts';

const counts = fc
  .tuple(fc.nat(5000), fc.nat(5000))
  .filter(([a, b]) => a + b > 0)
  .map(([a, b]) => ({ wins: a, games: a + b }));

describe('Wilson interval', () => {
  // R. G. Newcombe, Statistics in Medicine 17 (1998) 857–872, table I, method 3.
  test.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('%i of %i', (wins, games, low, high) => {
    const interval = wilson(wins, games);
    expect(interval[0]).toBeCloseTo(low, 4);
    expect(interval[1]).toBeCloseTo(high, 4);
  });

  test('is the bits of the recordings’ reference', () => {
    expect(wilson(3, 5)).toEqual([0.23072428127601285, 0.8823792257673521]);
    expect(wilson(0, 3)).toEqual([4.8683609171202235e-17, 0.5614970317550455]);
  });

  test('holds the rate, lies within 0 and 1, mirrors', () => {
    fc.assert(
      fc.property(counts, ({ wins, games }) => {
        const [low, high] = wilson(wins, games);
        const [mirroredLow, mirroredHigh] = wilson(games - wins, games);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(wins / games + 1e-12);
        expect(high).toBeGreaterThanOrEqual(wins / games - 1e-12);
        expect(mirroredLow).toBeCloseTo(1 - high, 12);
        expect(mirroredHigh).toBeCloseTo(1 - low, 12);
      }),
    );
  });

  test('knows nothing of no games', () => {
    expect(wilson(0, 0)).toEqual([0, 1]);
  });
});

describe('lift', () => {
  test('is the rate and its interval over the rate of all', () => {
    const { lift: value, interval } = lift(6, 15, 120 / 1399);
    expect(value).toBeCloseTo(4.6633, 4);
    expect(interval[0]).toBeCloseTo(wilson(6, 15)[0] / (120 / 1399), 12);
    expect(interval[1]).toBeCloseTo(wilson(6, 15)[1] / (120 / 1399), 12);
  });

  test('says nothing where no game was won', () => {
    expect(lift(0, 7, 0)).toEqual({ lift: 1, interval: [0, 7] });
  });
});

describe('Benjamini–Hochberg', () => {
  test('the example of the paper (1995, section 3.2), adjusted by scipy.stats.false_discovery_control', () => {
    const p = [
      0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1,
    ];
    const q = [
      0.0015, 0.003, 0.0095, 0.035625, 0.0603, 0.06385714285714286, 0.06385714285714286, 0.0645, 0.0765, 0.486,
      0.5811818181818181, 0.7148749999999999, 0.7532307692307693, 0.8132142857142857, 1,
    ];
    benjaminiHochberg(p).forEach((value, index) => {
      expect(value).toBeCloseTo(q[index] ?? Number.NaN, 12);
    });
    expect(benjaminiHochberg(p.toReversed())).toEqual(benjaminiHochberg(p).toReversed());
  });

  test('never lowers a value, keeps the order', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 50 }), (p) => {
        const pairs = benjaminiHochberg(p).map((q, index) => ({ p: p[index] ?? 0, q }));
        pairs.sort((a, b) => a.p - b.p);
        pairs.forEach((pair, index) => {
          expect(pair.q).toBeGreaterThanOrEqual(pair.p);
          expect(pair.q).toBeLessThanOrEqual(1);
          if (index > 0) expect(pair.q).toBeGreaterThanOrEqual(pairs[index - 1]?.q ?? 0);
        });
      }),
    );
  });
});

describe('Fisher’s exact test', () => {
  // Exact rational arithmetic over all tables; the first is Fisher's tea, the second his twins.
  test.each([
    [3, 1, 1, 3, 0.4857142857142857],
    [2, 15, 10, 3, 0.0005367241191434358],
    [6, 9, 114, 1270, 0.0009247789447156948],
    [0, 15, 120, 1264, 0.6319609336710877],
    [300, 700, 20000, 79000, 2.6641437939701514e-13],
    [520, 1500, 24500, 73500, 0.45171006702136973],
  ])('%i %i %i %i', (a, b, c, d, p) => {
    expect(fisherExact(a, b, c, d) / p).toBeCloseTo(1, 7);
  });

  test('is quick and sane for a million games', () => {
    expect(fisherExact(5000, 15000, 245000, 735000)).toBe(1);
    expect(fisherExact(0, 20000, 500000, 480000)).toBe(0);
  });

  test('sums what brute force sums, and is the same for the mirrored tables', () => {
    const small = fc.nat(25);
    fc.assert(
      fc.property(small, small, small, small, (a, b, c, d) => {
        const p = fisherExact(a, b, c, d);
        expect(p).toBeCloseTo(bruteForce(a, b, c, d), 9);
        expect(fisherExact(b, a, d, c)).toBeCloseTo(p, 9);
        expect(fisherExact(c, d, a, b)).toBeCloseTo(p, 9);
        expect(fisherExact(a, c, b, d)).toBeCloseTo(p, 9);
      }),
    );
  });
});

function bruteForce(a: number, b: number, c: number, d: number): number {
  const [row, column, total] = [a + b, a + c, a + b + c + d];
  const weight = (k: number) => choose(column, k) * choose(total - column, row - k);
  let unlikely = 0n;
  let all = 0n;
  for (let k = Math.max(0, row + column - total); k <= Math.min(row, column); k += 1) {
    all += weight(k);
    if (weight(k) <= weight(a)) unlikely += weight(k);
  }
  return Number((unlikely * 10n ** 18n) / all) / 1e18;
}

function choose(n: number, k: number): bigint {
  let result = 1n;
  for (let i = 1n; i <= BigInt(k); i += 1n) result = (result * (BigInt(n - k) + i)) / i;
  return result;
}

describe('prediction from the parts', () => {
  test('adds log-odds, with half a game more on both sides', () => {
    // Odds 1.5/4.5 = 1/3 and 2.5/7.5 = 1/3 against 0.5/4.5 = 1/9: odds 1/3 · 1/3 / (1/9) = 1.
    expect(predictedRate([w(1, 5), w(2, 9)], w(0, 4))).toBeCloseTo(1 / 2, 12);
    // Blue Joker, Mad Joker and neither in the recorded training run.
    expect(predictedRate([w(18, 113), w(10, 95)], w(86, 1176))).toBeCloseTo(0.2306, 3);
  });

  test('parts that change nothing predict the rate of the rest', () => {
    fc.assert(
      fc.property(counts, ({ wins, games }) => {
        const rate = predictedRate([w(wins, games), w(wins, games), w(wins, games)], w(wins, games));
        expect(rate).toBeCloseTo((wins + 0.5) / (games + 1), 9);
      }),
    );
  });

  test('cannot tell without games', () => {
    expect(predictedRate([w(0, 0), w(2, 9)], w(5, 50))).toBeNull();
    expect(predictedRate([w(1, 3), w(2, 9)], w(0, 0))).toBeNull();
  });
});

const w = (wins: number, games: number) => ({ wins, games });
