import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EventRecord } from '../../../main-ingest/event/event.ts';
import { timestampToUs, usToTimestamp } from '../../../main-ingest/event/record.ts';
import { FrameWriter, isWholeFrame, readFrame, readFrameHeader } from '../../../main-ingest/journal/frame.ts';

const text = fc.string({ unit: 'grapheme', maxLength: 20 });

const record: fc.Arbitrary<EventRecord> = fc
  .record({
    eventId: fc.uuid(),
    eventType: text,
    timestamp: fc.nat(2 ** 31 - 1).map((us) => usToTimestamp(us * 1e6)),
    sessionId: text,
    sequenceId: fc.integer({ min: -1, max: 2 ** 31 - 1 }),
    schemaVersion: fc.nat(2 ** 31 - 1),
    source: text,
    correlationId: text,
    data: fc.json(),
  })
  .map((fields) => ({ ...fields, timestampUs: timestampToUs(fields.timestamp) }));

test('frames give back what was written, whatever it is', () => {
  const writer = new FrameWriter();
  fc.assert(
    fc.property(fc.array(fc.array(record, { maxLength: 8 }), { maxLength: 4 }), (batches) => {
      writer.clear();
      let position = 2 ** 40;
      for (const batch of batches) {
        writer.write(batch, position, 7);
        position += batch.length;
      }
      const bytes = Buffer.from(writer.bytes());
      let offset = 0;
      position = 2 ** 40;
      for (const batch of batches) {
        const header = readFrameHeader(bytes, offset);
        if (!header) throw new Error('no frame');
        expect(header).toMatchObject({ position, answered: 7, count: batch.length });
        expect(isWholeFrame(bytes, offset, header)).toBe(true);
        expect(readFrame(bytes, offset, header.count)).toEqual(batch);
        offset += header.bytes;
        position += batch.length;
      }
      expect(offset).toBe(bytes.length);
    }),
  );
});

test('a frame with any byte changed, or its end cut off, is not whole', () => {
  const writer = new FrameWriter();
  fc.assert(
    fc.property(
      record,
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      fc.integer({ min: 1, max: 255 }),
      (one, at, flip) => {
        writer.clear();
        writer.write([one], 3, 3);
        const bytes = Buffer.from(writer.bytes());
        const place = Math.floor(at * bytes.length);
        const cut = bytes.subarray(0, place);
        const cutHeader = readFrameHeader(cut, 0);
        expect(cutHeader !== undefined && isWholeFrame(cut, 0, cutHeader)).toBe(false);
        bytes.writeUInt8(bytes.readUInt8(place) ^ flip, place);
        const header = readFrameHeader(bytes, 0);
        expect(header !== undefined && isWholeFrame(bytes, 0, header)).toBe(false);
      },
    ),
  );
});
