import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { ImportJob, Rejection } from '../contract/recordings.ts';
import { storageFailure } from '../damage.ts';
import { isRunEvent } from '../event/event.ts';
import type { Dialect } from './dialects/dialect.ts';
import { RecordingError } from './recording-error.ts';
import { excerptFor } from './recording-excerpt.ts';
import { type RecordingBatch, readRecording } from './recording-reader.ts';

/** Rejections that a job shows; all are counted. */
const SHOWN_REJECTIONS = 1_000;
/** How long an import waits when the journal is at its bound. */
const FULL_WAIT_MS = 200;

/** Where events go; what {@link import('./intake.ts').Intake} does. */
export interface Acceptor {
  accept(
    values: readonly unknown[],
    source: { readonly name: string },
  ): Promise<{
    readonly accepted: number;
    readonly duplicates: number;
    /** The first of very many. */
    readonly rejected: ReadonlyArray<{ readonly index: number; readonly code: string; readonly reason: string }>;
    readonly rejectedCount: number;
  }>;
}

export interface JobSource {
  /** The file's name as it is shown. */
  readonly file: string;
  readonly bytes: number | null;
  readonly chunks: AsyncIterable<Uint8Array>;
}

export interface JobOptions {
  readonly acceptor: Acceptor;
  readonly balatrobot: Dialect;
  readonly maxLineBytes?: number;
  /** Called whenever something that is shown has changed. */
  readonly onChange: () => void;
}

/** One import of one recording: reads, hands on in batches, and can be paused, resumed and cancelled in between. */
export class RecordingJob {
  readonly id = randomUUID();
  readonly #source: JobSource;
  readonly #options: JobOptions;
  readonly #games = new Set<string>();
  readonly #rejected: Rejection[] = [];
  readonly #startedAt = new Date().toISOString();
  #state: ImportJob['state'] = 'waiting';
  #started = false;
  #paused = false;
  #wake: () => void = () => {};
  #format: string | null = null;
  #bytesRead = 0;
  #events = 0;
  #duplicates = 0;
  #rejectedCount = 0;
  #endedAt: string | null = null;
  #error: string | null = null;

  constructor(source: JobSource, options: JobOptions) {
    this.#source = source;
    this.#options = options;
  }

  get ended(): boolean {
    return this.#endedAt !== null;
  }

  snapshot(): ImportJob {
    return {
      id: this.id,
      file: this.#source.file,
      state: this.#state,
      format: this.#format,
      bytes: this.#source.bytes,
      bytesRead: this.#bytesRead,
      events: this.#events,
      games: this.#games.size,
      duplicates: this.#duplicates,
      rejectedCount: this.#rejectedCount,
      rejected: [...this.#rejected],
      startedAt: this.#startedAt,
      endedAt: this.#endedAt,
      error: this.#error,
    };
  }

  /** Reads to the end; never throws: what went wrong is in the job. */
  async run(): Promise<void> {
    if (this.ended) return;
    this.#started = true;
    if (!this.#paused) this.#become('reading');
    try {
      await this.#read();
      if (!this.ended) this.#end('done');
    } catch (error) {
      this.#error = error instanceof Error ? error.message : String(error);
      if (!this.ended) this.#end('failed');
    }
  }

  pause(): void {
    if (this.ended) return;
    this.#paused = true;
    this.#become('paused');
  }

  resume(): void {
    if (this.ended || !this.#paused) return;
    this.#paused = false;
    this.#error = null;
    this.#become(this.#started ? 'reading' : 'waiting');
    this.#wake();
  }

  /** Stops after the batch that is on its way; what is in stays in. */
  cancel(): void {
    if (this.ended) return;
    this.#end('cancelled');
    this.#wake();
  }

  async #read(): Promise<void> {
    const batches = readRecording(this.#counted(), {
      source: this.#source.file,
      balatrobot: this.#options.balatrobot,
      ...(this.#options.maxLineBytes !== undefined && { maxLineBytes: this.#options.maxLineBytes }),
    });
    // The next batch is parsed while the one before is made durable; their order stays.
    let underWay = Promise.resolve();
    try {
      for await (const batch of batches) {
        await underWay;
        await this.#turn();
        if (this.ended) return;
        underWay = this.#handOn(batch);
        // A failure is thrown by the next `await underWay`.
        underWay.catch(() => {});
      }
    } finally {
      // Also where the file ends badly or the job was cancelled: what is on its way is in, and counts.
      await underWay;
    }
  }

  async *#counted(): AsyncGenerator<Uint8Array> {
    for await (const chunk of this.#source.chunks) {
      if (this.ended) return;
      this.#bytesRead += chunk.byteLength;
      yield chunk;
    }
  }

  async #handOn(batch: RecordingBatch): Promise<void> {
    this.#format ??= batch.format;
    for (const rejection of batch.rejected) this.#reject(rejection);
    if (batch.values.length > 0) {
      const answer = await this.#accept(batch.values);
      if (answer === undefined) return;
      if (answer === 'too-large') return this.#inHalves(batch);
      this.#events += answer.accepted;
      this.#duplicates += answer.duplicates;
      const refused = new Set<number>();
      for (const { index, code, reason } of answer.rejected) {
        refused.add(index);
        const line = batch.lines[index];
        if (line === undefined) continue;
        this.#reject({ line: line.number, code, reason, excerpt: excerptFor(line.text, reason) });
      }
      this.#rejectedCount += answer.rejectedCount - answer.rejected.length;
      batch.values.forEach((value, index) => {
        const game = refused.has(index) ? undefined : gameOf(value);
        if (game !== undefined) this.#games.add(game);
      });
    }
    this.#options.onChange();
  }

