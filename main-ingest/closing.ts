/** What has been opened, closed in reverse and once. */
export class Closing {
  readonly #parts: Array<() => unknown> = [];

  push(close: () => unknown): void {
    this.#parts.push(close);
  }

  /** Closes all, also when one fails; throws the first failure then. */
  async close(): Promise<void> {
    const failures: unknown[] = [];
    for (let part = this.#parts.pop(); part; part = this.#parts.pop())
      try {
        await part();
      } catch (error) {
        failures.push(error);
      }
    if (failures.length > 0) throw failures[0];
  }
}
