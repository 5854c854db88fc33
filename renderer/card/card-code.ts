/** Suits as card codes have them. */
export type Suit = 'S' | 'H' | 'D' | 'C';

const SUITS: Readonly<Record<string, Suit>> = { S: 'S', H: 'H', D: 'D', C: 'C' };
const SUIT_WORDS: Readonly<Record<Suit, string>> = { S: 'spades', H: 'hearts', D: 'diamonds', C: 'clubs' };
const RANK_WORDS: Readonly<Record<string, string>> = { T: '10', J: 'jack', Q: 'queen', K: 'king', A: 'ace' };

const ENHANCEMENTS = ['Bonus', 'Mult', 'Wild', 'Glass', 'Steel', 'Stone', 'Gold', 'Lucky'] as const;
const EDITIONS = ['Foil', 'Holographic', 'Polychrome', 'Negative'] as const;
const SEALS = ['GoldSeal', 'RedSeal', 'BlueSeal', 'PurpleSeal'] as const;
export type Enhancement = (typeof ENHANCEMENTS)[number];
export type Edition = (typeof EDITIONS)[number];
export type Seal = (typeof SEALS)[number];

/** What a card code says: `H_T+Glass+Foil+RedSeal`. */
export interface Card {
  readonly suit: Suit;
  /** `2` to `9`, `10`, `J`, `Q`, `K`, `A`. */
  readonly rank: string;
  readonly enhancement?: Enhancement;
  readonly edition?: Edition;
  readonly seal?: Seal;
}

/** Reads a card code; undefined for what is none. */
export function readCard(code: string): Card | undefined {
  const [face = '', ...extras] = code.split('+');
  const [, letter = '', rank = ''] = /^([SHDC])_([2-9TJQKA])$/.exec(face) ?? [];
  const suit = SUITS[letter];
  if (suit === undefined) return undefined;
  const enhancement = ENHANCEMENTS.find((name) => extras.includes(name));
  const edition = EDITIONS.find((name) => extras.includes(name));
  const seal = SEALS.find((name) => extras.includes(name));
  return {
    suit,
    rank: rank === 'T' ? '10' : rank,
    ...(enhancement ? { enhancement } : {}),
    ...(edition ? { edition } : {}),
    ...(seal ? { seal } : {}),
  };
}

/** `Ten of hearts, Glass, Foil, Red Seal`, for those who do not see the card. */
export function cardWords(card: Card): string {
  const { suit, rank, enhancement, edition, seal } = card;
  const word = RANK_WORDS[rank] ?? rank;
  const face =
    enhancement === 'Stone' ? 'Stone card' : `${word.charAt(0).toUpperCase()}${word.slice(1)} of ${SUIT_WORDS[suit]}`;
  const extras = [enhancement === 'Stone' ? undefined : enhancement, edition, seal?.replace('Seal', ' Seal')];
  return [face, ...extras].filter(Boolean).join(', ');
}
