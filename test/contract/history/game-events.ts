import { randomUUID } from 'node:crypto';
import type { EventRecord } from '../../../main-ingest/event/event.ts';

const START_US = Date.UTC(2026, 9, 1) * 1000;

/** One event as the stores get it; what is not given is made up. */
export function event(given: Partial<EventRecord> = {}): EventRecord {
  const timestampUs = given.timestampUs ?? START_US + (given.sequenceId ?? 0) * 1_000;
  return {
    eventId: randomUUID(),
    eventType: 'HandPlayed',
    timestamp: new Date(timestampUs / 1000)
      .toISOString()
      .replace('Z', `${String(timestampUs % 1000).padStart(3, '0')}Z`),
    timestampUs,
    sessionId: 'a',
    sequenceId: 0,
    schemaVersion: 1,
    source: '',
    correlationId: '',
    data: '{"handType":"Flush"}',
    ...given,
  };
}

/** The first `count` events of a game, sequence ids from `from`; the last one ends it where `ends`. */
export function game(sessionId: string, count: number, { from = 0, ends = false } = {}): EventRecord[] {
  return Array.from({ length: count }, (_, place) => {
    const sequenceId = from + place;
    const last = ends && place === count - 1;
    return event({
      sessionId,
      sequenceId,
      eventType: last ? 'GameCompleted' : sequenceId === 0 ? 'GameStarted' : 'HandPlayed',
      data: JSON.stringify({ hand: sequenceId, cards: ['S_A', 'H_T+Glass+Foil'], finalScore: sequenceId * 1.5e300 }),
    });
  });
}
