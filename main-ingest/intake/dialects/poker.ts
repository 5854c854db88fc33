/**
 * The hand type of played cards by Balatro's rules, for states that do not name it.
 * Differs from poker: five of a kind and its flushes; a stone card has neither rank nor suit; jokers bend the rules.
 */
export interface HandRules {
  /** Four Fingers: straights and flushes of four cards. */
  readonly fourFingers: boolean;
  /** Shortcut: straights with gaps of one rank. */
  readonly shortcut: boolean;
  /** Smeared Joker: hearts and diamonds are one suit, spades and clubs another. */
  readonly smeared: boolean;
}

const RANKS = '23456789TJQKA';

/** The rules that a row of jokers makes. */
export function handRules(jokers: readonly string[]): HandRules {
  return {
    fourFingers: jokers.includes('Four Fingers'),
    shortcut: jokers.includes('Shortcut'),
    smeared: jokers.includes('Smeared Joker'),
  };
}

/** The best hand type of one to five cards (codes). */
export function handTypeOf(cards: readonly string[], rules: HandRules): string {
  const ranked = cards.filter((card) => !card.includes('+Stone'));
  const counts = countsByRank(ranked);
  const [most = 0, second = 0] = counts;
  const flush = isFlush(ranked, rules);
  const straight = isStraight(ranked, rules);
  if (most >= 5) return flush ? 'Flush Five' : 'Five of a Kind';
  const fullHouse = most === 3 && second >= 2;
  if (fullHouse && flush) return 'Flush House';
  if (straight && flush) return 'Straight Flush';
  if (most === 4) return 'Four of a Kind';
  if (fullHouse) return 'Full House';
  if (flush) return 'Flush';
  if (straight) return 'Straight';
  if (most === 3) return 'Three of a Kind';
  if (most === 2) return second === 2 ? 'Two Pair' : 'Pair';
  return 'High Card';
}

/** How many cards there are of each rank, most first. */
function countsByRank(cards: readonly string[]): number[] {
  const counts = new Map<string, number>();
  for (const card of cards) counts.set(card.charAt(2), (counts.get(card.charAt(2)) ?? 0) + 1);
  return [...counts.values()].sort((a, b) => b - a);
}

function isFlush(cards: readonly string[], rules: HandRules): boolean {
  const needed = rules.fourFingers ? 4 : 5;
  const suits = rules.smeared ? ['HD', 'SC'] : ['S', 'H', 'C', 'D'];
  return suits.some(
    (suit) => cards.filter((card) => suit.includes(card.charAt(0)) || card.includes('+Wild')).length >= needed,
  );
}

function isStraight(cards: readonly string[], rules: HandRules): boolean {
  const needed = rules.fourFingers ? 4 : 5;
  if (cards.length < needed) return false;
  const held = new Set(cards.map((card) => RANKS.indexOf(card.charAt(2))));
  // The ace stands below the two and above the king.
  const present = [held.has(12), ...Array.from(RANKS, (_, rank) => held.has(rank))];
  let length = 0;
  let skipped = false;
  for (const here of present) {
    if (here) {
      length += 1;
      skipped = false;
    } else if (rules.shortcut && !skipped && length > 0) {
      skipped = true;
    } else {
      length = 0;
      skipped = false;
    }
    if (length >= needed) return true;
  }
  return false;
}
