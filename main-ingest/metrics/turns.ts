/** Lets a number of callers go on at once; the others wait in the order in which they came. */
export class Turns {
  #free: number;
  readonly #all: number;
  readonly #waiting = new Set<() => void>();
  #whenIdle: (() => void)[] = [];

  constructor(atOnce: number) {
    this.#all = atOnce;
    this.#free = atOnce;
  }

  /** Answers, when it is the caller's turn, what ends it; undefined where `stop` comes first. */
  async enter(stop: AbortSignal): Promise<(() => void) | undefined> {
    if (stop.aborted) return undefined;
    if (this.#free > 0) this.#free -= 1;
    else if (!(await this.#wait(stop))) return undefined;
    let left = false;
    return () => {
      if (left) return;
      left = true;
      this.#leave();
    };
  }

  /** Answers when nobody has a turn. */
  async idle(): Promise<void> {
    if (this.#free === this.#all) return;
    await new Promise<void>((done) => this.#whenIdle.push(done));
  }

  #wait(stop: AbortSignal): Promise<boolean> {
    return new Promise((answer) => {
      const begin = (): void => {
        stop.removeEventListener('abort', giveUp);
        answer(true);
      };
      const giveUp = (): void => {
        this.#waiting.delete(begin);
        answer(false);
      };
      this.#waiting.add(begin);
      stop.addEventListener('abort', giveUp, { once: true });
    });
  }

  #leave(): void {
    const [next] = this.#waiting;
    if (next !== undefined) {
      this.#waiting.delete(next);
      next();
      return;
    }
    this.#free += 1;
    if (this.#free === this.#all) for (const done of this.#whenIdle.splice(0)) done();
  }
}
