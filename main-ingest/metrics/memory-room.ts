/** How the process of an embedded store stands with memory, between who watches it and who uses it. */
export class MemoryRoom {
  /** Bytes that the process may have. */
  readonly limit: number;
  readonly #exhausted: () => void;
  readonly #listeners = new Set<() => void>();

  /** @param exhausted ends the process, at once */
  constructor(limit: number, exhausted: () => void) {
    this.limit = limit;
    this.#exhausted = exhausted;
  }

  /** Bytes that it has. */
  used(): number {
    return process.memoryUsage.rss();
  }

  /** Memory runs short: what can be done without gives way. */
  short(): void {
    for (const listener of this.#listeners) listener();
  }

  onShort(listener: () => void): void {
    this.#listeners.add(listener);
  }

  /** A view has no memory, and nothing is left that could give way: only a new process has room again. */
  exhausted(): void {
    this.#exhausted();
  }
}
