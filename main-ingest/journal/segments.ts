import { copyFile, mkdir, stat } from 'node:fs/promises';
import { asideOf } from '../damage.ts';
import type { EventRecord } from '../event/event.ts';
import { type Disk, type SegmentFile, systemDisk } from './disk.ts';
import { FrameWriter } from './frame.ts';
import { addGap, readGaps } from './gaps.ts';
import { type Journal, JournalError, type JournalOptions, type JournalState } from './journal.ts';
import type { Published } from './published.ts';
import { recoverSegment } from './recovery.ts';
import { listSegments, segmentPath } from './segment-files.ts';

export { openJournalReader } from './segment-reader.ts';

/** A batch that waits for its write. */
interface Waiting {
  readonly records: readonly EventRecord[];
  readonly resolve: (position: number) => void;
  readonly reject: (error: unknown) => void;
}

/** A batch that has been written and waits for its sync. */
interface Written {
  readonly batch: Waiting;
  readonly position: number;
}

interface Segment {
  readonly first: number;
  readonly path: string;
  /** Bytes of whole frames. */
  bytes: number;
}

/** Frames are at most about this large: what a reader has to decode at once. */
const FRAME_CHARACTERS = 1 << 18;
/** One write takes as many waiting batches as fit into this. */
const WRITE_BYTES = 8 << 20;
/** A journal is at least so many segments, that trimming whole ones always makes room. */
const MIN_SEGMENTS = 4;

export interface OpeningOptions {
  /**
   * Position to go on from, where the folder ends before it: the furthest that a store, or whatever else follows the journal,
   * has seen of it. Positions that a store believes to have must not be given away again when the folder was lost.
   */
  readonly atLeast?: number;
  /** Whether no store can be further than that. */
  readonly isCertain?: boolean;
  /** Position from which on somebody still wants to read: damage before it holds up nobody. */
  readonly wanted?: number;
  readonly disk?: Disk;
}

/**
 * Opens the journal in a folder, or makes it. Cuts a torn end, which is a batch that had not been answered; where that is in
 * doubt, a copy of the file is kept beside it.
 * @throws JournalError `CORRUPT`, `DISK_FAILED`; `UNCERTAIN` where the folder ends before `atLeast`, and a store may be further
 */
export async function openJournal(
  folder: string,
  options: JournalOptions,
  published: Published,
  { atLeast = 0, isCertain = true, wanted = 0, disk = systemDisk }: OpeningOptions = {},
): Promise<Journal> {
  await mkdir(folder, { recursive: true });
  const segments: Segment[] = [];
  for (const segment of listSegments(folder)) {
    segments.push({ ...segment, bytes: (await stat(segment.path)).size });
  }
  let newest = segments.at(-1);
  let position = 0;
  let file: SegmentFile | undefined;
  if (newest) {
    const recovered = await recoverSegment(newest, [...readGaps(folder), { from: 0, end: wanted }]);
    file = await disk.open(newest.path);
    if (recovered.doubtful) await copyFile(newest.path, asideOf(newest.path));
    if (recovered.torn > 0) await file.truncate(recovered.bytes);
    // What a killed process had written but not synced is about to be counted as durable.
    await file.datasync();
    newest.bytes = recovered.bytes;
    position = recovered.position;
  }
  if (!newest || !file || position < atLeast) {
    await file?.close();
    if (position < atLeast) {
      if (!isCertain) throw uncertain(position, atLeast);
      await addGap(folder, { from: position, end: atLeast });
      position = atLeast;
    }
    newest = { first: position, path: segmentPath(folder, position), bytes: 0 };
    file = await disk.open(newest.path);
    await disk.syncFolder(folder);
    segments.push(newest);
  }
  return new SegmentedJournal({ folder, options, published, disk, segments, newest, file, position });
}

interface Opened {
  readonly folder: string;
  readonly options: JournalOptions;
  readonly published: Published;
  readonly disk: Disk;
  readonly segments: Segment[];
  readonly newest: Segment;
  readonly file: SegmentFile;
  readonly position: number;
}

class SegmentedJournal implements Journal {
  readonly #folder: string;
  readonly #options: JournalOptions;
  readonly #published: Published;
  readonly #disk: Disk;
  /** Oldest first; the last one is written to. */
  readonly #segments: Segment[];
  readonly #segmentBytes: number;
  readonly #frames = new FrameWriter();
  #newest: Segment;
  #file: SegmentFile;
  #position: number;
  #bytes: number;
  #waiting: Waiting[] = [];
  /** The write that is under way, or the one that is about to begin. */
  #writing: Promise<void> | undefined;
  /** Whether a failed write may have left bytes behind the last whole frame. */
  #littered = false;
  #closed = false;

  constructor(opened: Opened) {
    this.#folder = opened.folder;
    this.#options = opened.options;
    this.#published = opened.published;
    this.#disk = opened.disk;
    this.#segments = opened.segments;
    this.#newest = opened.newest;
    this.#file = opened.file;
    this.#position = opened.position;
    this.#bytes = opened.segments.reduce((sum, segment) => sum + segment.bytes, 0);
    this.#segmentBytes = Math.min(opened.options.segmentBytes, Math.floor(opened.options.maxBytes / MIN_SEGMENTS));
    this.#publish();
  }

