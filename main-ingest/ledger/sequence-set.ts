/** A set of sequence ids, as ranges: a game without gaps is one range, however long. */
export class SequenceSet {
  /** Start, end (exclusive), start, end, …, rising. */
  readonly #bounds: number[];

  constructor(bounds: readonly number[] = []) {
    this.#bounds = [...bounds];
  }

  /** Start, end (exclusive) of each range, rising. */
  bounds(): readonly number[] {
    return this.#bounds;
  }

  /** One behind the highest. */
  next(): number {
    return this.#bounds.at(-1) ?? 0;
  }

  has(value: number): boolean {
    // An odd number of bounds at or below a value: it lies within a range.
    return this.#boundsUpTo(value) % 2 === 1;
  }

  /** False where it was there before. */
  add(value: number): boolean {
    const bounds = this.#bounds;
    const place = this.#boundsUpTo(value);
    if (place % 2 === 1) return false;
    const joinsBefore = place > 0 && bounds[place - 1] === value;
    const joinsAfter = bounds[place] === value + 1;
    if (joinsBefore && joinsAfter) bounds.splice(place - 1, 2);
    else if (joinsBefore) bounds[place - 1] = value + 1;
    else if (joinsAfter) bounds[place] = value;
    else bounds.splice(place, 0, value, value + 1);
    return true;
  }

  delete(value: number): void {
    const bounds = this.#bounds;
    const place = this.#boundsUpTo(value);
    if (place % 2 === 0) return;
    const rest = [];
    const start = bounds[place - 1] ?? value;
    const end = bounds[place] ?? value + 1;
    if (start < value) rest.push(start, value);
    if (value + 1 < end) rest.push(value + 1, end);
    bounds.splice(place - 1, 2, ...rest);
  }

  /** How many bounds are at or below a value. */
  #boundsUpTo(value: number): number {
    const bounds = this.#bounds;
    if (value >= this.next()) return bounds.length;
    let low = 0;
    let high = bounds.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((bounds[middle] ?? 0) <= value) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
