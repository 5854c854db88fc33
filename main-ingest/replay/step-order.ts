import type { CanonicalEvent } from '../event/event.ts';
import type { AnyStep } from './step.ts';

/** So many events of a game wait for one that is missing; then the game goes on without it. */
const MOST_WAITING = 10_000;

/**
 * Puts the events of one game, taken as they come, into the order of `sequenceId`. An event that comes before its turn
 * waits; one that is here already is told apart by its id, behind the end of its game by its number; one without a number
 * is the next.
 */
export class StepOrder {
  /** Ids of the game's events; `undefined` once it has ended, so that a recording of many games does not add up. */
  #ids: Set<string> | undefined = new Set();
  #waiting: AnyStep[] = [];
  #next = 0;
  #highest = -1;

  /** The events whose turn it is now, in order; `undefined` for one that is here already. */
  take(event: CanonicalEvent): readonly AnyStep[] | undefined {
    if (this.#isHere(event)) return undefined;
    this.#ids?.add(event.eventId);
    const step = { eventType: event.eventType, sequenceId: event.sequenceId ?? this.#highest + 1, data: event.data };
    this.#highest = Math.max(this.#highest, step.sequenceId);
    if (step.sequenceId > this.#next) {
      this.#waiting.push(step);
      return this.#waiting.length > MOST_WAITING ? this.rest() : [];
    }
    this.#next = Math.max(this.#next, step.sequenceId + 1);
    const ready = this.#waiting.length === 0 ? [step] : [step, ...this.#following()];
    if (this.#waiting.length === 0 && ready.at(-1)?.eventType === 'GameCompleted') this.#ids = undefined;
    return ready;
  }

  /** All that still wait, in order. */
  rest(): readonly AnyStep[] {
    const rest = this.#waiting.sort(byStep);
    this.#waiting = [];
    this.#next = this.#highest + 1;
    return rest;
  }

  #isHere({ eventId, sequenceId }: CanonicalEvent): boolean {
    return this.#ids ? this.#ids.has(eventId) : sequenceId !== undefined && sequenceId < this.#next;
  }

  #following(): readonly AnyStep[] {
    const ready: AnyStep[] = [];
    this.#waiting.sort(byStep);
    for (const step of this.#waiting) {
      if (step.sequenceId > this.#next) break;
      this.#next = Math.max(this.#next, step.sequenceId + 1);
      ready.push(step);
    }
    this.#waiting.splice(0, ready.length);
    return ready;
  }
}

function byStep(a: AnyStep, b: AnyStep): number {
  return a.sequenceId - b.sequenceId;
}
