import { RecordingError } from './recording-error.ts';

/** Chunks that may wait before the sender is held. */
const ROOM = 4;

/** The bytes of a recording as a window pushes them: a chunk is answered when there is room for the next. */
export class Upload implements AsyncIterable<Uint8Array> {
  #chunks: Uint8Array[] = [];
  #next = 0;
  #ended = false;
  #wakeReader: () => void = () => {};
  #wakeSenders: (() => void)[] = [];

  /**
   * Takes chunk `index` (from 0, in order); one that was already taken is taken as said twice.
   * @throws RecordingError `CONFLICT` when a chunk is missing before it, or the upload has ended
   */
  async push(index: number, bytes: Uint8Array): Promise<void> {
    if (index < this.#next) return;
    if (index > this.#next) {
      throw new RecordingError('CONFLICT', `Chunk ${index} came where chunk ${this.#next} is due.`);
    }
    if (this.#ended) throw new RecordingError('CONFLICT', 'The upload has ended.');
    this.#next += 1;
    this.#chunks.push(bytes);
    this.#wakeReader();
    while (this.#chunks.length >= ROOM && !this.#ended) {
      await new Promise<void>((resolve) => this.#wakeSenders.push(resolve));
    }
  }

  /** No more will come. */
  end(): void {
    this.#ended = true;
    this.#wakeReader();
    this.#release();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    for (;;) {
      const chunk = this.#chunks.shift();
      if (chunk !== undefined) {
        yield chunk;
        this.#release();
      } else if (this.#ended) {
        return;
      } else {
        await new Promise<void>((resolve) => {
          this.#wakeReader = resolve;
        });
      }
    }
  }

  #release(): void {
    const waiting = this.#wakeSenders;
    this.#wakeSenders = [];
    for (const wake of waiting) wake();
  }
}
