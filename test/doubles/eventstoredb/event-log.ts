import { closeSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** An event as a client proposes it. */
export interface Proposed {
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly metadata: Uint8Array;
  readonly data: Uint8Array;
}

export interface Recorded extends Proposed {
  readonly stream: string;
  readonly revision: number;
  /** Place in the whole log. */
  readonly position: number;
  /** Milliseconds since 1970. */
  readonly created: number;
}

export type Expected = number | 'any' | 'no-stream' | 'stream-exists';

export type Appended =
  | { readonly result: 'ok'; readonly revision: number; readonly position: number }
  | { readonly result: 'wrong-expected-version'; readonly current: number | undefined }
  | { readonly result: 'deleted' }
  | { readonly result: 'too-large' };

/** What `$$stream` says about a stream. */
interface Metadata {
  readonly $maxCount?: number;
  readonly $maxAge?: number;
  readonly $tb?: number;
}

interface Stream {
  readonly events: Recorded[];
  metadata: Metadata;
  tombstoned: boolean;
}

type Entry =
  | { readonly stream: string; readonly created: number; readonly events: readonly Proposed[] }
  | { readonly tombstone: string };

/** Data of one append, in bytes (`max-append-size`). */
export const MAX_APPEND_BYTES = 1_048_576;

/** `$tb` of a stream that is deleted and may come back. */
const SOFT_DELETED = Number.MAX_SAFE_INTEGER;

/**
 * Streams of EventStoreDB with its rules on what a write may expect and what a repeated one does; on disk as a line an
 * append, written before it is answered.
 */
export class EventLog {
  readonly #streams = new Map<string, Stream>();
  readonly #all: Recorded[] = [];
  readonly #file: number;
  readonly #listeners = new Set<(events: readonly Recorded[]) => void>();
  /** Where each event is that was written since the start: the server's memory for appends that expect nothing. */
  readonly #recent = new Map<string, Recorded>();

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.#file = openSync(join(folder, 'events.log'), 'a+');
    const text = readFileSync(this.#file, 'utf8');
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    for (const line of whole.split('\n').slice(0, -1)) this.#apply(fromLine(line));
    ftruncateSync(this.#file, Buffer.byteLength(whole));
    this.#recent.clear();
  }

  close(): void {
    closeSync(this.#file);
  }

  append(stream: string, events: readonly Proposed[], expected: Expected): Appended {
    if (events.reduce((bytes, { data }) => bytes + data.length, 0) > MAX_APPEND_BYTES) return { result: 'too-large' };
    if (this.#streams.get(stream)?.tombstoned) return { result: 'deleted' };
    const known = this.#repeated(stream, events, expected);
    if (known !== undefined) return known;
    const metadata = this.#streams.get(stream)?.metadata;
    const written = this.#write(stream, events);
    if (metadata?.$tb === SOFT_DELETED) this.#setTruncateBefore(stream, this.lastRevision(stream) - events.length + 1);
    const last = written.at(-1);
    return { result: 'ok', revision: this.lastRevision(stream), position: last?.position ?? 0 };
  }

  /** Soft: reads as not found, and may be written again. */
  delete(stream: string): void {
    this.#setTruncateBefore(stream, SOFT_DELETED);
  }

  tombstone(stream: string): void {
    this.#commit({ tombstone: stream });
  }

  /** -1 for a stream without events. */
  lastRevision(stream: string): number {
    return (this.#streams.get(stream)?.events.length ?? 0) - 1;
  }

  state(stream: string): 'missing' | 'deleted' | 'present' {
    const found = this.#streams.get(stream);
    if (found?.tombstoned) return 'deleted';
    return found === undefined || found.events.length === 0 || found.metadata.$tb === SOFT_DELETED
      ? 'missing'
      : 'present';
  }

  /** Events of a stream that its metadata has not cut off. */
  visible(stream: string): Recorded[] {
    const found = this.#streams.get(stream);
    if (found === undefined || this.state(stream) !== 'present') return [];
    const { $maxCount = stream.startsWith('$$') ? 1 : Number.POSITIVE_INFINITY, $maxAge, $tb = 0 } = found.metadata;
    const oldest = $maxAge === undefined ? 0 : Date.now() - $maxAge * 1000;
    const first = Math.max($tb, found.events.length - $maxCount);
    return found.events.slice(first).filter(({ created }) => created >= oldest);
  }

  /** Everything in the order in which it was written. */
  get all(): readonly Recorded[] {
    return this.#all;
  }

  /** Told of every write; answers how to stop that. */
  onWritten(listener: (events: readonly Recorded[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** What the server answers without writing, as it decides that (`IndexWriter.CheckCommit`); undefined to write. */
  #repeated(stream: string, events: readonly Proposed[], expected: Expected): Appended | undefined {
    const current = this.lastRevision(stream);
    const missing = this.state(stream) === 'missing';
    const wrong: Appended = { result: 'wrong-expected-version', current: current < 0 ? undefined : current };
    if (expected === 'stream-exists' && missing) return wrong;
    if (expected === 'any' || expected === 'stream-exists') {
      const found = events
        .map(({ id }) => this.#recent.get(id))
        .map((each) => (each?.stream === stream ? each : undefined));
      if (found[0] === undefined) return undefined;
      return found.includes(undefined) ? wrong : done(found.at(-1));
    }
    const after = expected === 'no-stream' ? -1 : expected;
    if (after > current) return wrong;
    if (after === current || (after === -1 && missing)) return undefined;
    const held = this.#streams.get(stream)?.events ?? [];
    return events.every(({ id }, place) => held[after + 1 + place]?.id === id)
      ? done(held[after + events.length])
      : wrong;
  }

  #setTruncateBefore(stream: string, $tb: number): void {
    const metadata = { ...this.#streams.get(stream)?.metadata, $tb };
    const data = Buffer.from(JSON.stringify(metadata));
    this.#write(`$$${stream}`, [
      { id: crypto.randomUUID(), type: '$metadata', contentType: 'application/json', metadata: Buffer.alloc(0), data },
    ]);
  }

  #write(stream: string, events: readonly Proposed[]): Recorded[] {
    return this.#commit({ stream, created: Date.now(), events });
  }

  #commit(entry: Entry): Recorded[] {
    writeSync(this.#file, toLine(entry));
    const written = this.#apply(entry);
    for (const listener of this.#listeners) listener(written);
    return written;
  }

  #apply(entry: Entry): Recorded[] {
    if ('tombstone' in entry) {
      this.#open(entry.tombstone).tombstoned = true;
      return [];
    }
    const { stream, created } = entry;
    const { events } = this.#open(stream);
    const written = entry.events.map(({ id, type, contentType, metadata, data }, place) => ({
      id,
      type,
      contentType,
      metadata,
      data,
      stream,
      revision: events.length + place,
      position: this.#all.length + place,
      created,
    }));
    events.push(...written);
    this.#all.push(...written);
    for (const each of written) this.#recent.set(each.id, each);
    const last = written.at(-1);
    if (stream.startsWith('$$') && last !== undefined) {
      this.#open(stream.slice(2)).metadata = JSON.parse(Buffer.from(last.data).toString());
    }
    return written;
  }

  #open(name: string): Stream {
    const found = this.#streams.get(name) ?? { events: [], metadata: {}, tombstoned: false };
    this.#streams.set(name, found);
    return found;
  }
}

type Line =
  | { readonly stream: string; readonly created: number; readonly events: ReadonlyArray<readonly string[]> }
  | { readonly tombstone: string };

function toLine(entry: Entry): string {
  const base64 = (bytes: Uint8Array) =>
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
  const line: Line =
    'tombstone' in entry
      ? entry
      : {
          ...entry,
          events: entry.events.map(({ id, type, contentType, metadata, data }) => [
            id,
            type,
            contentType,
            base64(metadata),
            base64(data),
          ]),
        };
  return `${JSON.stringify(line)}\n`;
}

function fromLine(text: string): Entry {
  const line: Line = JSON.parse(text);
  if ('tombstone' in line) return line;
  const events = line.events.map(([id = '', type = '', contentType = '', metadata = '', data = '']) => ({
    id,
    type,
    contentType,
    metadata: Buffer.from(metadata, 'base64'),
    data: Buffer.from(data, 'base64'),
  }));
  return { ...line, events };
}

function done(event: Recorded | undefined): Appended {
  return { result: 'ok', revision: event?.revision ?? -1, position: event?.position ?? 0 };
}
