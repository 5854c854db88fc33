/** Ends and step of an axis. */
export interface Scale {
  readonly min: number;
  readonly max: number;
  readonly interval: number;
}

const STEPS = [1, 2, 2.5, 5, 10];

/**
 * A scale with round steps that holds all values; 0 is on it unless all values are far from it. It grows in its own steps,
 * so a live chart's axis stays while its values move within a step.
 * @param most steps at most
 */
export function niceScale(low: number, high: number, most = 5, fromZero = true): Scale {
  const bottom = fromZero ? Math.min(0, low) : low;
  const top = fromZero ? Math.max(0, high) : high;
  const span = top - bottom || Math.abs(top) || 1;
  const power = 10 ** Math.floor(Math.log10(span / most));
  for (const step of [...STEPS, 20, 25, 50]) {
    const interval = step * power;
    const min = Math.floor(bottom / interval + 1e-9) * interval;
    const max = Math.ceil(top / interval - 1e-9) * interval;
    if (max - min <= interval * most * (1 + 1e-9))
      return { min: clean(min), max: clean(max === min ? min + interval : max), interval: clean(interval) };
  }
  return { min: bottom, max: top, interval: span };
}

/** Powers of ten that hold all positive values. */
export function logEnds(values: readonly number[]): { readonly min: number; readonly max: number } {
  const positive = values.filter((value) => value > 0 && Number.isFinite(value));
  if (positive.length === 0) return { min: 1, max: 10 };
  const low = Math.floor(Math.log10(Math.min(...positive)) + 1e-9);
  const high = Math.ceil(Math.log10(Math.max(...positive)) - 1e-9);
  return { min: 10 ** low, max: 10 ** Math.max(high, low + 1) };
}

/** Takes away what floating point adds: 0.30000000000000004 is 0.3. */
function clean(value: number): number {
  return Number(value.toPrecision(12));
}
