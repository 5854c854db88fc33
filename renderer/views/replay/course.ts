import type { Moment } from '../../../main-ingest/contract/games.ts';
import type { ReplaySummary, StepBrief } from '../../../main-ingest/contract/replay.ts';

/** A game as a way to go: where its steps, hands, rounds and moments lie. Steps are numbered by `sequenceId`, ascending. */
export interface Course {
  readonly steps: readonly StepBrief[];
  readonly first: number;
  readonly last: number;
  /** Steps that play a hand. */
  readonly hands: readonly number[];
  /** Steps that begin a round. */
  readonly rounds: readonly number[];
  /** Steps of the decisive moments, each once. */
  readonly moments: readonly number[];
}

type Known = Pick<ReplaySummary, 'steps' | 'blinds'> & { readonly moments: readonly Pick<Moment, 'step'>[] };

export function courseOf({ steps, blinds, moments }: Known): Course {
  return {
    steps,
    first: steps[0]?.step ?? 0,
    last: steps.at(-1)?.step ?? 0,
    hands: steps.filter(({ eventType }) => eventType === 'HandPlayed').map(({ step }) => step),
    rounds: blinds.map(({ firstStep }) => firstStep),
    moments: [...new Set(moments.map(({ step }) => step))].toSorted((a, b) => a - b),
  };
}

/** Place of the last item at or before a step; -1 where all come after it. Items are in the order of their steps. */
export function placeOf<T>(items: readonly T[], step: number, stepOf: (item: T) => number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = items[middle];
    if (item !== undefined && stepOf(item) <= step) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

const briefStep = ({ step }: StepBrief) => step;
const itself = (step: number) => step;

/** The step of the recording that is shown for any number: the last one at or before it, else the first. */
export function stepNear(course: Course, wanted: number): number {
  return course.steps[placeOf(course.steps, wanted, briefStep)]?.step ?? course.first;
}

/** Place of a step in the recording, from 0. */
export function indexOf(course: Course, step: number): number {
  return Math.max(0, placeOf(course.steps, step, briefStep));
}

export function briefAt(course: Course, step: number): StepBrief | undefined {
  return course.steps[indexOf(course, step)];
}

/** The neighbour of a step; itself at either end. */
export function stepBeside(course: Course, step: number, direction: 1 | -1): number {
  return course.steps[indexOf(course, step) + direction]?.step ?? step;
}

/** The next mark after a step, or the last one before it; undefined where there is none. */
export function markBeside(marks: readonly number[], step: number, direction: 1 | -1): number | undefined {
  const place = placeOf(marks, step, itself);
  if (direction === 1) return marks[place + 1];
  return marks[place] === step ? marks[place - 1] : marks[place];
}
