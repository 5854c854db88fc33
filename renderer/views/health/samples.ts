import type { HealthSample } from '../../../main-ingest/contract/health.ts';

/** A quarter of an hour. */
const KEPT_MS = 900_000;

/** Samples with those that came since: each once, oldest first, none older than 15 minutes before the newest. */
export function withSamples(before: readonly HealthSample[], came: readonly HealthSample[]): HealthSample[] {
  const newest = Date.parse(came.at(-1)?.at ?? before.at(-1)?.at ?? '');
  const since = new Date((Number.isNaN(newest) ? 0 : newest) - KEPT_MS).toISOString();
  const first = came[0]?.at;
  const kept = first === undefined ? before : before.filter(({ at }) => at < first);
  return [...kept, ...came].filter(({ at }) => at >= since);
}

/** How fast the journal fills, in bytes a second, over the last minute; 0 while it does not. */
export function journalGrowth(samples: readonly HealthSample[], windowMs = 60_000): number {
  const last = samples.at(-1);
  if (!last) return 0;
  const since = Date.parse(last.at) - windowMs;
  const first = samples.find(({ at }) => Date.parse(at) >= since) ?? last;
  const seconds = (Date.parse(last.at) - Date.parse(first.at)) / 1000;
  return seconds < 1 ? 0 : Math.max(0, (last.journalBytes - first.journalBytes) / seconds);
}

/** Milliseconds until the journal is full at the present rate; null while it does not fill. */
export function fullInMs(
  journal: { readonly bytes: number; readonly maxBytes: number },
  growth: number,
): number | null {
  return growth <= 0 ? null : (Math.max(0, journal.maxBytes - journal.bytes) / growth) * 1000;
}

/** A span that is only about so long: `38 min`, `2 h`, `5 d`. */
export function aboutDuration(ms: number): string {
  const minutes = ms / 60_000;
  if (minutes < 1) return 'a minute';
  if (minutes < 120) return `${Math.round(minutes)} min`;
  return minutes < 2880 ? `${Math.round(minutes / 60)} h` : `${Math.round(minutes / 1440)} d`;
}

/** Means of so many samples each, so that 15 minutes of seconds are a line and not a brush. */
export function thinned<Row>(rows: readonly Row[], most: number, join: (rows: readonly Row[]) => Row): Row[] {
  const by = Math.max(1, Math.ceil(rows.length / most));
  return Array.from({ length: Math.ceil(rows.length / by) }, (_, index) =>
    join(rows.slice(index * by, index * by + by)),
  );
}
