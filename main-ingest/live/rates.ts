/** How many sources are told apart; the smallest of the others count together as `other`. */
const MOST_SOURCES = 8;

/** Counts events by the second and by source over the last minute. Times are milliseconds of one steady clock. */
export class Rates {
  readonly #seconds: Array<Map<string, number>>;
  #second = Number.NaN;

  constructor(seconds = 60) {
    this.#seconds = Array.from({ length: seconds }, () => new Map<string, number>());
  }

  add(source: string, events: number, nowMs: number): void {
    this.#moveTo(nowMs);
    const counts = this.#at(this.#second);
    counts.set(source, (counts.get(source) ?? 0) + events);
  }

  /** Events a second, mean over the last whole seconds. */
  perSecond(nowMs: number, seconds = 3): number {
    let sum = 0;
    for (const { eventsPerSecond } of this.bySource(nowMs, seconds)) sum += eventsPerSecond;
    return sum;
  }

  /** Events a second by source, most first, mean over the last whole seconds. */
  bySource(nowMs: number, seconds = 3): Array<{ source: string; eventsPerSecond: number }> {
    this.#moveTo(nowMs);
    const sums = new Map<string, number>();
    for (let back = 1; back <= seconds; back++)
      for (const [source, events] of this.#at(this.#second - back)) sums.set(source, (sums.get(source) ?? 0) + events);
    const sorted = [...sums].sort((a, b) => b[1] - a[1]);
    const shown = sorted.length > MOST_SOURCES ? sorted.slice(0, MOST_SOURCES - 1) : sorted;
    const others = sorted.slice(shown.length).reduce((sum, [, events]) => sum + events, 0);
    return [...shown, ...(others > 0 ? [['other', others] as const] : [])].map(([source, events]) => ({
      source,
      eventsPerSecond: events / seconds,
    }));
  }

  #moveTo(nowMs: number): void {
    const now = Math.floor(nowMs / 1000);
    const gone = Number.isNaN(this.#second) ? 0 : Math.min(now - this.#second, this.#seconds.length);
    for (let step = 0; step < gone; step++) this.#at(now - step).clear();
    if (!(now <= this.#second)) this.#second = now;
  }

  #at(second: number): Map<string, number> {
    const length = this.#seconds.length;
    const counts = this.#seconds[((second % length) + length) % length];
    if (!counts) throw new RangeError(`no second ${second}`);
    return counts;
  }
}
