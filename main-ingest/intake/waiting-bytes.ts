/** Bytes of bodies that are held in memory, all together and within a bound. */
export class WaitingBytes {
  readonly #most: number;
  #held = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** Whether so many more may be held. */
  hasRoom(bytes: number): boolean {
    return this.#held + bytes <= this.#most;
  }

  take(bytes: number): void {
    this.#held += bytes;
  }

  giveBack(bytes: number): void {
    this.#held -= bytes;
  }
}

/**
 * Lets bodies through one after the other, several at once as long as they are small: a parsed body takes many times the
 * room of its bytes.
 */
export class ByTurns {
  readonly #most: number;
  readonly #waiting: { readonly bytes: number; readonly begin: () => void }[] = [];
  #under = 0;

  /** @param most bytes that may be worked on at once; a larger body is alone */
  constructor(most: number) {
    this.#most = most;
  }

  async run<T>(bytes: number, work: () => Promise<T>): Promise<T> {
    if (this.#waiting.length > 0 || !this.#fits(bytes)) {
      await new Promise<void>((begin) => this.#waiting.push({ bytes, begin }));
    } else this.#under += bytes;
    try {
      return await work();
    } finally {
      this.#under -= bytes;
      this.#goOn();
    }
  }

  #fits(bytes: number): boolean {
    return this.#under === 0 || this.#under + bytes <= this.#most;
  }

  #goOn(): void {
    for (let next = this.#waiting[0]; next !== undefined && this.#fits(next.bytes); next = this.#waiting[0]) {
      this.#waiting.shift();
      this.#under += next.bytes;
      next.begin();
    }
  }
}
