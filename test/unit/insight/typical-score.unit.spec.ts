import { expect, test } from 'vitest';
import { student95, typicalScore } from '../../../main-ingest/insight/typical-score.ts';

test('quantiles are those of the table of Student’s t', () => {
  // R: qt(0.975, c(1, 2, 3, 5, 7, 14, 30, 120))
  const table = [12.706205, 4.302653, 3.182446, 2.570582, 2.364624, 2.144787, 2.042272, 1.97993];
  [1, 2, 3, 5, 7, 14, 30, 120].forEach((degrees, index) => {
    const expected = table[index] ?? Number.NaN;
    expect(Math.abs(student95(degrees) / expected - 1)).toBeLessThan(0.004);
  });
});

test('the typical score is the geometric mean with its interval', () => {
  const counts = { games: 4, wins: 0, meanScore: 5000, logMean: 3, logDeviation: 0.5 };
  const { score, interval } = typicalScore(counts);
  expect(score).toBeCloseTo(1000);
  const [low = 0, high = 0] = interval ?? [];
  // 3 ± 3.182 · 0.5 / 2
  expect(Math.log10(low)).toBeCloseTo(3 - 0.7956, 2);
  expect(Math.log10(high)).toBeCloseTo(3 + 0.7956, 2);
  expect(typicalScore({ ...counts, games: 1 })).toEqual({ score: 1000, interval: null });
  expect(typicalScore({ ...counts, games: 0 })).toEqual({ score: null, interval: null });
});
