import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { ImportJob } from '../contract/recordings.ts';
import { BalatrobotDialect } from './dialects/balatrobot.ts';
import { RecordingError } from './recording-error.ts';
import { type Acceptor, type JobSource, RecordingJob, unreadable } from './recording-job.ts';
import { Upload } from './recording-upload.ts';

export { RecordingError } from './recording-error.ts';

/** At most so often is a watcher told. */
const WATCH_MS = 250;

export interface RecordingsOptions {
  readonly intake: Acceptor;
  /** Called with each job that has ended, for the record of imports. */
  readonly onEnded?: (job: ImportJob) => void;
}

/**
 * Imports of recordings. Files of this machine are read one after the other; what a window uploads is read as it comes.
 * Answers `recordings` of the contract, except for the demo.
 */
export class Recordings {
  readonly #options: RecordingsOptions;
  readonly #jobs: RecordingJob[] = [];
  readonly #uploads = new Map<string, Upload>();
  readonly #running = new Set<Promise<void>>();
  #line = Promise.resolve();
  #version = 0;
  /** Imports that have ended. */
  #ended = 0;
  #watchers: (() => void)[] = [];
  #closed = false;

  constructor(options: RecordingsOptions) {
    this.#options = options;
  }

  /**
   * Imports a file of this machine; answers at once, the job goes on.
   * @throws RecordingError `NOT_FOUND`, `UNREADABLE`
   */
  async importPath(path: string): Promise<ImportJob> {
    const info = await stat(path).catch((cause: unknown) => {
      throw unreadable(path, cause);
    });
    if (info.isDirectory()) throw new RecordingError('UNREADABLE', `${path} is a folder; name its files.`);
    // A pipe would be waited for, for ever where nobody writes to it, and cannot be read a second time.
    if (!info.isFile())
      throw new RecordingError(
        'UNREADABLE',
        `${path} is a pipe or a device and no file: write its content to a file first.`,
      );
    const job = this.#add({ file: basename(path), bytes: info.size, chunks: fileChunks(path) });
    this.#line = this.#line.then(() => this.#run(job));
    return job.snapshot();
  }

  /** Opens an import that the caller feeds by {@link chunk}. `bytes` is the size of the whole. */
  begin(name: string, bytes: number): ImportJob {
    const upload = new Upload();
    const job = this.#add({ file: basename(name), bytes, chunks: upload });
    this.#uploads.set(job.id, upload);
    void this.#run(job);
    return job.snapshot();
  }

  /**
   * The next piece of an upload; answered when there is room for more.
   * @throws RecordingError `NOT_FOUND`, `CONFLICT` (out of order)
   */
  async chunk(id: string, index: number, bytes: Uint8Array): Promise<{ state: ImportJob['state'] }> {
    const job = this.#job(id);
    const upload = this.#uploads.get(id);
    if (upload !== undefined && !job.ended) await upload.push(index, bytes);
    return { state: job.snapshot().state };
  }

  /** @throws RecordingError `NOT_FOUND` */
  end(id: string): ImportJob {
    const job = this.#job(id);
    this.#uploads.get(id)?.end();
    return job.snapshot();
  }

  /** @throws RecordingError `NOT_FOUND` */
  pause(id: string): ImportJob {
    const job = this.#job(id);
    job.pause();
    return job.snapshot();
  }

  /** @throws RecordingError `NOT_FOUND` */
  resume(id: string): ImportJob {
    const job = this.#job(id);
    job.resume();
    return job.snapshot();
  }

  /** @throws RecordingError `NOT_FOUND` */
  cancel(id: string): ImportJob {
    const job = this.#job(id);
    job.cancel();
    this.#uploads.get(id)?.end();
    return job.snapshot();
  }

  /** All imports, newest first. */
  list(): ImportJob[] {
    return this.#jobs.map((job) => job.snapshot()).reverse();
  }

  /**
   * {@link list} now, and again whenever one has moved, until `signal` aborts: at most four times a second, except that
   * an end is told at once.
   */
  async *watch(signal?: AbortSignal): AsyncGenerator<ImportJob[]> {
    const over = () => this.#closed || signal?.aborted === true;
    const wake = () => this.#wakeWatchers();
    signal?.addEventListener('abort', wake);
    try {
      while (!over()) {
        const [seen, ended] = [this.#version, this.#ended];
        yield this.list();
        const rest = setTimeout(WATCH_MS, true, { ref: false });
        while (!over() && this.#ended === ended && !(await Promise.race([rest, this.#moved()])));
        while (!over() && this.#version === seen) await this.#moved();
      }
    } finally {
      signal?.removeEventListener('abort', wake);
    }
  }

  /** Resolves when no import is under way. */
  async settled(): Promise<void> {
    while (this.#running.size > 0 || this.#jobs.some((job) => !job.ended)) {
      await this.#line;
      await Promise.all(this.#running);
    }
  }

  /** Cancels what is under way and waits until it has stopped; what is in stays in. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const job of this.#jobs) this.cancel(job.id);
    await this.settled();
    this.#wakeWatchers();
  }

  #add(source: JobSource): RecordingJob {
    const job = new RecordingJob(source, {
      acceptor: this.#options.intake,
      balatrobot: new BalatrobotDialect(),
      onChange: () => this.#changed(),
    });
    this.#jobs.push(job);
    this.#changed();
    return job;
  }

  #run(job: RecordingJob): Promise<void> {
    const running = job.run().then(() => {
      // A sender that still waits is let go: what follows is not read any more.
      this.#uploads.get(job.id)?.end();
      this.#uploads.delete(job.id);
      this.#ended += 1;
      this.#changed();
      this.#options.onEnded?.(job.snapshot());
      this.#running.delete(running);
    });
    this.#running.add(running);
    return running;
  }

  #job(id: string): RecordingJob {
    const job = this.#jobs.find((one) => one.id === id);
    if (job === undefined) throw new RecordingError('NOT_FOUND', 'There is no such import.');
    return job;
  }

  #changed(): void {
    this.#version += 1;
    this.#wakeWatchers();
  }

  /** Resolves with the next change. */
  #moved(): Promise<void> {
    return new Promise((resolve) => this.#watchers.push(resolve));
  }

  #wakeWatchers(): void {
    const waiting = this.#watchers;
    this.#watchers = [];
    for (const wake of waiting) wake();
  }
}

async function* fileChunks(path: string): AsyncGenerator<Uint8Array> {
  const stream: AsyncIterable<Buffer> = createReadStream(path, { highWaterMark: 64 * 1024 });
  yield* stream;
}
