import type { GameStateData } from '../event/data.ts';
import { sameCards } from './hand-of-cards.ts';
import { type Offer, offersLeft, type ReplayState } from './state.ts';

/** A field of a snapshot that the replay has otherwise. Values in words, for a person. */
export interface Mismatch {
  readonly field: string;
  /** What the recording says. */
  readonly recorded: string;
  /** What the replay has. */
  readonly replayed: string;
}

export interface Comparison {
  /** Fields compared: those that the snapshot carries. */
  readonly fields: number;
  readonly mismatches: readonly Mismatch[];
}

/** Fields of section 3 that are equal when their values are. */
export const PLAIN_FIELDS = [
  'phase',
  'ante',
  'round',
  'blindType',
  'blindName',
  'targetScore',
  'roundScore',
  'handsRemaining',
  'discardsRemaining',
  'money',
  'deckSize',
  'rerollCost',
  'outcome',
] as const;

/**
 * Compares a state with a producer's snapshot: every field of section 3 that the snapshot carries must be equal, the
 * hand as a multiset, jokers and consumables in order. A deck size that no event has told is not compared.
 */
export function compareWithSnapshot(state: ReplayState, snapshot: GameStateData): Comparison {
  const mismatches: Mismatch[] = [];
  let fields = 0;
  const check = (field: string, equal: boolean, recorded: string, replayed: string) => {
    fields += 1;
    if (!equal) mismatches.push({ field, recorded, replayed });
  };

  for (const field of PLAIN_FIELDS) {
    const recorded = snapshot[field];
    const replayed = state[field];
    if (recorded === undefined || (field === 'deckSize' && replayed === null)) continue;
    check(field, recorded === replayed, String(recorded), String(replayed ?? 'unknown'));
  }
  if (snapshot.hand) {
    check('hand', sameCards(state.hand, snapshot.hand), row(snapshot.hand), row(state.hand));
  }
  if (snapshot.jokers) {
    const names = state.jokers.map((joker) => joker.name);
    check('jokers', sameRow(names, snapshot.jokers), row(snapshot.jokers), row(names));
  }
  if (snapshot.consumables) {
    const { consumables } = state;
    check('consumables', sameRow(consumables, snapshot.consumables), row(snapshot.consumables), row(consumables));
  }
  if (snapshot.shopItems) {
    const recorded = snapshot.shopItems.map(offerText);
    const replayed = offersLeft(state).map(offerText);
    check('shopItems', sameRow(replayed, recorded), row(recorded), row(replayed));
  }
  return { fields, mismatches };
}

/** Whether two rows hold the same names in the same order. */
export function sameRow(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, i) => name === b[i]);
}

function row(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.join(', ');
}

/** An offer as one text: equal texts are equal offers. */
function offerText(offer: Offer): string {
  return `${offer.slot} ${offer.type} ${offer.name} $${offer.cost}`;
}
