import { type JSONEventType, jsonEvent, type RecordedEvent as StoredEvent } from '@eventstore/db-client';
import { z } from 'zod';
import type { EventData, EventRecord } from '../event/event.ts';
import { gameStream } from '../event/stream.ts';
import { timestampToUs, usToTimestamp } from '../event/timestamp.ts';
import { HistoryError, type RecordedEvent } from './history.ts';

/**
 * Metadata of a stored event (interfaces, section 8): `timestamp`, `sequenceId`, `source` and `$correlationId`. The
 * session is the stream's name, and kept here only in streams that are no game's.
 */
const Metadata = z.object({
  timestamp: z.string().optional(),
  sequenceId: z.number().optional(),
  source: z.string().default(''),
  $correlationId: z.string().default(''),
  schemaVersion: z.number().default(1),
  sessionId: z.string().optional(),
});

/**
 * An event as the client takes it. What the server would refuse must not reach the client, which does not survive it.
 * @throws HistoryError `NO_TYPE`, `NOT_JSON` naming the event
 */
export function toStored(event: EventRecord, stream: string) {
  const { eventId, eventType, sessionId, sequenceId, schemaVersion, source, correlationId, timestamp } = event;
  if (eventType === '') throw new HistoryError('NO_TYPE', 'The event has no type', { retry: false, eventId });
  return jsonEvent<JSONEventType<string, EventData>>({
    id: eventId,
    type: eventType,
    data: parse(event),
    metadata: {
      timestamp,
      ...(sequenceId >= 0 && { sequenceId }),
      ...(source !== '' && { source }),
      ...(correlationId !== '' && { $correlationId: correlationId }),
      ...(schemaVersion !== 1 && { schemaVersion }),
      ...(stream !== gameStream(sessionId) && { sessionId }),
    },
  });
}

/** A stored event as the history gives it; one that another program wrote has what it lacks made up from its place. */
export function fromStored(event: StoredEvent, stream: string): RecordedEvent {
  const revision = Number(event.revision);
  const { data, success } = Metadata.safeParse(event.metadata ?? {});
  const metadata = success ? data : Metadata.parse({});
  const timestamp = metadata.timestamp ?? usToTimestamp(event.created.getTime() * 1000);
  const [, session] = /^game-(.*)$/s.exec(stream) ?? [];
  return {
    eventId: event.id,
    eventType: event.type,
    timestamp,
    timestampUs: timestampToUs(timestamp),
    sessionId: metadata.sessionId ?? session ?? '',
    sequenceId: metadata.sequenceId ?? (metadata.timestamp === undefined ? revision : -1),
    schemaVersion: metadata.schemaVersion,
    source: metadata.source,
    correlationId: metadata.$correlationId,
    data: event.isJson ? JSON.stringify(event.data) : '{}',
    stream,
    revision,
  };
}

function parse({ data, eventId }: EventRecord): EventData {
  try {
    return JSON.parse(data);
  } catch (cause) {
    throw new HistoryError('NOT_JSON', 'The data of the event is not JSON', { retry: false, eventId, cause });
  }
}
