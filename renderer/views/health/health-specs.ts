import type { HealthDetail, HealthSample } from '../../../main-ingest/contract/health.ts';
import type { ChartSpec, Point, Series } from '../../chart/spec.ts';
import { isAway } from './outage.ts';
import { thinned } from './samples.ts';

const POINTS = 180;
/** What is nothing is drawn at the foot of a log axis. */
const LEAST_LAG_MS = 10;
const LEAST_ANSWER_MS = 0.05;

const timeAxis = { kind: 'time', unit: 'time' } as const;

/** When a store went away, as a mark on each chart. */
function marks({ health }: HealthDetail): NonNullable<ChartSpec['marks']> {
  return Object.entries(health.stores).flatMap(([name, store]) =>
    isAway(store) ? [{ x: Date.parse(store.since), label: `${name} ${store.state}` }] : [],
  );
}

/** One line: so many means (or highest values) of a column over time. */
function line(
  samples: readonly HealthSample[],
  read: (sample: HealthSample) => number,
  join: 'mean' | 'highest',
  style: Pick<Series, 'name' | 'colour'>,
): Series {
  const points = thinned<Point & { y: number }>(
    samples.map((sample) => ({ x: Date.parse(sample.at), y: read(sample) })),
    POINTS,
    (some) => ({
      x: some.at(-1)?.x ?? 0,
      y:
        join === 'highest'
          ? Math.max(...some.map(({ y }) => y))
          : some.reduce((sum, { y }) => sum + y, 0) / Math.max(1, some.length),
    }),
  );
  return { kind: 'line', ...style, points };
}

export function rateSpec(detail: HealthDetail): ChartSpec {
  const { samples } = detail;
  const names = [...new Set(samples.flatMap(({ bySource }) => bySource.map(({ source }) => source)))].slice(0, 4);
  const of = (source: string) => (sample: HealthSample) =>
    sample.bySource.find((one) => one.source === source)?.eventsPerSecond ?? 0;
  const all = line(samples, ({ eventsPerSecond }) => eventsPerSecond, 'mean', { name: 'all', colour: 'win' });
  return {
    label: 'Events a second by source',
    x: timeAxis,
    y: { kind: 'value', unit: 'count', label: 'events a second', min: 0 },
    series:
      names.length < 2
        ? [{ ...all, name: names[0] ?? 'all' }]
        : names.map((name, place) => line(samples, of(name), 'mean', { name, colour: place })),
    marks: marks(detail),
  };
}

export function lagSpec(detail: HealthDetail): ChartSpec {
  const { samples } = detail;
  const lag = (read: (sample: HealthSample) => number) => (sample: HealthSample) =>
    Math.max(LEAST_LAG_MS, read(sample));
  return {
    label: 'How far behind each store is',
    x: timeAxis,
    y: { kind: 'log', unit: 'ms', label: 'lag' },
    series: [
      line(
        samples,
        lag(({ historyLagMs }) => historyLagMs),
        'highest',
        { name: 'history', colour: 6 },
      ),
      line(
        samples,
        lag(({ metricsLagMs }) => metricsLagMs),
        'highest',
        { name: 'metrics', colour: 3 },
      ),
    ],
    marks: marks(detail),
  };
}

export function acknowledgeSpec(detail: HealthDetail): ChartSpec {
  // Seconds in which nothing was acknowledged say nothing about how long it takes.
  const samples = detail.samples.filter(({ acknowledgeMs }) => acknowledgeMs.p50 > 0);
  const of = (percentile: 'p50' | 'p99' | 'p999') => (sample: HealthSample) =>
    Math.max(LEAST_ANSWER_MS, sample.acknowledgeMs[percentile]);
  return {
    label: 'Time to acknowledge',
    x: timeAxis,
    y: { kind: 'log', unit: 'ms', label: 'time' },
    series: [
      line(samples, of('p999'), 'highest', { name: 'P99.9', colour: 4 }),
      line(samples, of('p99'), 'highest', { name: 'P99', colour: 0 }),
      line(samples, of('p50'), 'mean', { name: 'P50', colour: 7 }),
    ],
    marks: marks(detail),
  };
}
