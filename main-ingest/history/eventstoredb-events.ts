import type { RecordedEvent as ReadEvent } from '@eventstore/db-client';
import { z } from 'zod';
import type { EventRecord } from '../event/event.ts';
import { gameStream } from '../event/stream.ts';
import { timestampToUs, usToTimestamp } from '../event/timestamp.ts';
import type { Confirmed } from './eventstoredb-index.ts';
import type { StoredEvent } from './eventstoredb-message.ts';
import { HistoryError, type RecordedEvent } from './history.ts';

/** Data of one append in bytes, below the server's own bound of 1,048,576. */
export const APPEND_BYTES = 1_000_000;

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
 * An event as the server takes it.
 * @throws HistoryError `NO_TYPE`, `TOO_LARGE` naming the event
 */
export function toStored(event: EventRecord, stream: string): StoredEvent {
  const { eventId, eventType, sessionId, sequenceId, schemaVersion, source, correlationId, timestamp, data } = event;
  if (eventType === '') throw new HistoryError('NO_TYPE', 'The event has no type', { retry: false, eventId });
  const bytes = Buffer.byteLength(data);
  if (bytes > APPEND_BYTES) {
    const message = `The data of the event has ${bytes} bytes, EventStoreDB takes ${APPEND_BYTES}`;
    throw new HistoryError('TOO_LARGE', message, { retry: false, eventId });
  }
  const metadata = JSON.stringify({
    timestamp,
    ...(sequenceId >= 0 && { sequenceId }),
    ...(source !== '' && { source }),
    ...(correlationId !== '' && { $correlationId: correlationId }),
    ...(schemaVersion !== 1 && { schemaVersion }),
    ...(stream !== gameStream(sessionId) && { sessionId }),
  });
  return { eventId, eventType, metadata, data, bytes, sequenceId };
}

/** What the index keeps of a stored event. */
export function toIndexed({ id, type, metadata, data }: ReadEvent): Confirmed['events'][number] {
  const { sequenceId = -1 } = Metadata.safeParse(metadata ?? {}).data ?? {};
  return { eventId: id, eventType: type, sequenceId, bytes: Buffer.byteLength(JSON.stringify(data)) };
}

/** A stored event as the history gives it; one that another program wrote has what it lacks made up from its place. */
export function fromStored(event: ReadEvent, stream: string): RecordedEvent {
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
