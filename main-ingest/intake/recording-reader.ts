import { setImmediate } from 'node:timers/promises';
import type { Rejection } from '../contract/recordings.ts';
import type { Dialect } from './dialects/dialect.ts';
import { parseJson } from './json.ts';
import { plainBytes } from './recording-bytes.ts';
import { RecordingError } from './recording-error.ts';
import { excerptAt, jsonFault } from './recording-excerpt.ts';
import { formatOf, type RecordingFormat } from './recording-format.ts';
import { LineSplitter, type RecordingLine } from './recording-lines.ts';
import { translated } from './unreadable.ts';

/** Longest line that is read, in bytes; what is longer is refused by its number and never held. */
export const MAX_LINE_BYTES = 4 * 1024 * 1024;
/** Events a batch: large enough to share one sync of the journal, small enough to go through in a few milliseconds. */
const BATCH_EVENTS = 500;
/** Text of its lines, in bytes: a batch is held in memory, parsed and as it was. */
const BATCH_BYTES = 8 * 1024 * 1024;
/** Reading gives way to everything else after this many milliseconds. */
const SLICE_MS = 4;
/** A file whose first lines are all unknown is no recording. */
const UNKNOWN_LINES = 20;

/** A run of a recording: events (or foreign values that the intake translates), each with the line it came from. */
export interface RecordingBatch {
  readonly values: readonly unknown[];
  readonly lines: readonly RecordingLine[];
  readonly rejected: readonly Rejection[];
  readonly format: RecordingFormat | null;
}

export interface ReaderOptions {
  /** Name of the recording; part of what tells the games of one without times apart. */
  readonly source: string;
  /** Reads BalatroBot's lines; one a recording, because it remembers. */
  readonly balatrobot: Dialect;
  readonly maxLineBytes?: number;
}

/**
 * Reads a recording in batches, as it comes, with flat memory.
 * @throws RecordingError after the last good batch: `TRUNCATED` or `DAMAGED` gzip, `NO_RECORDING`
 */
export async function* readRecording(
  chunks: AsyncIterable<Uint8Array>,
  options: ReaderOptions,
): AsyncGenerator<RecordingBatch> {
  const splitter = new LineSplitter(options.maxLineBytes ?? MAX_LINE_BYTES);
  const reading = new Reading(options);
  let failure: unknown;
  let sliceEnds = performance.now() + SLICE_MS;
  try {
    for await (const bytes of plainBytes(chunks)) {
      for (const line of splitter.split(bytes)) {
        reading.take(line);
        if (reading.isFull) yield reading.flush();
        if (performance.now() >= sliceEnds) {
          await setImmediate();
          sliceEnds = performance.now() + SLICE_MS;
        }
      }
    }
  } catch (error) {
    failure = error;
  }
  if (failure instanceof RecordingError && failure.code === 'NO_RECORDING') throw failure;
  for (const line of splitter.rest()) reading.take(line);
  if (reading.size > 0 && reading.isRecording) yield reading.flush();
  if (failure !== undefined) throw failure;
  reading.end();
}

/** What has been read and not yet handed on. */
class Reading {
  readonly #options: ReaderOptions;
  #values: unknown[] = [];
  #lines: RecordingLine[] = [];
  #rejected: Rejection[] = [];
  #bytes = 0;
  #format: RecordingFormat | null = null;
  #unknown = 0;
  #firstUnknown: Rejection | undefined;

  constructor(options: ReaderOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#values.length + this.#rejected.length;
  }

  get isFull(): boolean {
    return this.size >= BATCH_EVENTS || this.#bytes >= BATCH_BYTES;
  }

  /** Whether anything of it could be read. */
  get isRecording(): boolean {
    return this.#format !== null;
  }

  flush(): RecordingBatch {
    const batch = { values: this.#values, lines: this.#lines, rejected: this.#rejected, format: this.#format };
    this.#values = [];
    this.#lines = [];
    this.#rejected = [];
    this.#bytes = 0;
    return batch;
  }

  take(line: RecordingLine): void {
    this.#bytes += line.bytes;
    if (line.tooLong) {
      const limit = this.#options.maxLineBytes ?? MAX_LINE_BYTES;
      const reason = `Larger than ${megabytes(limit)}: ${megabytes(line.bytes)}`;
      this.#refuse(line, { code: 'EVENT_TOO_LARGE', reason, excerpt: `${line.text}…` });
      return;
    }
    const text = line.text.trim();
    if (text === '') return;
    if (!line.isText) {
      const excerpt = excerptAt(text, text.indexOf('\uFFFD'));
      this.#refuse(line, { code: 'NOT_UTF8', reason: 'Not UTF-8', excerpt });
      return;
    }
    let value: unknown;
    try {
      value = parseJson(text);
    } catch (error) {
      this.#refuse(line, jsonFault(text, error));
      return;
    }
    const format = formatOf(value);
    this.#format ??= format ?? null;
    if (format === undefined && this.#format !== 'canonical') {
      this.#refuse(line, {
        code: 'UNKNOWN_FORMAT',
        reason: 'Neither an event nor a BalatroBot state',
        excerpt: excerptAt(text, 0),
      });
    } else if (this.#options.balatrobot.reads(value)) {
      this.#translate(line, text, value);
    } else {
      this.#values.push(value);
      this.#lines.push(line);
    }
  }

  /** @throws RecordingError `NO_RECORDING` when nothing in it could be read */
  end(): void {
    if (this.#format === null && this.#unknown > 0) this.#giveUp();
  }

  #translate(line: RecordingLine, text: string, value: unknown): void {
    const arrival = { source: this.#options.source, atUs: Date.now() * 1000 };
    const translation = translated(this.#options.balatrobot, value, arrival);
    if ('refused' in translation) {
      this.#refuse(line, { ...translation.refused, excerpt: excerptAt(text, 0) });
      return;
    }
    for (const event of translation.events) {
      this.#values.push(event);
      this.#lines.push(line);
    }
  }

  #refuse(line: RecordingLine, fault: Omit<Rejection, 'line'>): void {
    const rejection = { line: line.number, ...fault };
    this.#rejected.push(rejection);
    if (this.#format !== null) return;
    this.#firstUnknown ??= rejection;
    this.#unknown += 1;
    if (this.#unknown >= UNKNOWN_LINES) this.#giveUp();
  }

  #giveUp(): never {
    const first = this.#firstUnknown;
    throw new RecordingError(
      'NO_RECORDING',
      `No recording: line ${first?.line}: ${first?.reason}: “${first?.excerpt}”`,
    );
  }
}

function megabytes(bytes: number): string {
  return bytes >= 1024 * 1024 ? `${Math.round(bytes / 104_857.6) / 10} MB` : `${bytes} bytes`;
}
