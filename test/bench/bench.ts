/** One line of a benchmark: what was measured, beside a baseline of the same run. */
export interface Measurement {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The same work done by the bare library or the bare machine, in the same run. */
  readonly baseline: { readonly what: string; readonly value: number };
  /** What else a reader needs: percentiles, sizes, memory. */
  readonly detail?: Readonly<Record<string, number>>;
}

export interface BenchContext {
  /** An empty folder of the benchmark's own. */
  readonly folder: string;
  /** Says what is going on, on standard error. */
  readonly say: (text: string) => void;
  /** Shorter and smaller, to see that it works; the numbers mean little. */
  readonly quick: boolean;
}

export interface Benchmark {
  readonly name: string;
  readonly what: string;
  run(context: BenchContext): Promise<readonly Measurement[]>;
}

/** How many times the baseline: above 1 is more, which is better for rates and worse for times and sizes. */
export function ratio({ value, baseline }: Measurement): number {
  return baseline.value === 0 ? Number.NaN : value / baseline.value;
}

/** Value at a share of sorted numbers (nearest rank); NaN of none. */
export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** Runs something a number of times and answers the milliseconds of each, sorted. */
export async function timings(times: number, work: (index: number) => unknown): Promise<number[]> {
  const all: number[] = [];
  for (let index = 0; index < times; index++) {
    const start = performance.now();
    await work(index);
    all.push(performance.now() - start);
  }
  return all.sort((a, b) => a - b);
}
