import type { HealthSample } from '../../../main-ingest/contract/health.ts';
import { count } from '../../format/number.ts';

/** Where events come in. */
export interface Inflow {
  readonly kind: 'http' | 'recordings';
  /** Events a second, mean of the last seconds. */
  readonly rate: number;
  /** Producers or files of the last 15 minutes, most events first. */
  readonly names: readonly string[];
}

const RECENT = 3;
/** What is imported bears the name of its file; who posts bears its own. */
const FILE = /\.(jsonl|ndjson|json|gz|zst)$/i;

export function isRecording(source: string): boolean {
  return FILE.test(source);
}

/** What came in by HTTP and what from recordings. */
export function inflows(samples: readonly HealthSample[]): readonly [http: Inflow, recordings: Inflow] {
  const events = new Map<string, number>();
  for (const { bySource } of samples)
    for (const { source, eventsPerSecond } of bySource) events.set(source, (events.get(source) ?? 0) + eventsPerSecond);
  const recent = samples.slice(-RECENT);
  const of = (kind: Inflow['kind']): Inflow => {
    const own = (source: string) => isRecording(source) === (kind === 'recordings');
    const sum = recent
      .flatMap(({ bySource }) => bySource)
      .reduce((total, { source, eventsPerSecond }) => total + (own(source) ? eventsPerSecond : 0), 0);
    const names = [...events]
      .filter(([source]) => own(source))
      .sort((a, b) => b[1] - a[1])
      .map(([source]) => source);
    return { kind, rate: recent.length === 0 ? 0 : sum / recent.length, names };
  };
  return [of('http'), of('recordings')];
}

/** `12,480`; below ten with a decimal. */
export function perSecond(rate: number): string {
  return rate > 0 && rate < 10 ? rate.toFixed(1) : count(Math.round(rate));
}
