import type { ScorePart } from '../../../main-ingest/contract/replay.ts';

/** Chips and mult as the Plasma Deck shares them out: both the half of their sum, rounded down. */
function balance(chips: number, mult: number): readonly [number, number] {
  const half = Math.floor((chips + mult) / 2);
  return [half, half];
}

/**
 * What the hand had scored without one of its parts, by the rules and in the same order: a worked-out number, no recorded
 * one. Undefined for the base and the deck, without which there is no such hand.
 * @param without place among the parts
 */
export function scoreWithout(parts: readonly ScorePart[], without: number): number | undefined {
  const left = parts[without];
  const base = parts[0];
  if (!left || !base || left.kind === 'base' || left.kind === 'deck') return undefined;
  let { chips, mult } = base;
  for (const part of parts.slice(1)) {
    if (part === left) continue;
    if (part.kind === 'deck') [chips, mult] = balance(chips, mult);
    for (const { effect, value } of part.gives) {
      if (effect === 'chips') chips += value;
      else if (effect === 'mult') mult += value;
      else mult *= value;
    }
  }
  return Math.floor(chips * mult);
}
