import { expect } from 'vitest';
import type { CanonicalEvent } from '../../../main-ingest/event/event.ts';
import { readEvent } from '../../../main-ingest/event/validation.ts';
import type { Dialect } from '../../../main-ingest/intake/dialects/dialect.ts';
import { type Verification, verifyGames } from '../../../main-ingest/replay/verify.ts';

/** The events that a dialect makes of values; each must be one that the intake takes. */
export function translated(dialect: Dialect, values: readonly unknown[], source = 'run.jsonl'): CanonicalEvent[] {
  return values.flatMap((value, index) => {
    expect(dialect.reads(value)).toBe(true);
    const translation = dialect.translate(value, { source, atUs: 1_790_000_000_000_000 + index });
    if ('refused' in translation) throw new Error(translation.refused.reason);
    for (const event of translation.events) expect(readEvent(event)).toHaveProperty('event');
    return translation.events;
  });
}

/** What the replays of games have to say of them. Events without a place get theirs in order of arrival. */
export function verified(events: readonly CanonicalEvent[]): Promise<Verification> {
  const next = new Map<string, number>();
  return verifyGames(
    events.map((event) => {
      const sequenceId = event.sequenceId ?? next.get(event.sessionId) ?? 0;
      next.set(event.sessionId, sequenceId + 1);
      return { ...event, sequenceId };
    }),
  );
}

export function ofType(events: readonly CanonicalEvent[], eventType: string): CanonicalEvent['data'][] {
  return events.filter((event) => event.eventType === eventType).map((event) => event.data);
}