  /** Hands on a batch that is larger than the journal may be: what of it fits goes in. */
  async #inHalves({ values, lines, format }: RecordingBatch): Promise<void> {
    const [line] = lines;
    if (lines.length <= 1) {
      const reason = 'Larger than the journal may be: see the setting journal.maxBytes';
      if (line)
        this.#reject({ line: line.number, code: 'EVENT_TOO_LARGE', reason, excerpt: excerptFor(line.text, '') });
      return;
    }
    const half = Math.ceil(values.length / 2);
    await this.#handOn({ values: values.slice(0, half), lines: lines.slice(0, half), rejected: [], format });
    await this.#handOn({ values: values.slice(half), lines: lines.slice(half), rejected: [], format });
  }

  /** Hands a batch to the intake; waits while it has no room. Undefined when the job was cancelled meanwhile. */
  async #accept(
    values: readonly unknown[],
  ): Promise<Awaited<ReturnType<Acceptor['accept']>> | 'too-large' | undefined> {
    for (;;) {
      try {
        return await this.#options.acceptor.accept(values, { name: this.#source.file });
      } catch (error) {
        const failure = storageFailure(error);
        const code = failure?.code ?? (error instanceof Error && 'code' in error ? error.code : undefined);
        if (code === 'TOO_LARGE') return 'too-large';
        if (code === 'JOURNAL_FULL') {
          await setTimeout(FULL_WAIT_MS);
        } else if (code === 'DISK_FULL') {
          this.#error = 'The disk is full. What came so far is kept; make room, then resume.';
          this.pause();
        } else if (failure !== undefined) {
          this.#error = `${failure.message}. What came so far is kept. ${failure.tip} Then resume.`;
          this.pause();
        } else {
          throw error;
        }
      }
      await this.#turn();
      if (this.ended) return undefined;
    }
  }

  #reject(rejection: Rejection): void {
    this.#rejectedCount += 1;
    if (this.#rejected.length < SHOWN_REJECTIONS) this.#rejected.push(rejection);
  }

  /** Waits while the job is paused. */
  async #turn(): Promise<void> {
    while (this.#paused && !this.ended) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  #become(state: ImportJob['state']): void {
    this.#state = state;
    this.#options.onChange();
  }

  #end(state: 'done' | 'cancelled' | 'failed'): void {
    this.#endedAt = new Date().toISOString();
    this.#become(state);
  }
}

/** The game that an event belongs to, where it belongs to one. */
function gameOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('sessionId' in value) || !('eventType' in value))
    return undefined;
  const { sessionId, eventType } = value;
  return typeof sessionId === 'string' && typeof eventType === 'string' && !isRunEvent(eventType)
    ? sessionId
    : undefined;
}

/** What a person is told of a path that cannot be read. */
export function unreadable(path: string, cause: unknown): RecordingError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return code === 'ENOENT'
    ? new RecordingError('NOT_FOUND', `There is no file ${path}.`, { cause })
    : new RecordingError('UNREADABLE', `${path} cannot be read (${String(code ?? cause)}).`, { cause });
}
