/**
 * The time of the wall clock as it is for what is drawn over time: milliseconds since 1970 that never run back. A wall clock
 * that is set back goes on here from where it was, and is followed again once it has passed that; set forward it is followed.
 */
export class SteadyClock {
  readonly #wall: () => number;
  readonly #passed: () => number;
  #start: number;

  constructor(wall: () => number = Date.now, passed: () => number = () => performance.now()) {
    this.#wall = wall;
    this.#passed = passed;
    this.#start = wall() - passed();
  }

  now(): number {
    const passed = this.#passed();
    this.#start = Math.max(this.#start, this.#wall() - passed);
    return this.#start + passed;
  }
}
