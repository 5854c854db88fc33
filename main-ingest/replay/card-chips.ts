import { type Card, parseCard } from '../event/card.ts';

/** Chips that a card's rank gives when it scores. */
function rankChips(rank: Card['rank']): number {
  if (rank === 'A') return 11;
  return 'TJQK'.includes(rank) ? 10 : Number(rank);
}

function chipsOf(card: Card): number {
  const face = card.enhancement === 'Stone' ? 50 : rankChips(card.rank);
  return face + (card.enhancement === 'Bonus' ? 30 : 0) + (card.edition === 'Foil' ? 50 : 0);
}

/** How many cards of one rank make a hand type; hand types that are not here score with all their cards. */
const SETS: ReadonlyMap<string, number> = new Map([
  ['High Card', 1],
  ['Pair', 2],
  ['Two Pair', 2],
  ['Three of a Kind', 3],
  ['Four of a Kind', 4],
]);

/**
 * Chips that the cards of a hand give by their codes, each scoring once: what is printed on those that make the hand
 * type, and stone cards. Seals, jokers and bosses that change which cards score, or how often, are left out.
 */
export function cardChips(handType: string, codes: readonly string[]): number {
  const cards = codes.flatMap((code) => parseCard(code) ?? []);
  const size = SETS.get(handType);
  const ranked = cards.filter((card) => card.enhancement !== 'Stone');
  const scores = (card: Card): boolean => {
    if (size === undefined || card.enhancement === 'Stone') return true;
    if (size > 1) return ranked.filter(({ rank }) => rank === card.rank).length >= size;
    return card === ranked.toSorted((a, b) => height(b) - height(a))[0];
  };
  return cards.filter(scores).reduce((sum, card) => sum + chipsOf(card), 0);
}

function height({ rank }: Card): number {
  return '23456789TJQKA'.indexOf(rank);
}
