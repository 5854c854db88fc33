import { type Interval, Z95 } from '../contract/wilson.ts';
import type { Counts } from './joker-counts.ts';

/** Quantiles of Student's t for a two-sided interval of 95 %, where the series below does not hold. */
const FEW: readonly number[] = [Number.POSITIVE_INFINITY, 12.706204736174694, 4.302652729749464];

/**
 * Quantile of Student's t distribution for a two-sided interval of 95 %.
 * M. Abramowitz, I. A. Stegun, "Handbook of Mathematical Functions" (1964), 26.7.5; within 0.4 % from 3 degrees on.
 */
export function student95(degrees: number): number {
  const few = FEW[degrees];
  if (few !== undefined) return few;
  const z = Z95;
  return (
    z +
    (z ** 3 + z) / (4 * degrees) +
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * degrees ** 2) +
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * degrees ** 3) +
    (79 * z ** 9 + 776 * z ** 7 + 1482 * z ** 5 - 1920 * z ** 3 - 945 * z) / (92_160 * degrees ** 4)
  );
}

export interface TypicalScore {
  /** Geometric mean of the games' best hands; null of no games. */
  readonly score: number | null;
  /** Its 95 % interval by Student's t; null of a single game. */
  readonly interval: Interval | null;
}

/** Scores spread over decades: their geometric mean has an interval that means something, their mean has not. */
export function typicalScore({ games, logMean, logDeviation }: Counts): TypicalScore {
  if (games === 0) return { score: null, interval: null };
  if (games === 1) return { score: 10 ** logMean, interval: null };
  const half = (student95(games - 1) * logDeviation) / Math.sqrt(games);
  return { score: 10 ** logMean, interval: [10 ** (logMean - half), 10 ** (logMean + half)] };
}
