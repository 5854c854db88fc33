import type { EventData, Json } from '../../event/event.ts';
import { known } from './fields.ts';
import type { Observation, Request } from './observation.ts';
import type { RunMemory } from './run-memory.ts';

/** An event without its envelope. */
export interface Draft {
  readonly eventType: string;
  readonly data: EventData;
}

/** Two states of a game, what was asked for between them, and the events found so far that lead from one to the other. */
export class Step {
  readonly before: Observation;
  readonly after: Observation;
  readonly request: Request | undefined;
  readonly run: RunMemory;
  readonly drafts: Draft[] = [];
  /** Dollars after the events found so far. */
  #money: number | undefined;

  constructor(before: Observation, after: Observation, request: Request | undefined, run: RunMemory) {
    this.before = before;
    this.after = after;
    this.request = request;
    this.run = run;
    this.#money = before.money;
  }

  get ante(): number {
    return this.run.ante ?? 1;
  }

  add(eventType: string, values: Readonly<Record<string, Json | undefined>>): void {
    this.drafts.push({ eventType, data: known(values) });
  }

  /** An event that takes the money from where it is to `moneyAfter`. */
  addPaid(eventType: string, moneyAfter: number | undefined, values: Readonly<Record<string, Json | undefined>>): void {
    const moneyBefore = this.#money ?? moneyAfter;
    this.#money = moneyAfter ?? this.#money;
    this.add(eventType, { ...values, moneyBefore, moneyAfter: this.#money });
  }

  get money(): number | undefined {
    return this.#money;
  }

  /** Money that no event has accounted for yet. */
  get unexplainedMoney(): number {
    return (this.after.money ?? 0) - (this.#money ?? this.after.money ?? 0);
  }

  /** Adds a field to the last event found; false where there is none. */
  amendLast(values: Readonly<Record<string, Json | undefined>>): boolean {
    const last = this.drafts.at(-1);
    if (last === undefined) return false;
    this.drafts[this.drafts.length - 1] = { eventType: last.eventType, data: { ...last.data, ...known(values) } };
    return true;
  }

  settleMoney(): void {
    this.#money = this.after.money ?? this.#money;
  }
}
