import { type CanonicalEvent, type EventRecord, isRunEvent } from './event.ts';
import { timestampToUs } from './timestamp.ts';

export { isInstant, timestampToUs, usToTimestamp } from './timestamp.ts';

/** An event as it travels behind the edge. `sequenceId` is the producer's or the ledger's; -1 for an event of no game. */
export function toRecord(event: CanonicalEvent, sequenceId: number): EventRecord {
  return {
    eventId: event.eventId,
    eventType: event.eventType,
    timestamp: event.timestamp,
    timestampUs: timestampToUs(event.timestamp),
    sessionId: event.sessionId,
    sequenceId,
    schemaVersion: event.schemaVersion ?? 1,
    source: event.source ?? '',
    correlationId: event.correlationId ?? '',
    data: JSON.stringify(event.data),
  };
}

/** The event that a record was made of, with the sequence that it has been given. */
export function toCanonical(record: EventRecord): CanonicalEvent {
  return {
    eventId: record.eventId,
    eventType: record.eventType,
    timestamp: record.timestamp,
    sessionId: record.sessionId,
    ...(record.sequenceId < 0 || isRunEvent(record.eventType) ? {} : { sequenceId: record.sequenceId }),
    ...(record.schemaVersion === 1 ? {} : { schemaVersion: record.schemaVersion }),
    ...(record.source === '' ? {} : { source: record.source }),
    ...(record.correlationId === '' ? {} : { correlationId: record.correlationId }),
    data: JSON.parse(record.data),
  };
}
