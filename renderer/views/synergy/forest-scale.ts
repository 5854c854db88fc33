/** Round ticks of the scale, in shares. */
export function forestTicks(most: number): readonly number[] {
  const step = most <= 0.25 ? 0.05 : most <= 0.5 ? 0.1 : 0.2;
  return Array.from({ length: Math.floor(most / step + 1e-9) + 1 }, (_, index) => index * step);
}

/** The right end of a scale that holds these rates. */
export function forestMost(rates: readonly number[]): number {
  return Math.min(1, Math.ceil(Math.max(0.1, ...rates) * 10) / 10);
}
