import type { ScorePart, Step } from '../contract/replay.ts';
import type { HandPlayedData } from '../event/data.ts';
import { cardChips } from './card-chips.ts';
import type { HeldJoker } from './state.ts';

type Gift = ScorePart['gives'][number];
type Giver = Pick<ScorePart, 'kind' | 'name' | 'joker' | 'gives'>;

/** What an edition gives with its joker, by the rules of Balatro. */
const EDITIONS: ReadonlyMap<string, Gift> = new Map([
  ['Foil', { effect: 'chips', value: 50 }],
  ['Holographic', { effect: 'mult', value: 10 }],
  ['Polychrome', { effect: 'xmult', value: 1.5 }],
]);

/**
 * How a hand came to its score, part by part: the hand type's base, the cards and all else that no event records, the
 * jokers as recorded in their order with an edition after its own joker, the deck's rule. What the cards gave is the
 * difference between recorded numbers. `null` where the event has no final chips and mult.
 */
export function scoreParts(
  data: HandPlayedData,
  jokers: readonly HeldJoker[],
  deck: string | null,
): NonNullable<Step['scoring']> | null {
  const { baseChips, baseMult, jokerEffects, finalChips, finalMult, finalScore } = data.scoring;
  if (finalChips === undefined || finalMult === undefined) return null;
  const givers = jokerGivers(jokerEffects, jokers);
  const chipsGiven = givers.flatMap(({ gives }) => gives).reduce((sum, gift) => sum + chipsIn(gift), 0);

  // The Plasma Deck shares chips and mult out evenly, which hides the one from the other: the cards' codes tell chips.
  const plasma = deck === 'Plasma Deck' && finalChips === finalMult;
  const chips = plasma ? baseChips + cardChips(data.handType, data.hand) + chipsGiven : finalChips;
  const mult = plasma ? unbalancedMult(2 * finalChips - chips, givers) : finalMult;

  const cards: Giver = {
    kind: 'cards',
    name: 'Cards and the rest',
    joker: null,
    gives: [
      ...difference('chips', chips - chipsGiven, baseChips),
      ...difference('mult', multBefore(givers, mult), baseMult),
    ],
  };
  const parts = running({ chips: baseChips, mult: baseMult, name: data.handType }, [cards, ...givers]);
  if (plasma) {
    const factor = ratio(finalChips * finalMult, chips * mult);
    parts.push({ kind: 'deck', name: deck, joker: null, gives: [], chips: finalChips, mult: finalMult, factor });
  }
  const total = Math.floor(finalChips * finalMult);
  return { parts, total, unexplained: finalScore - total };
}

/** Recorded effects as parts, in their order; those that score nothing (dollars) left out. */
function jokerGivers(effects: HandPlayedData['scoring']['jokerEffects'], jokers: readonly HeldJoker[]): Giver[] {
  const names = [...new Set(effects.map(({ name }) => name))];
  return names.flatMap((name) => {
    const place = jokers.findIndex((joker) => joker.name === name);
    const gives = effects.flatMap(({ name: of, effect, value }) =>
      of === name && effect !== 'dollars' ? [{ effect, value }] : [],
    );
    return withoutEdition(name, place === -1 ? null : place, gives, jokers[place]?.edition);
  });
}

/** A joker's part, and its edition's as one of its own: an event has both added up. */
function withoutEdition(name: string, joker: number | null, gives: Gift[], edition: string | undefined): Giver[] {
  const bonus = edition === undefined ? undefined : EDITIONS.get(edition);
  const merged = gives.find(({ effect }) => effect === bonus?.effect);
  const own: Giver = { kind: 'joker', name, joker, gives };
  if (edition === undefined || !bonus || !merged || merged.value < bonus.value) return gives.length === 0 ? [] : [own];
  const rest = bonus.effect === 'xmult' ? merged.value / bonus.value : merged.value - bonus.value;
  const left = gives.flatMap((gift) => {
    if (gift !== merged) return [gift];
    return rest === (bonus.effect === 'xmult' ? 1 : 0) ? [] : [{ ...gift, value: rest }];
  });
  const edited: Giver = { kind: 'edition', name: edition, joker, gives: [bonus] };
  return left.length === 0 ? [edited] : [{ ...own, gives: left }, edited];
}

/** The mult from which these parts make the mult at the end. */
function multBefore(givers: readonly Giver[], end: number): number {
  return givers
    .flatMap(({ gives }) => gives)
    .reduceRight((mult, { effect, value }) => {
      if (effect === 'mult') return mult - value;
      return effect === 'xmult' && value !== 0 ? mult / value : mult;
    }, end);
}

/** The mult before the Plasma Deck halved, rounding down, the sum: of the two it can have been, the one without a fraction. */
function unbalancedMult(lower: number, givers: readonly Giver[]): number {
  const fraction = (mult: number) => Math.abs(multBefore(givers, mult) - Math.round(multBefore(givers, mult)));
  return fraction(lower + 1) < fraction(lower) ? lower + 1 : lower;
}

/** A gift for what is between two amounts; none within the precision of the numbers. */
function difference(effect: 'chips' | 'mult', after: number, before: number): Gift[] {
  const value = Math.round((after - before) * 1000) / 1000;
  return Math.abs(value) <= Math.abs(after) * 1e-9 ? [] : [{ effect, value }];
}

function running(base: { chips: number; mult: number; name: string }, givers: readonly Giver[]): ScorePart[] {
  const parts: ScorePart[] = [
    { kind: 'base', name: base.name, joker: null, gives: [], chips: base.chips, mult: base.mult, factor: 1 },
  ];
  let { chips, mult } = base;
  for (const giver of givers) {
    if (giver.gives.length === 0) continue;
    const before = chips * mult;
    for (const gift of giver.gives) {
      chips += chipsIn(gift);
      if (gift.effect === 'mult') mult += gift.value;
      if (gift.effect === 'xmult') mult *= gift.value;
    }
    parts.push({ ...giver, chips, mult, factor: ratio(chips * mult, before) });
  }
  return parts;
}

/** By how much one score holds another; 1 where a boss lets nothing score. */
function ratio(after: number, before: number): number {
  return before === 0 ? 1 : after / before;
}

function chipsIn({ effect, value }: Gift): number {
  return effect === 'chips' ? value : 0;
}
