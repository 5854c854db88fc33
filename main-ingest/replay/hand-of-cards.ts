/** What is left of a hand, and the cards that it should have held and did not. */
export interface Remainder {
  readonly left: readonly string[];
  readonly missing: readonly string[];
}

/** Takes cards out of a hand, one of the hand for each card named. Neither list is changed. */
export function takeCards(hand: readonly string[], cards: readonly string[]): Remainder {
  const left = [...hand];
  const missing: string[] = [];
  for (const card of cards) {
    const place = left.indexOf(card);
    if (place === -1) missing.push(card);
    else left.splice(place, 1);
  }
  return { left, missing };
}

/** Whether two hands hold the same cards, in whatever order. */
export function sameCards(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && takeCards(a, b).missing.length === 0;
}

const RANKS = '23456789TJQKA';
const SUITS = 'SHCD';

function place(code: string): number {
  return RANKS.indexOf(code.charAt(2)) * 4 + 3 - SUITS.indexOf(code.charAt(0));
}

/** The hand as a player sorts it: by rank from the ace down, suits in the order ♠ ♥ ♣ ♦, equal cards as they came. */
export function sortHand(hand: readonly string[]): string[] {
  return hand.toSorted((a, b) => place(b) - place(a));
}
