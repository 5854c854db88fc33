import type { Axis, Series } from '../../chart/spec.ts';

/** From here on names stand beside their bars and not under them. */
const LONG_NAME = 9;
/** Lines of sizes further apart than this get a scale of their own: the smaller would lie flat. */
const FAR_APART = 50;

/** Models of several strategies come in the order of each; together they go by name, as do numbers by size. */
export function orderly(names: readonly string[]): string[] {
  const numbered = names.every((name) => /\d+$/.test(name));
  return numbered ? [...names].sort((a, b) => a.localeCompare(b, 'en', { numeric: true })) : [...names];
}

export function areDays(names: readonly string[]): boolean {
  return names.length > 0 && names.every((name) => /^\d{4}-\d\d-\d\d$/.test(name));
}

export function areLong(names: readonly string[]): boolean {
  if (areDays(names)) return false;
  const longest = Math.max(0, ...names.map((name) => name.length));
  return longest > 2 * LONG_NAME || (longest > LONG_NAME && names.length > 5);
}

/** Names without what all of them begin with: `ppo-019` is `019` under a narrow picture. */
export function compacted(axis: Axis): Axis {
  const names = axis.categories ?? [];
  if (axis.labels !== undefined) return axis;
  const [first = ''] = names;
  let length = 0;
  while (
    length < first.length &&
    names.every((name) => name[length] === first[length] && !/\d/.test(name[length] ?? ''))
  )
    length += 1;
  if (names.length < 2 || length === 0) return axis;
  return { ...axis, labels: names.map((name) => name.slice(length).replace(/^0+(?=\d)/, '')) };
}

export function sameScale(series: readonly Series[]): { min: number; max: number } {
  const values = series.flatMap(({ points }) => points.flatMap(({ y, low, high }) => [y, low, high]));
  const numbers = values.filter((value) => typeof value === 'number');
  return { min: Math.min(0, ...numbers), max: Math.max(...numbers) };
}

export function areFarApart(series: readonly Series[]): boolean {
  const sizes = series.map(({ points }) => Math.max(...points.map(({ y }) => Math.abs(Number(y)))));
  return series.length > 1 && Math.max(...sizes) > FAR_APART * Math.min(...sizes.filter((size) => size > 0));
}

export function positive(series: readonly Series[]): boolean {
  return series.every(({ points }) => points.every(({ y }) => typeof y === 'number' && y > 0));
}
