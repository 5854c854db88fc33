import { createGunzip } from 'node:zlib';
import { RecordingError } from './recording-error.ts';

/** Input of one step of unzipping: 64 KiB are at most 66 MB of text (deflate's limit is about 1,030 to 1). */
const STEP_BYTES = 64 * 1024;

/** The bytes of a recording as text bytes: unzipped where they begin like gzip, else as they are. */
export async function* plainBytes(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let start: Buffer | undefined;
  let unzip: Unzip | undefined;
  for await (const chunk of chunks) {
    let bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    if (start === undefined || start.length < 2) {
      bytes = start === undefined ? bytes : Buffer.concat([start, bytes]);
      start = bytes;
      if (start.length < 2) continue;
      if (bytes[0] === 0x1f && bytes[1] === 0x8b) unzip = new Unzip();
    }
    if (unzip === undefined) {
      yield bytes;
      continue;
    }
    for (let from = 0; from < bytes.length; from += STEP_BYTES) {
      yield* await unzip.write(bytes.subarray(from, from + STEP_BYTES));
    }
  }
  if (start?.length === 1) yield start;
  if (unzip !== undefined) yield* await unzip.end();
}

/** Gzip by steps, so that all that a step gave is handed on before the next one can fail. */
class Unzip {
  readonly #gunzip = createGunzip({ chunkSize: 128 * 1024 });
  #out: Buffer[] = [];
  /** Fails the step that is under way: of some failures its callback is not told. */
  #fail: (cause: Error) => void = () => {};

  constructor() {
    this.#gunzip.on('data', (piece: Buffer) => this.#out.push(piece));
    this.#gunzip.on('error', (cause) => this.#fail(cause));
  }

  async write(bytes: Buffer): Promise<Buffer[]> {
    await this.#step((done) => this.#gunzip.write(bytes, done)).catch((cause: unknown) => {
      throw new RecordingError('DAMAGED', 'The gzip is damaged here; everything before is kept.', { cause });
    });
    return this.#take();
  }

  async end(): Promise<Buffer[]> {
    await this.#step((done) => this.#gunzip.once('end', done).end()).catch((cause: unknown) => {
      throw new RecordingError('TRUNCATED', 'The gzip ends in the middle (cut off); everything before is kept.', {
        cause,
      });
    });
    return this.#take();
  }

  #step(begin: (done: (cause?: Error | null) => void) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#fail = reject;
      begin((cause) => (cause == null ? resolve() : reject(cause)));
    });
  }

  #take(): Buffer[] {
    const out = this.#out;
    this.#out = [];
    return out;
  }
}
