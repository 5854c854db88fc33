import { build, type Histogram } from 'hdr-histogram-js';
import type { HealthSample } from '../contract/health.ts';

/** A quarter of an hour of seconds. */
const KEPT = 900;
/** Histogram steps a millisecond: latencies are kept in microseconds. */
const STEPS = 1000;
const LONGEST_US = 60_000_000;

/** The workbench's own last 15 minutes, second by second; latencies of acknowledgements are gathered between two of them. */
export class Samples {
  readonly #samples: HealthSample[] = [];
  readonly #acknowledge: Histogram = build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: LONGEST_US,
    numberOfSignificantValueDigits: 2,
    bitBucketSize: 32,
  });

  acknowledged(milliseconds: number): void {
    this.#acknowledge.recordValue(Math.min(LONGEST_US, Math.max(1, Math.round(milliseconds * STEPS))));
  }

  /** Adds the sample of the second that ends now. */
  add(sample: Omit<HealthSample, 'acknowledgeMs'>): void {
    const at = (percentile: number): number =>
      this.#acknowledge.totalCount === 0 ? 0 : this.#acknowledge.getValueAtPercentile(percentile) / STEPS;
    this.#samples.push({ ...sample, acknowledgeMs: { p50: at(50), p99: at(99), p999: at(99.9) } });
    this.#acknowledge.reset();
    if (this.#samples.length > KEPT) this.#samples.shift();
  }

  /** Oldest first. */
  list(): HealthSample[] {
    return [...this.#samples];
  }
}
