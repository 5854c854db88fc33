/** How far a store is behind its journal: in events, and in the time that the oldest of them has waited. */
export class Lag {
  /** When the journal was first seen beyond a position, oldest first. */
  #seen: Array<{ readonly position: number; readonly at: number }> = [];
  #durable = 0;
  #delivered = 0;

  /** @param at milliseconds of a clock that nobody sets */
  journalAt(position: number, at: number): void {
    if (position > Math.max(this.#durable, this.#delivered)) this.#seen.push({ position, at });
    this.#durable = position;
  }

  deliveredTo(position: number): void {
    this.#delivered = position;
    const waiting = this.#seen.findIndex((seen) => seen.position > position);
    this.#seen = waiting === -1 ? [] : this.#seen.slice(waiting);
  }

  get events(): number {
    return Math.max(0, this.#durable - this.#delivered);
  }

  /** Milliseconds that the oldest event has waited since it was seen; 0 when there is none. */
  milliseconds(now: number): number {
    const [oldest] = this.#seen;
    return oldest === undefined ? 0 : Math.max(0, Math.round(now - oldest.at));
  }
}

/** Events a second over the last seconds. */
export class Rate {
  #counts: Array<{ readonly at: number; readonly events: number }> = [];

  add(events: number, at: number): void {
    this.#counts.push({ at, events });
    this.#forget(at);
  }

  perSecond(now: number): number {
    this.#forget(now);
    return this.#counts.reduce((sum, { events }) => sum + events, 0) / (WINDOW_MS / 1000);
  }

  #forget(now: number): void {
    const kept = this.#counts.findIndex(({ at }) => at > now - WINDOW_MS);
    this.#counts = kept === -1 ? [] : this.#counts.slice(kept);
  }
}

const WINDOW_MS = 4000;
