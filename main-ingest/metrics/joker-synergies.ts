import { double } from './cells.ts';
import type { GameState, JokerTally } from './game-state.ts';
import type { Row } from './tables.ts';

/** Beyond these the combinations of one game would outgrow the rest of it; no real game comes near. */
const MOST_PAIRED = 100;
const MOST_TRIPLED = 25;

/** Distinct names, sorted. */
export function distinctNames(names: readonly string[]): readonly string[] {
  return names.length < 2 ? names : [...new Set(names)].sort();
}

/** Names sorted and joined by `+`, doubles kept; null for none. */
export function comboText(names: readonly string[]): string | null {
  if (names.length < 2) return names[0] ?? null;
  return names.toSorted().join('+');
}

/** Counts a hand for the jokers that it was played with. */
export function tallyHand(state: GameState, names: readonly string[], score: number, mult: number | undefined): void {
  const jokers = distinctNames(names);
  let tally = state.tallies.find((known) => sameNames(known.jokers, jokers));
  if (tally === undefined) {
    tally = { jokers, hands: 0, score: 0, mult: 0, multHands: 0 };
    state.tallies.push(tally);
  }
  tally.hands += 1;
  tally.score = double(tally.score + score);
  if (mult !== undefined) {
    tally.mult = double(tally.mult + mult);
    tally.multHands += 1;
  }
}

/**
 * Rows of `joker_synergies`: each pair and triple of the distinct final jokers, and all of them together.
 *
 * `hands_played_with` counts the game's hands in which all jokers of the combination were there,
 * `total_score_contribution` is the sum of those hands' final scores, `average_multiplier` the mean of their final
 * multipliers (null where no hand says one).
 */
export function synergyRows(
  timestampUs: number,
  sessionId: string,
  state: GameState,
  finalJokers: readonly string[],
  outcome: string,
): Row[] {
  const strategy = state.start?.strategyId ?? null;
  const sets = state.tallies.map((tally) => ({ tally, names: new Set(tally.jokers) }));
  return combinations(distinctNames(finalJokers)).map((names) => {
    const played = sets.filter((set) => names.every((name) => set.names.has(name))).map((set) => set.tally);
    const multHands = total(played, 'multHands');
    return [
      timestampUs,
      sessionId,
      names.join('+'),
      names.length,
      total(played, 'hands'),
      double(total(played, 'score')),
      multHands === 0 ? null : double(total(played, 'mult') / multHands),
      outcome,
      strategy,
    ];
  });
}

function combinations(names: readonly string[]): (readonly string[])[] {
  const found: (readonly string[])[] = [];
  const tripled = names.length <= MOST_TRIPLED;
  if (names.length <= MOST_PAIRED) {
    names.forEach((first, i) => {
      names.slice(i + 1).forEach((second, j) => {
        found.push([first, second]);
        if (tripled) for (const third of names.slice(i + j + 2)) found.push([first, second, third]);
      });
    });
  }
  if (names.length > 3) found.push(names);
  return found;
}

function total(tallies: readonly JokerTally[], field: 'hands' | 'score' | 'mult' | 'multHands'): number {
  return tallies.reduce((sum, tally) => sum + tally[field], 0);
}

function sameNames(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, i) => name === b[i]);
}
