/** How a confidence stands among those of its game. */
export interface Standing {
  /** Share of the game's decisions that were less sure, 0–1. */
  readonly surerThan: number;
  readonly n: number;
  /** Decisions in equal steps of confidence from `from` to 1. */
  readonly bins: readonly number[];
  readonly from: number;
  /** Place of the confidence between `from` and 1, 0–1. */
  readonly at: number;
}

const BINS = 28;

/** @param sorted confidences of all decisions of the game, ascending */
export function standing(sorted: readonly number[], confidence: number): Standing {
  const from = Math.min(0.9, Math.floor(Math.min(sorted[0] ?? 0, confidence) * 10) / 10);
  const place = (value: number) => Math.min(1, Math.max(0, (value - from) / (1 - from)));
  const bins = new Array<number>(BINS).fill(0);
  for (const value of sorted) {
    const bin = Math.min(BINS - 1, Math.floor(place(value) * BINS));
    bins[bin] = (bins[bin] ?? 0) + 1;
  }
  const below = sorted.findIndex((value) => value >= confidence);
  const less = below === -1 ? sorted.length : below;
  return {
    surerThan: sorted.length === 0 ? 0 : less / sorted.length,
    n: sorted.length,
    bins,
    from,
    at: place(confidence),
  };
}
