import { createHash } from 'node:crypto';
import type { HistoryReader } from '../history/history.ts';
import type { MigrationStep, RefusedEvent } from './migration.ts';

export interface HistoryComparison {
  readonly streams: number;
  readonly events: number;
  /** Over all streams by name and their events in order; equal where the histories are. */
  readonly checksum: { readonly source: string; readonly target: string };
  /** Streams that differ, or are in one history alone. */
  readonly differences: readonly StreamDifference[];
}

export interface StreamDifference {
  readonly stream: string;
  /** Number of events. */
  readonly source: number;
  readonly target: number;
}

interface Summed {
  readonly events: number;
  readonly checksum: string;
}

/** Reads both histories and compares every stream: all fields of all events, in order. */
export async function compareHistories(options: {
  readonly source: HistoryReader;
  readonly target: HistoryReader;
  /** Events that only the source can have. */
  readonly refused: readonly RefusedEvent[];
  readonly signal: AbortSignal;
  readonly onProgress: (step: MigrationStep) => void;
}): Promise<HistoryComparison> {
  const { source, target, signal, onProgress } = options;
  const refused = new Set(options.refused.map(({ eventId }) => eventId));
  const ofSource = await source.streams();
  const ofTarget = await target.streams();
  const total = ofSource.reduce((sum, [, events]) => sum + events, 0);
  const names = [...new Set([...ofSource, ...ofTarget].map(([stream]) => stream))].sort();
  const checksums = { source: createHash('sha256'), target: createHash('sha256') };
  const differences: StreamDifference[] = [];
  let events = 0;
  for (const stream of names) {
    const [here, there] = await Promise.all([
      summed(source, stream, refused, signal),
      summed(target, stream, new Set(), signal),
    ]);
    checksums.source.update(`${stream} ${here.checksum}\n`);
    checksums.target.update(`${stream} ${there.checksum}\n`);
    if (here.checksum !== there.checksum) differences.push({ stream, source: here.events, target: there.events });
    events += here.events;
    onProgress({ doing: 'comparing', what: 'events', done: events, total });
  }
  return {
    streams: ofSource.length,
    events,
    checksum: { source: checksums.source.digest('hex'), target: checksums.target.digest('hex') },
    differences,
  };
}

async function summed(
  history: HistoryReader,
  stream: string,
  left: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<Summed> {
  const hash = createHash('sha256');
  let events = 0;
  for await (const event of history.read(stream, { signal })) {
    if (left.has(event.eventId)) continue;
    const { eventId, eventType, timestamp, sessionId, sequenceId, schemaVersion, source, correlationId, data } = event;
    const fields = [eventId, eventType, timestamp, sessionId, sequenceId, schemaVersion, source, correlationId, data];
    hash.update(JSON.stringify(fields));
    events += 1;
  }
  return { events, checksum: hash.digest('hex') };
}
