import { type Fields, fields, flag, integer, isFields, list, number, score, text } from './fields.ts';
import { cardCode, deckName, editionName, itemType, stakeName } from './names.ts';
import type {
  Observation,
  ObservedBlind,
  ObservedConsumable,
  ObservedHandType,
  ObservedItem,
  ObservedJoker,
} from './observation.ts';
import { packKindOf, phaseOf } from './phases.ts';

/** The state of BalatroBot 1.4, `GameState` of its OpenRPC description. */

const BLINDS = ['small', 'big', 'boss'] as const;

export function isBalatrobotState(value: unknown): value is Fields {
  return isFields(value) && typeof value.state === 'string' && 'round_num' in value;
}

export function observeBalatrobot(state: Fields): Observation {
  const phase = phaseOf(state.state);
  const round = fields(state.round);
  const jokers = fields(state.jokers);
  const hand = fields(state.hand);
  const shop = isFields(state.shop) || isFields(state.vouchers) || isFields(state.packs);
  const between = phase === 'blind-select' || phase === 'shop';
  const deck = text(state.deck);
  const stake = text(state.stake);
  return {
    phase,
    deck: deck && deckName(deck),
    stakes: stake && stakeName(stake),
    seed: text(state.seed),
    won: flag(state.won),
    ante: integer(state.ante_num),
    round: integer(state.round_num),
    money: integer(state.money),
    blind: blindOf(state, 'CURRENT'),
    nextBlind: blindOf(state, 'SELECT')?.type,
    roundScore: score(round.chips),
    handsRemaining: integer(round.hands_left),
    discardsRemaining: integer(round.discards_left),
    handsPlayed: integer(round.hands_played),
    hand: isFields(state.hand) ? cards(hand).flatMap((card) => codeOf(card) ?? []) : undefined,
    handSize: integer(hand.limit),
    jokers: isFields(state.jokers) ? cards(jokers).map(jokerOf) : undefined,
    jokerSlots: integer(jokers.limit),
    consumables: isFields(state.consumables) ? cards(fields(state.consumables)).map(consumableOf) : undefined,
    shop: shop
      ? {
          cards: cards(fields(state.shop)).map(itemOf),
          vouchers: cards(fields(state.vouchers)).map(itemOf),
          boosters: cards(fields(state.packs)).map(itemOf),
        }
      : undefined,
    rerollCost: integer(round.reroll_cost),
    packKind: packKindOf(state.state),
    pack: isFields(state.pack) ? cards(fields(state.pack)).map(itemOf) : undefined,
    // All cards are in the deck while none are dealt.
    deckSize: between ? integer(fields(state.cards).count) : undefined,
    vouchers: isFields(state.used_vouchers) ? Object.keys(state.used_vouchers) : undefined,
    hands: isFields(state.hands) ? handTypes(state.hands) : undefined,
  };
}

function blindOf(state: Fields, status: string): ObservedBlind | undefined {
  const blinds = fields(state.blinds);
  for (const type of BLINDS) {
    const blind = fields(blinds[type]);
    if (blind.status !== status) continue;
    const name = text(blind.name) ?? '';
    const full = type === 'boss' || name.endsWith(' Blind') ? name : `${name} Blind`;
    return { type, name: full, targetScore: number(blind.score) };
  }
  return undefined;
}

function cards(area: Fields): Fields[] {
  return (list(area.cards) ?? []).map(fields);
}

function codeOf(card: Fields): string | undefined {
  const value = fields(card.value);
  const modifier = fields(card.modifier);
  return cardCode({
    suit: text(value.suit),
    rank: text(value.rank),
    enhancement: text(modifier.enhancement),
    edition: text(modifier.edition),
    seal: text(modifier.seal),
  });
}

function jokerOf(card: Fields): ObservedJoker {
  return {
    name: text(card.label) ?? text(card.key) ?? 'Unknown',
    edition: editionName(text(fields(card.modifier).edition)),
    sellValue: integer(fields(card.cost).sell),
  };
}

function consumableOf(card: Fields): ObservedConsumable {
  return {
    name: text(card.label) ?? text(card.key) ?? 'Unknown',
    type: itemType(text(card.set)),
    sellValue: integer(fields(card.cost).sell),
  };
}

function itemOf(card: Fields): ObservedItem {
  const type = itemType(text(card.set));
  const code = type === 'playing-card' ? codeOf(card) : undefined;
  return {
    name: code ?? text(card.label) ?? text(card.key) ?? 'Unknown',
    type,
    cost: integer(fields(card.cost).buy) ?? 0,
  };
}

function handTypes(hands: Fields): Map<string, ObservedHandType> {
  const types = new Map<string, ObservedHandType>();
  for (const [name, value] of Object.entries(hands)) {
    const hand = fields(value);
    const [level, chips, mult, played] = [hand.level, hand.chips, hand.mult, hand.played].map(number);
    if (level === undefined || chips === undefined || mult === undefined || played === undefined) continue;
    types.set(name, { level, chips, mult, played });
  }
  return types;
}
