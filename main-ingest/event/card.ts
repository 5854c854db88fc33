/**
 * Card codes (interfaces, section 1): suit, underscore, rank, then where present `+` and an enhancement, an edition, a
 * seal, in this order. `H_T` is the ten of hearts, `S_K+Gold+Foil+RedSeal` a king of spades with everything.
 */

export const SUITS = ['S', 'H', 'D', 'C'] as const;
export const RANKS = ['2', '3', '4', '5', '6', '7', '8', '9', 'T', 'J', 'Q', 'K', 'A'] as const;
export const ENHANCEMENTS = ['Bonus', 'Mult', 'Wild', 'Glass', 'Steel', 'Stone', 'Gold', 'Lucky'] as const;
export const EDITIONS = ['Foil', 'Holographic', 'Polychrome', 'Negative'] as const;
export const SEALS = ['GoldSeal', 'RedSeal', 'BlueSeal', 'PurpleSeal'] as const;

export interface Card {
  readonly suit: (typeof SUITS)[number];
  readonly rank: (typeof RANKS)[number];
  readonly enhancement?: (typeof ENHANCEMENTS)[number];
  readonly edition?: (typeof EDITIONS)[number];
  readonly seal?: (typeof SEALS)[number];
}

/** Code of a card. */
export function cardCode(card: Card): string {
  let code = `${card.suit}_${card.rank}`;
  if (card.enhancement !== undefined) code += `+${card.enhancement}`;
  if (card.edition !== undefined) code += `+${card.edition}`;
  if (card.seal !== undefined) code += `+${card.seal}`;
  return code;
}

/** All 11,700 codes there are: to look one up is quicker than to take it apart. */
const cards: ReadonlyMap<string, Card> = new Map(
  [...everyCard()].map((card): [string, Card] => [cardCode(card), Object.freeze(card)]),
);

/** The card that a code names; undefined where it names none. */
export function parseCard(code: string): Card | undefined {
  return cards.get(code);
}

export function isCardCode(code: string): boolean {
  return cards.has(code);
}

function* everyCard(): Generator<Card> {
  for (const suit of SUITS) {
    for (const rank of RANKS) {
      for (const enhancement of [undefined, ...ENHANCEMENTS]) {
        for (const edition of [undefined, ...EDITIONS]) {
          for (const seal of [undefined, ...SEALS]) {
            yield {
              suit,
              rank,
              ...(enhancement === undefined ? {} : { enhancement }),
              ...(edition === undefined ? {} : { edition }),
              ...(seal === undefined ? {} : { seal }),
            };
          }
        }
      }
    }
  }
}
