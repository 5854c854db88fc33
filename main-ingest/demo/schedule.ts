import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import { timestampToUs, usToTimestamp } from '../event/record.ts';

const RecordedEvent = z.looseObject({
  eventType: z.string(),
  sessionId: z.string(),
  timestamp: z.string(),
  data: z.record(z.string(), z.json()),
});
type RecordedEvent = z.infer<typeof RecordedEvent>;

/** A recording to be played: its events in the order of their time, microseconds from the first one's. */
export interface Recording {
  readonly events: ReadonlyArray<{ readonly atUs: number; readonly event: RecordedEvent }>;
  /** When the next round begins: as long after the start of its last game as its games start one after the other. */
  readonly periodUs: number;
}

/** An event of a round, with its time from the start of the demo. */
export interface Scheduled {
  readonly atUs: number;
  /** The event as it is sent at a given time, milliseconds since 1970. */
  readonly as: (nowMs: number) => object;
}

/** Reads a canonical recording, `.jsonl` or `.jsonl.gz`, as a whole: a demo is small. */
export async function readRecording(file: string): Promise<Recording> {
  const bytes = await readFile(file);
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  const events = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => RecordedEvent.parse(JSON.parse(line)));
  return arrange(events);
}

export function arrange(events: readonly RecordedEvent[]): Recording {
  const timed = events.map((event) => ({ us: timestampToUs(event.timestamp), event })).sort((a, b) => a.us - b.us);
  const first = timed[0]?.us ?? 0;
  const starts = timed.filter(({ event }) => event.eventType === 'GameStarted').map(({ us }) => us - first);
  const lastStart = starts.at(-1) ?? 0;
  const lastEvent = (timed.at(-1)?.us ?? first) - first;
  return {
    events: timed.map(({ us, event }) => ({ atUs: us - first, event })),
    periodUs: lastStart > 0 ? (lastStart * starts.length) / (starts.length - 1) : Math.max(lastEvent, 1_000_000),
  };
}

/**
 * Round after round without end, each with games and events of its own; rounds overlap, so that as many games are in
 * flight as the recording has.
 */
export function* rounds(recording: Recording): Generator<Scheduled, never> {
  const playing: Array<Generator<Scheduled, void>> = [];
  const heads: Scheduled[] = [];
  for (let round = 0; ; ) {
    const earliest = heads.reduce((best, head, index) => (head.atUs < (heads[best]?.atUs ?? 0) ? index : best), 0);
    const head = heads[earliest];
    if (!head || head.atUs >= round * recording.periodUs) {
      const next = oneRound(recording, round++);
      const first = next.next();
      if (!first.done) {
        playing.push(next);
        heads.push(first.value);
      }
      continue;
    }
    yield head;
    const following = playing[earliest]?.next();
    if (following && !following.done) heads[earliest] = following.value;
    else {
      playing.splice(earliest, 1);
      heads.splice(earliest, 1);
    }
  }
}

function* oneRound(recording: Recording, round: number): Generator<Scheduled, void> {
  const sessions = new Map<string, string>();
  const sessionOf = (recorded: string): string => {
    const session = sessions.get(recorded) ?? randomUUID();
    sessions.set(recorded, session);
    return session;
  };
  for (const { atUs, event } of recording.events) {
    const { data } = event;
    const fresh = {
      ...event,
      eventId: randomUUID(),
      sessionId: sessionOf(event.sessionId),
      // Whoever looks at the games later can tell these from real ones, and leave them out.
      data: event.eventType === 'GameStarted' ? { ...data, experimentId: 'demo' } : data,
    };
    yield {
      atUs: atUs + round * recording.periodUs,
      as: (nowMs) => ({ ...fresh, timestamp: usToTimestamp(nowMs * 1000) }),
    };
  }
}
