/**
 * How far the journal is durable and where it begins, for the stores' threads: two 64-bit numbers in shared memory.
 * The journal's owner publishes; any thread reads, or waits for more.
 */
export class Published {
  /** To be handed to other threads, which make their own `Published` over it. */
  readonly buffer: SharedArrayBuffer;
  readonly #positions: BigInt64Array;

  constructor(buffer: SharedArrayBuffer = new SharedArrayBuffer(2 * BigInt64Array.BYTES_PER_ELEMENT)) {
    this.buffer = buffer;
    this.#positions = new BigInt64Array(buffer);
  }

  /** Position up to which (exclusive) all is durable. */
  durable(): number {
    return Number(Atomics.load(this.#positions, DURABLE));
  }

  /** First position that is still held. */
  oldest(): number {
    return Number(Atomics.load(this.#positions, OLDEST));
  }

  publish(position: number, oldest: number): void {
    Atomics.store(this.#positions, OLDEST, BigInt(oldest));
    Atomics.store(this.#positions, DURABLE, BigInt(position));
    Atomics.notify(this.#positions, DURABLE);
  }

  /**
   * Resolves when something beyond `position` is durable, or after `timeoutMs`. It does not keep a thread alive that
   * waits for nothing else.
   */
  async waitBeyond(position: number, timeoutMs: number): Promise<void> {
    const waitsUntil = performance.now() + timeoutMs;
    for (;;) {
      const durable = Atomics.load(this.#positions, DURABLE);
      const leftMs = waitsUntil - performance.now();
      if (Number(durable) > position || leftMs <= 0) return;
      const wait = Atomics.waitAsync(this.#positions, DURABLE, durable, leftMs);
      if (wait.async) await wait.value;
    }
  }
}

const DURABLE = 0;
const OLDEST = 1;