  state(): JournalState {
    return { position: this.#position, oldest: this.#oldest(), bytes: this.#bytes };
  }

  append(records: readonly EventRecord[]): Promise<number> {
    if (this.#closed) return Promise.reject(new JournalError('CLOSED', 'The journal is closed.'));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ records, resolve, reject });
      this.#writing ??= this.#writeAll();
    });
  }

  async trim(position: number): Promise<void> {
    const kept = this.#segments.findIndex((_, index) => (this.#segments[index + 1]?.first ?? Infinity) > position);
    const given = this.#segments.splice(0, kept);
    if (given.length === 0) return;
    for (const segment of given) this.#bytes -= segment.bytes;
    this.#publish();
    for (const segment of given) await this.#disk.remove(segment.path);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#writing;
    try {
      await this.#tidy();
      await this.#file.datasync();
    } finally {
      await this.#file.close();
    }
  }

  /** Writes until nothing waits. Begins in the next turn of the event loop, so that all of this turn's batches share one. */
  async #writeAll(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#waiting.length > 0) await this.#writeSome();
    this.#writing = undefined;
  }

  async #writeSome(): Promise<void> {
    const written: Written[] = [];
    let position = this.#position;
    this.#frames.clear();
    let taken = 0;
    for (const batch of this.#waiting) {
      if (this.#frames.length > WRITE_BYTES) break;
      taken++;
      const before = this.#frames.length;
      try {
        this.#writeFrames(batch.records, position);
      } catch (error) {
        // It cannot be written at all: that is no reason to hold up the others.
        this.#frames.cutTo(before);
        batch.reject(error);
        continue;
      }
      if (this.#bytes + this.#frames.length > this.#options.maxBytes) {
        batch.reject(this.#noRoom(this.#frames.length - before));
        this.#frames.cutTo(before);
        continue;
      }
      written.push({ batch, position });
      position += batch.records.length;
    }
    this.#waiting = this.#waiting.slice(taken);
    if (written.length === 0) return;
    try {
      await this.#toDisk();
    } catch (cause) {
      this.#littered = true;
      // Where this fails too, the next write tries it again before all else.
      await this.#tidy().catch(() => undefined);
      const error = diskError(cause);
      for (const { batch } of written) batch.reject(error);
      return;
    }
    this.#newest.bytes += this.#frames.length;
    this.#bytes += this.#frames.length;
    this.#position = position;
    this.#publish();
    for (const { batch, position: first } of written) batch.resolve(first);
  }

  /** Encodes a batch, in several frames where it is large. */
  #writeFrames(records: readonly EventRecord[], position: number): void {
    let start = 0;
    let characters = 0;
    for (const [index, record] of records.entries()) {
      characters += record.data.length;
      if (characters < FRAME_CHARACTERS && index < records.length - 1) continue;
      this.#frames.write(records.slice(start, index + 1), position + start, this.#position);
      start = index + 1;
      characters = 0;
    }
  }

  async #toDisk(): Promise<void> {
    await this.#tidy();
    if (this.#newest.bytes >= this.#segmentBytes) await this.#roll();
    await this.#file.write(this.#frames.bytes(), this.#newest.bytes);
    if (this.#options.sync === 'always') await this.#file.datasync();
  }

  /** Takes away what a failed write has left: it was refused, and must not be found. */
  async #tidy(): Promise<void> {
    if (!this.#littered) return;
    await this.#file.truncate(this.#newest.bytes);
    this.#littered = false;
  }

  /** Goes on in a new segment. The old one is complete on disk then, whatever the options. */
  async #roll(): Promise<void> {
    await this.#file.datasync();
    const next: Segment = { first: this.#position, path: segmentPath(this.#folder, this.#position), bytes: 0 };
    const file = await this.#disk.open(next.path);
    await this.#disk.syncFolder(this.#folder);
    const old = this.#file;
    this.#file = file;
    this.#newest = next;
    this.#segments.push(next);
    await old.close();
  }

  #noRoom(bytes: number): JournalError {
    const { maxBytes } = this.#options;
    return bytes > maxBytes
      ? new JournalError(
          'TOO_LARGE',
          `These events take ${bytes} bytes, and the journal may hold ${maxBytes}: send fewer.`,
        )
      : new JournalError('JOURNAL_FULL', `The journal holds ${this.#bytes} bytes and may hold no more.`);
  }

  #oldest(): number {
    return this.#segments[0]?.first ?? this.#position;
  }

  #publish(): void {
    this.#published.publish(this.#position, this.#oldest());
  }
}

function uncertain(position: number, atLeast: number): JournalError {
  return new JournalError(
    'UNCERTAIN',
    `it ends at event ${position}, though events up to ${atLeast} had been taken in, and not every store says how far it is`,
  );
}

function diskError(cause: unknown): JournalError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return code === 'ENOSPC' || code === 'EDQUOT'
    ? new JournalError('DISK_FULL', 'The disk is full; events are taken again when there is room.', { cause })
    : new JournalError('DISK_FAILED', `The journal could not be written: ${String(cause)}`, { cause });
}
