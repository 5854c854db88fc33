import type { BlindScore, Moment } from '../contract/games.ts';
import type { GameOutcome } from '../event/words.ts';
import { counted, roundedAmount, times } from './words.ts';

/** A joker that joined during the game and is still there. */
export interface JokerJoined {
  readonly step: number;
  readonly name: string;
  /** Jokers in the row when it had joined. */
  readonly row: number;
}

export interface LeastSure {
  readonly step: number;
  readonly choice: string;
  /** 0–1. */
  readonly confidence: number;
}

/** What the decisive moments of a game are found in. */
export interface GameCourse {
  readonly blinds: readonly BlindScore[];
  readonly joined: readonly JokerJoined[];
  readonly leastSure: LeastSure | undefined;
  /** `undefined` while the game goes on. */
  readonly end: { readonly step: number; readonly outcome: GameOutcome } | undefined;
}

/**
 * The moments that decided a game, in its order: the jokers of its last row join, the best hand, the blind won by the
 * most and the one won by the least, the least sure decision, the end.
 */
export function decisiveMoments(course: GameCourse): Moment[] {
  const { blinds, joined, leastSure } = course;
  const moments = joined.map(
    ({ step, name, row }): Moment => ({ step, kind: 'joker', label: `${name} joins`, detail: counted(row, 'joker') }),
  );

  const best = highest(
    blinds.flatMap(({ hands }) => hands),
    ({ score }) => score,
  );
  if (best) {
    const detail = roundedAmount(best.score);
    moments.push({ step: best.step, kind: 'best-hand', label: `Best hand, ${best.handType}`, detail });
  }

  const won = blinds.filter(({ outcome, target }) => outcome === 'won' && target > 0);
  const furthest = highest(won, margin);
  const closest = highest(won, (blind) => -margin(blind));
  if (furthest && won.length > 1) {
    moments.push({
      step: furthest.lastStep,
      kind: 'furthest',
      label: `Ante ${furthest.ante} ${nameOf(furthest)}: far over the target`,
      detail: times(furthest.score, furthest.target),
    });
  }
  if (closest && closest !== furthest) {
    moments.push({
      step: closest.lastStep,
      kind: 'closest',
      label: `Closest: ante ${closest.ante} ${nameOf(closest)}`,
      detail: times(closest.score, closest.target),
    });
  }

  if (leastSure) {
    const { step, choice, confidence } = leastSure;
    moments.push({ step, kind: 'least-sure', label: `Least sure: ${choice}`, detail: confidence.toFixed(2) });
  }
  const end = endOf(course);
  if (end) moments.push(end);
  return moments.toSorted((a, b) => a.step - b.step);
}

function endOf({ end, blinds }: GameCourse): Moment | undefined {
  if (!end) return undefined;
  const last = blinds.at(-1);
  if (end.outcome === 'abandoned' || !last || last.outcome === 'continues' || last.target <= 0) {
    const label = { win: 'Won', loss: 'Lost', abandoned: 'Left early' }[end.outcome];
    return { step: end.step, kind: 'end', label, detail: last ? `ante ${last.ante}` : '' };
  }
  const label =
    last.outcome === 'won'
      ? `${last.blindName} beaten in ${last.hands.length === 1 ? 'one hand' : counted(last.hands.length, 'hand')}`
      : `Lost to ${last.blindName}`;
  return { step: last.lastStep, kind: 'end', label, detail: times(last.score, last.target) };
}

function margin({ score, target }: BlindScore): number {
  return score / target;
}

/** A boss by its name, the others by their kind. */
function nameOf({ blindType, blindName }: BlindScore): string {
  return blindType === 'boss' ? blindName : blindType;
}

/** The first one with the highest value. */
function highest<T>(items: readonly T[], value: (item: T) => number): T | undefined {
  let best: T | undefined;
  for (const item of items) {
    if (best === undefined || value(item) > value(best)) best = item;
  }
  return best;
}
