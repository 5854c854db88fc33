import type { Step } from '../../../main-ingest/contract/replay.ts';

/** Steps that are asked for at once; a few dozen kilobytes each. */
const SIZE = 64;
/** Windows kept: some thousand steps. */
const KEPT = 24;

interface Window {
  /** Last step of the game when it was asked for: what came later is not in it. */
  readonly upTo: number;
  steps: ReadonlyMap<number, Step> | undefined;
}

/**
 * The steps of a game as far as they were looked at, in windows that are loaded ahead: the next step is there before it is
 * asked for.
 */
export class StepWindows {
  readonly #load: (from: number, to: number) => Promise<readonly Step[]>;
  /** By number; the one used last stands last. */
  readonly #windows = new Map<number, Window>();
  readonly #listeners = new Set<() => void>();
  #failure: unknown;

  constructor(load: (from: number, to: number) => Promise<readonly Step[]>) {
    this.#load = load;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  at(step: number): Step | undefined {
    return this.#windows.get(Math.floor(step / SIZE))?.steps?.get(step);
  }

  /** Why steps are missing; undefined while all is well. */
  failure(): unknown {
    return this.#failure;
  }

  /**
   * Loads what is needed to show a step and to go on from it: its window, the next and the one before.
   * @param last the last step that the game has now
   */
  want(step: number, last: number): void {
    const here = Math.floor(step / SIZE);
    for (const number of [here - 1, here + 1, here]) {
      if (number >= 0 && number * SIZE <= last) this.#need(number, last);
    }
  }

  /** Asks again for what could not be loaded. */
  retry(step: number, last: number): void {
    this.#failure = undefined;
    this.want(step, last);
    this.#changed();
  }

  #need(number: number, last: number): void {
    const known = this.#windows.get(number);
    const upTo = Math.min(last, (number + 1) * SIZE - 1);
    if (known && known.upTo >= upTo) {
      this.#windows.delete(number);
      this.#windows.set(number, known);
      return;
    }
    // What an older answer holds is shown until the newer one is there.
    const window: Window = { upTo, steps: known?.steps };
    this.#windows.set(number, window);
    this.#forgetOldest();
    this.#load(number * SIZE, upTo).then(
      (steps) => {
        window.steps = new Map(steps.map((step) => [step.step, step]));
        this.#failure = undefined;
        this.#changed();
      },
      (error: unknown) => {
        if (this.#windows.get(number) === window) this.#windows.delete(number);
        this.#failure = error;
        this.#changed();
      },
    );
  }

  #forgetOldest(): void {
    for (const number of this.#windows.keys()) {
      if (this.#windows.size <= KEPT) return;
      this.#windows.delete(number);
    }
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}
