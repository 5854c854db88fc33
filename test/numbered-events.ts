import type { EventRecord } from '../main-ingest/event/event.ts';
import { timestampToUs } from '../main-ingest/event/record.ts';

/** The `number`-th of a row of events that can be told apart, a few games at once; some with texts beyond ASCII. */
export function numberedEvent(number: number, bytes = 20): EventRecord {
  const timestamp = `2026-10-01T09:30:00.${String(number % 1_000_000).padStart(6, '0')}Z`;
  return {
    eventId: `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`,
    eventType: number % 2 === 0 ? 'DeckChanged' : 'Unheard Ψ',
    timestamp,
    timestampUs: timestampToUs(timestamp),
    sessionId: `game-${number % 3}`,
    sequenceId: Math.floor(number / 3),
    schemaVersion: 1 + (number % 2),
    source: number % 5 === 0 ? 'モッド' : '',
    correlationId: number % 7 === 0 ? `run-${number}` : '',
    data: JSON.stringify({ number, text: (number % 4 === 0 ? '♠' : 's').repeat(bytes) }),
  };
}

/** Events from one number up to another (exclusive). */
export function numberedEvents(from: number, to: number, bytes?: number): EventRecord[] {
  return Array.from({ length: to - from }, (_, index) => numberedEvent(from + index, bytes));
}
