/** Lower and upper end. */
export type Interval = [low: number, high: number];

/** Quantile of the normal distribution for a two-sided interval of 95 %. */
export const Z95 = 1.959963984540054;

/**
 * Wilson score interval of a proportion, without continuity correction.
 * For no trials it is `[0, 1]`: nothing is known.
 *
 * E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", JASA 22 (1927) 209–212.
 * The order of operations is that of the recipes' SQL, so that engine, recipes and window give the same bits.
 */
export function wilson(wins: number, games: number): Interval {
  if (games <= 0) return [0, 1];
  const z = Z95;
  const p = wins / games;
  const middle = p + (z * z) / (2 * games);
  const half = z * Math.sqrt((p * (1 - p)) / games + (z * z) / (4 * games * games));
  const scale = 1 + (z * z) / games;
  return [Math.max(0, (middle - half) / scale), Math.min(1, (middle + half) / scale)];
}
