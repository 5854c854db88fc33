/** The game's own names for what foreign programs write in codes and numbers. */

/** Stakes by number, from 1. */
export const STAKES = ['White', 'Red', 'Green', 'Black', 'Blue', 'Purple', 'Orange', 'Gold'] as const;

const EDITIONS: Readonly<Record<string, string>> = {
  foil: 'Foil',
  holo: 'Holographic',
  holographic: 'Holographic',
  polychrome: 'Polychrome',
  negative: 'Negative',
};
const ENHANCEMENTS = ['Bonus', 'Mult', 'Wild', 'Glass', 'Steel', 'Stone', 'Gold', 'Lucky'];
const SEALS = ['Gold', 'Red', 'Blue', 'Purple'];
const TYPES: Readonly<Record<string, string>> = {
  joker: 'joker',
  tarot: 'tarot',
  planet: 'planet',
  spectral: 'spectral',
  default: 'playing-card',
  enhanced: 'playing-card',
  base: 'playing-card',
  voucher: 'voucher',
  booster: 'booster',
};

/** `Red Deck` for `RED`, `red`, `Red Deck` or `b_red`. */
export function deckName(word: string): string {
  const bare = word.replace(/^b_/i, '').replace(/ deck$/i, '');
  return `${capitalised(bare)} Deck`;
}

/** `White` for 1, `WHITE`, `White Stake` or `stake_white`; undefined for what is no stake. */
export function stakeName(word: string | number): string | undefined {
  if (typeof word === 'number') return STAKES[word - 1];
  const bare = word.replace(/^stake_/i, '').replace(/ stake$/i, '');
  return STAKES.find((stake) => stake.toLowerCase() === bare.toLowerCase()) ?? STAKES[Number(bare) - 1];
}

/** `Foil`, `Holographic`, `Polychrome`, `Negative`; undefined for none. */
export function editionName(word: string | undefined): string | undefined {
  return word === undefined ? undefined : EDITIONS[word.replace(/^e_/i, '').toLowerCase()];
}

/** `Glass` for `GLASS`, `m_glass` or `Glass Card`; undefined for none. */
export function enhancementName(word: string | undefined): string | undefined {
  const bare = word
    ?.replace(/^m_/i, '')
    .replace(/ card$/i, '')
    .toLowerCase();
  return ENHANCEMENTS.find((name) => name.toLowerCase() === bare);
}

/** `GoldSeal` for `GOLD`, `Gold` or `Gold Seal`; undefined for none. */
export function sealName(word: string | undefined): string | undefined {
  const bare = word?.replace(/ ?seal$/i, '').toLowerCase();
  const seal = SEALS.find((name) => name.toLowerCase() === bare);
  return seal === undefined ? undefined : `${seal}Seal`;
}

/** The type of an item (`shopItems`) from the game's set of cards; the set itself where it has no other name. */
export function itemType(set: string | undefined): string {
  const word = set?.toLowerCase() ?? '';
  return TYPES[word] ?? (word === '' ? 'other' : word);
}

export interface CardParts {
  /** `S`, `Spades`, `SPADES`. */
  readonly suit: string | undefined;
  /** `T`, `10`, `Queen`. */
  readonly rank: string | undefined;
  readonly enhancement?: string | undefined;
  readonly edition?: string | undefined;
  readonly seal?: string | undefined;
}

/** The card's code (interfaces, section 1); undefined where suit or rank is none of the game's. */
export function cardCode(card: CardParts): string | undefined {
  const suit = card.suit?.charAt(0).toUpperCase();
  const rank = rankLetter(card.rank);
  if (suit === undefined || !'SHDC'.includes(suit) || rank === undefined) return undefined;
  const marks = [enhancementName(card.enhancement), editionName(card.edition), sealName(card.seal)];
  return [`${suit}_${rank}`, ...marks.filter((mark) => mark !== undefined)].join('+');
}

function rankLetter(rank: string | undefined): string | undefined {
  if (rank === undefined || rank === '') return undefined;
  if (rank === '10') return 'T';
  if (/^\d+$/.test(rank)) return rank.length === 1 && rank >= '2' ? rank : { 11: 'J', 12: 'Q', 13: 'K', 14: 'A' }[rank];
  const letter = rank.charAt(0).toUpperCase();
  return 'TJQKA'.includes(letter) ? letter : undefined;
}

function capitalised(word: string): string {
  return word
    .toLowerCase()
    .split(/[ _]/)
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join(' ');
}
