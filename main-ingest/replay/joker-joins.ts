import { jokerDifference } from './joker-change.ts';
import type { JokerJoined } from './moments.ts';
import type { ReplayState } from './state.ts';
import type { AnyStep } from './step.ts';

/** Remembers when the jokers joined that are still in the row. */
export class JokerJoins {
  #stayed: JokerJoined[] = [];

  add(event: AnyStep, before: ReplayState, after: ReplayState): void {
    if (before.jokers === after.jokers || before.footing === 'middle') return;
    const { joined, left } = jokerDifference(before.jokers, after.jokers);
    for (const name of left) this.#forget(name);
    for (const name of joined) this.#stayed.push({ step: event.sequenceId, name, row: after.jokers.length });
  }

  /** In the order in which they joined; jokers that the game started with are not among them. */
  stayed(): readonly JokerJoined[] {
    return this.#stayed;
  }

  /** Of two of a name the one that joined last is taken to have left. */
  #forget(name: string): void {
    const place = this.#stayed.findLastIndex((joker) => joker.name === name);
    if (place !== -1) this.#stayed = this.#stayed.toSpliced(place, 1);
  }
}
