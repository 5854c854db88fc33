import type { ScorePart } from '../../../main-ingest/contract/replay.ts';

/** A part on the log scale: from the score before it to the score after it, 0–1 of the scale's width. */
export interface FallBar {
  readonly from: number;
  readonly to: number;
  /** Chips × mult so far. */
  readonly value: number;
}

export interface Waterfall {
  readonly bars: readonly FallBar[];
  readonly ticks: readonly { readonly value: number; readonly at: number }[];
  /** Place of the target; undefined where it lies beyond the scale. */
  readonly target: number | undefined;
}

/** The parts of a score on one log scale, each beginning where the one before ends. */
export function waterfall(parts: readonly ScorePart[], target: number | null): Waterfall {
  const values = parts.map(({ chips, mult }) => Math.max(1, chips * mult));
  const low = Math.log10(Math.min(...values)) - 0.15;
  const high = Math.max(low + 1, Math.log10(Math.max(...values)) + 0.25);
  const at = (value: number) => (Math.log10(Math.max(1, value)) - low) / (high - low);
  const bars = values.map((value, index) => {
    const before = values[index - 1];
    return { from: before === undefined ? 0 : at(before), to: at(value), value };
  });
  const powers: { value: number; at: number }[] = [];
  const every = Math.max(1, Math.ceil((high - low) / 5));
  for (let power = Math.ceil(low); power <= high; power += every)
    powers.push({ value: 10 ** power, at: at(10 ** power) });
  const mark = target === null || target <= 0 ? undefined : at(target);
  return { bars, ticks: powers, target: mark !== undefined && mark >= 0 && mark <= 1 ? mark : undefined };
}
