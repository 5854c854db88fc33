import { randomUUID } from 'node:crypto';
import messages from '@eventstore/db-client/generated/streams_pb.js';
import { describe, expect, test } from 'vitest';
import { encodeAppend, type StoredEvent } from '../../../main-ingest/history/eventstoredb-message.ts';

const DEADLINE = 5_000_000_000;

function stored(data: string, eventType = 'HandPlayed'): StoredEvent {
  const metadata = JSON.stringify({ timestamp: '2026-01-01T00:00:00.000Z', source: 'a “mod”' });
  return { eventId: randomUUID(), eventType, metadata, data, bytes: Buffer.byteLength(data), sequenceId: 0 };
}

/** As the server's own definition of the message reads it. */
function decode(first: number, events: readonly StoredEvent[], stream = 'game-ä') {
  const correlation = randomUUID();
  const message = messages.BatchAppendReq.deserializeBinary(
    encodeAppend({ stream, first, events }, correlation, DEADLINE),
  );
  expect(message.getCorrelationId()?.getString()).toBe(correlation);
  expect(message.getIsFinal()).toBe(true);
  return message;
}

describe('an append as a message', () => {
  test('has its events in order, with id, type, metadata and data as they were', () => {
    const events = [
      stored('{"a":1}'),
      stored(`{"text":"${'ä♠🃏'.repeat(10_000)}"}`, 'Größe'),
      stored('{}', 'T'.repeat(200)),
    ];
    const read = decode(0, events)
      .getProposedMessagesList()
      .map((proposed) => ({
        eventId: proposed.getId()?.getString(),
        eventType: proposed.getMetadataMap().get('type'),
        contentType: proposed.getMetadataMap().get('content-type'),
        metadata: Buffer.from(proposed.getCustomMetadata_asU8()).toString(),
        data: Buffer.from(proposed.getData_asU8()).toString(),
      }));
    expect(read).toEqual(
      events.map(({ eventId, eventType, metadata, data }) => ({
        eventId,
        eventType,
        contentType: 'application/json',
        metadata,
        data,
      })),
    );
  });

  test.each([1, 2, 128, 129, 300, 2 ** 33])('expects a stream of %d events to end just before', (first) => {
    const options = decode(first, [stored('{}')]).getOptions();
    expect(options?.hasNoStream()).toBe(false);
    expect(options?.getStreamPosition()).toBe(String(first - 1));
  });

  test('expects no stream at first, names the stream, and when to give up', () => {
    const options = decode(0, [stored('{}')], `game-${'ö'.repeat(100)}`).getOptions();
    expect(options?.hasNoStream()).toBe(true);
    expect(options?.hasStreamPosition()).toBe(false);
    expect(Buffer.from(options?.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString()).toBe(
      `game-${'ö'.repeat(100)}`,
    );
    expect(options?.getDeadline()?.getSeconds()).toBe(DEADLINE);
  });
});
