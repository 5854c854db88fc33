import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import type { EventRecord } from '../event/event.ts';
import { FRAME_HEADER_BYTES, type FrameHeader, isWholeFrame, readFrame, readFrameHeader } from './frame.ts';
import { gapEnd, readGaps } from './gaps.ts';
import { JournalError, type JournalReader } from './journal.ts';
import { corrupt, wholeFrameBehind } from './recovery.ts';
import { listSegments, type SegmentFileName } from './segment-files.ts';

/** Opens a reader over a journal's folder. It opens no file before the first read. */
export function openJournalReader(folder: string): JournalReader {
  return new SegmentReader(folder);
}

/** What is read from a file at once; a larger frame is read whole. */
const CHUNK_BYTES = 1 << 20;

/**
 * Reads frames one after the other. A read that goes on where the last one ended costs no search; any other begins at
 * the start of its segment and walks the headers.
 */
class SegmentReader implements JournalReader {
  readonly #folder: string;
  #segment: (SegmentFileName & { readonly file: number }) | undefined;
  /** Where the next frame begins: byte and position. */
  #offset = 0;
  #position = 0;
  /** Events of the frame that was decoded last, the first of them at `#decodedFrom`. */
  #decoded: readonly EventRecord[] = [];
  #decodedFrom = 0;
  /** Room for the chunk, used again and again: what is decoded is copied. */
  #buffer = Buffer.alloc(0);
  /** Bytes of the file from `#chunkOffset` on. Trusted up to what was durable when they were read, not beyond. */
  #chunk = Buffer.alloc(0);
  #chunkOffset = 0;
  #chunkDurable = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  read(from: number, durable: number, maxEvents: number, maxBytes: number): readonly EventRecord[] {
    const events: EventRecord[] = [];
    let bytes = 0;
    let position = from;
    while (position < durable && events.length < maxEvents && bytes < maxBytes) {
      try {
        this.#decode(position, durable);
      } catch (error) {
        // What comes before damage or a gap is given; the next read meets it.
        if (events.length > 0) break;
        throw error;
      }
      const start = position - this.#decodedFrom;
      const end = Math.min(start + maxEvents - events.length, durable - this.#decodedFrom);
      for (const event of this.#decoded.slice(start, end)) {
        if (bytes >= maxBytes) break;
        events.push(event);
        bytes += event.data.length;
        position++;
      }
    }
    return events;
  }

  gapEnd(position: number): number {
    return gapEnd(readGaps(this.#folder), position);
  }

  close(): void {
    if (this.#segment) closeSync(this.#segment.file);
    this.#segment = undefined;
    this.#chunkDurable = 0;
    this.#decoded = [];
  }

  /** Makes the frame that holds `position` the decoded one. */
  #decode(position: number, durable: number): void {
    const index = position - this.#decodedFrom;
    if (index >= 0 && index < this.#decoded.length) return;
    if (!this.#segment || position < this.#position) this.#openAt(position);
    for (;;) {
      const header = this.#header(durable);
      if (header === 'end') {
        this.#openNext(position);
        continue;
      }
      if (header === 'damaged') {
        this.#passDamage(position);
        continue;
      }
      if (position < header.position + header.count) {
        const at = this.#load(header.bytes, durable);
        if (!isWholeFrame(this.#chunk, at, header)) {
          this.#passDamage(position);
          continue;
        }
        this.#decoded = readFrame(this.#chunk, at, header.count);
        this.#decodedFrom = header.position;
      }
      this.#offset += header.bytes;
      this.#position += header.count;
      if (position < this.#position) return;
    }
  }

  /** The next frame's header. */
  #header(durable: number): FrameHeader | 'end' | 'damaged' {
    const at = this.#load(FRAME_HEADER_BYTES, durable);
    if (at === this.#chunk.length) return 'end';
    const header = readFrameHeader(this.#chunk, at);
    return header && header.position === this.#position && header.count > 0 ? header : 'damaged';
  }

  /**
   * Goes on behind damage that lies before what is wanted: it was delivered, or given up. Nothing that the headers say is
   * believed then: the frame is looked for among all whole ones of the segment.
   * @throws JournalError `CORRUPT` when what is wanted is damaged itself
   */
  #passDamage(wanted: number): void {
    if (!this.#segment) throw this.#corrupt();
    const bytes = readFileSync(this.#segment.path);
    let last = -1;
    for (let frame = wholeFrameBehind(bytes, -1); frame; frame = wholeFrameBehind(bytes, last)) {
      const { position, count } = frame.header;
      if (position > wanted) throw this.#corrupt();
      if (wanted < position + count) {
        this.#offset = frame.offset;
        this.#position = position;
        return;
      }
      last = frame.offset;
    }
    if (wanted === this.#position) throw this.#corrupt();
    this.#openNext(wanted);
  }

  /** Has the next `bytes` of the file in the chunk, where the file has them, and answers where they begin. */
  #load(bytes: number, durable: number): number {
    const at = this.#offset - this.#chunkOffset;
    const trusted = this.#position < this.#chunkDurable;
    if (trusted && at >= 0 && at + bytes <= this.#chunk.length) return at;
    if (this.#buffer.length < bytes) this.#buffer = Buffer.allocUnsafe(Math.max(bytes, CHUNK_BYTES));
    const buffer = this.#buffer;
    let length = 0;
    while (this.#segment && length < buffer.length) {
      const read = readSync(this.#segment.file, buffer, length, buffer.length - length, this.#offset + length);
      if (read === 0) break;
      length += read;
    }
    this.#chunk = buffer.subarray(0, length);
    this.#chunkOffset = this.#offset;
    this.#chunkDurable = durable;
    return 0;
  }

  #openAt(position: number): void {
    const segment = listSegments(this.#folder).findLast(({ first }) => first <= position);
    if (!segment) throw trimmed(position);
    this.#open(segment);
  }

  /** Goes on to the segment that begins where this one ends, or behind a gap to the one that may hold `position`. */
  #openNext(position: number): void {
    const later = listSegments(this.#folder).filter(({ first }) => first > (this.#segment?.first ?? -1));
    const next = later[0]?.first === this.#position ? later[0] : later.findLast(({ first }) => first <= position);
    if (next === undefined) throw this.#corrupt();
    this.#open(next);
  }

  #open(segment: SegmentFileName): void {
    this.close();
    try {
      this.#segment = { ...segment, file: openSync(segment.path, 'r') };
    } catch (cause) {
      if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') throw trimmed(segment.first);
      throw cause;
    }
    this.#offset = 0;
    this.#position = segment.first;
  }

  #corrupt(): JournalError {
    return corrupt(this.#segment?.path ?? this.#folder, this.#offset, this.#position);
  }
}

function trimmed(position: number): JournalError {
  return new JournalError('TRIMMED', `Event ${position} is no longer in the journal: all stores had it.`);
}
