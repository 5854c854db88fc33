import { crc32 } from 'node:zlib';
import type { EventRecord } from '../event/event.ts';
import { timestampToUs } from '../event/record.ts';

/**
 * A frame: one batch of events on disk, whole or not there. Little-endian.
 *
 * | bytes | what                                                                                         |
 * | ----- | -------------------------------------------------------------------------------------------- |
 * | 4     | magic `BWJ1`                                                                                 |
 * | 4     | CRC-32 of all that follows                                                                   |
 * | 4     | bytes of the payload                                                                         |
 * | 4     | events                                                                                       |
 * | 8     | position of the first event (float64)                                                        |
 * | 8     | position up to which all had been answered when this was written (float64); see `recovery.ts` |
 *
 * Payload: the words that events share (types, sessions, sources), each with its length; then the events. An event names
 * its words by number and carries its own texts with their lengths in UTF-8.
 */
export const FRAME_HEADER_BYTES = 32;
export const FRAME_MAGIC = Buffer.from('BWJ1', 'latin1');
const MAGIC = FRAME_MAGIC.readUInt32LE(0);

export interface FrameHeader {
  /** Bytes of the whole frame. */
  readonly bytes: number;
  readonly checksum: number;
  readonly count: number;
  readonly position: number;
  readonly answered: number;
}

/** The header at `offset`; undefined where there is none, or not all of it. */
export function readFrameHeader(bytes: Buffer, offset: number): FrameHeader | undefined {
  if (offset + FRAME_HEADER_BYTES > bytes.length || bytes.readUInt32LE(offset) !== MAGIC) return undefined;
  return {
    checksum: bytes.readUInt32LE(offset + 4),
    bytes: FRAME_HEADER_BYTES + bytes.readUInt32LE(offset + 8),
    count: bytes.readUInt32LE(offset + 12),
    position: bytes.readDoubleLE(offset + 16),
    answered: bytes.readDoubleLE(offset + 24),
  };
}

/** Whether all bytes of the frame are there and are those that were written. */
export function isWholeFrame(bytes: Buffer, offset: number, header: FrameHeader): boolean {
  const end = offset + header.bytes;
  return end <= bytes.length && crc32(bytes.subarray(offset + 8, end)) === header.checksum;
}

/** The events of a whole frame. */
export function readFrame(bytes: Buffer, offset: number, count: number): EventRecord[] {
  let at = offset + FRAME_HEADER_BYTES;
  const text = (length: number): string => {
    at += length;
    return bytes.toString('utf8', at - length, at);
  };
  const ascii = (length: number): string => {
    at += length;
    return bytes.toString('latin1', at - length, at);
  };
  const integer = (): number => {
    at += 4;
    return bytes.readInt32LE(at - 4);
  };
  const words: string[] = [];
  for (let left = integer(); left > 0; left--) words.push(text(integer()));
  const word = (): string => words[integer()] ?? '';
  const records: EventRecord[] = [];
  for (let left = count; left > 0; left--) {
    const eventType = word();
    const sessionId = word();
    const source = word();
    const sequenceId = integer();
    const schemaVersion = integer();
    const eventId = ascii(integer());
    const timestamp = ascii(integer());
    const correlationId = text(integer());
    const data = text(integer());
    records.push({
      eventId,
      eventType,
      timestamp,
      timestampUs: timestampToUs(timestamp),
      sessionId,
      sequenceId,
      schemaVersion,
      source,
      correlationId,
      data,
    });
  }
  return records;
}

/** Writes frames one behind the other into one buffer that grows and is used again. */
export class FrameWriter {
  #buffer = Buffer.allocUnsafe(1 << 20);
  #length = 0;

  /** Bytes written since the last {@link FrameWriter.clear}. */
  get length(): number {
    return this.#length;
  }

  /** What was written; valid until the next call that writes. */
  bytes(): Uint8Array {
    return this.#buffer.subarray(0, this.#length);
  }

  clear(): void {
    this.#length = 0;
  }

  /** Takes back what was written behind `length`. */
  cutTo(length: number): void {
    this.#length = length;
  }

  write(records: readonly EventRecord[], position: number, answered: number): void {
    const start = this.#length;
    this.#reserve(FRAME_HEADER_BYTES);
    this.#length += FRAME_HEADER_BYTES;
    const words = new Map<string, number>();
    for (const record of records) {
      for (const word of [record.eventType, record.sessionId, record.source]) {
        if (!words.has(word)) words.set(word, words.size);
      }
    }
    this.#integer(words.size);
    for (const word of words.keys()) this.#text(word);
    for (const record of records) {
      this.#integer(words.get(record.eventType) ?? 0);
      this.#integer(words.get(record.sessionId) ?? 0);
      this.#integer(words.get(record.source) ?? 0);
      this.#integer(record.sequenceId);
      this.#integer(record.schemaVersion);
      this.#text(record.eventId);
      this.#text(record.timestamp);
      this.#text(record.correlationId);
      this.#text(record.data);
    }
    const buffer = this.#buffer;
    buffer.writeUInt32LE(MAGIC, start);
    buffer.writeUInt32LE(this.#length - start - FRAME_HEADER_BYTES, start + 8);
    buffer.writeUInt32LE(records.length, start + 12);
    buffer.writeDoubleLE(position, start + 16);
    buffer.writeDoubleLE(answered, start + 24);
    buffer.writeUInt32LE(crc32(buffer.subarray(start + 8, this.#length)), start + 4);
  }

  #integer(value: number): void {
    this.#reserve(4);
    this.#length = this.#buffer.writeInt32LE(value, this.#length);
  }

  #text(text: string): void {
    // A UTF-16 unit takes at most three bytes.
    this.#reserve(4 + 3 * text.length);
    const bytes = text === '' ? 0 : this.#buffer.write(text, this.#length + 4);
    this.#buffer.writeInt32LE(bytes, this.#length);
    this.#length += 4 + bytes;
  }

  #reserve(bytes: number): void {
    const needed = this.#length + bytes;
    if (needed <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, 2 * this.#buffer.length));
    this.#buffer.copy(larger, 0, 0, this.#length);
    this.#buffer = larger;
  }
}
