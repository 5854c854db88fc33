import { typeByName } from './catalog.ts';
import { type Fields, fields, flag, integer, isFields, list, number, score, text } from './fields.ts';
import { cardCode, deckName, editionName, itemType, stakeName } from './names.ts';
import type { Observation, ObservedBlind, ObservedItem, ObservedShop } from './observation.ts';
import { packKindOf, phaseOf } from './phases.ts';

/** What the payload of a `GAME_STATE` of the game's mod tells (interfaces, section 5). */
export function observeMod(payload: Fields): Observation {
  const phase = flag(payload.in_game) === false ? 'menu' : phaseOf(payload.game_state);
  const fullDeck = list(fields(payload.deck).full_deck)?.length;
  const deck = text(payload.deck_name);
  const stake = text(payload.stake);
  return {
    phase,
    deck: deck && deckName(deck),
    stakes: stake && stakeName(stake),
    seed: text(payload.seed),
    ante: integer(payload.ante),
    round: integer(payload.round),
    money: integer(payload.money),
    blind: phase === 'playing' ? blindOf(fields(payload.blind)) : undefined,
    roundScore: score(payload.chips),
    handsRemaining: integer(payload.hands_remaining),
    discardsRemaining: integer(payload.discards_remaining),
    hand: list(payload.hand)?.flatMap((card) => codeOf(fields(card)) ?? []),
    handSize: integer(payload.hand_size),
    jokers: inOrder(payload.jokers)?.map((joker) => ({
      name: text(joker.name) ?? 'Unknown',
      edition: editionName(text(fields(joker.properties).edition)),
      sellValue: integer(fields(joker.properties).sell_value),
    })),
    consumables: inOrder(payload.consumables)?.map((consumable) => {
      const name = text(consumable.name) ?? 'Unknown';
      return { name, type: consumableType(name, text(consumable.card_type)) };
    }),
    shop: phase === 'shop' ? shopOf(fields(payload.shop_items)) : undefined,
    packKind: packKindOf(payload.game_state),
    deckSize: fullDeck === 0 ? undefined : fullDeck,
  };
}

function blindOf(blind: Fields): ObservedBlind | undefined {
  const name = text(blind.name);
  if (name === undefined) return undefined;
  const type = blind.boss === true ? 'boss' : name === 'Big Blind' ? 'big' : 'small';
  return { type, name, targetScore: number(blind.chips) };
}

function codeOf(card: Fields): string | undefined {
  return cardCode({
    suit: text(card.suit),
    rank: text(card.rank),
    enhancement: text(card.enhancement),
    edition: text(card.edition),
    seal: text(card.seal),
  });
}

/** A row as it lies, by `position` where that is told. */
function inOrder(row: unknown): Fields[] | undefined {
  return list(row)
    ?.map(fields)
    .sort((a, b) => (number(a.position) ?? 0) - (number(b.position) ?? 0));
}

function consumableType(name: string, told: string | undefined): string {
  const type = itemType(told);
  return type === 'tarot' || type === 'planet' || type === 'spectral' ? type : typeByName(name);
}

function shopOf(items: Fields): ObservedShop {
  const all = Object.values(items)
    .filter(isFields)
    .map((item): ObservedItem => {
      const name = text(item.name) ?? 'Unknown';
      return { name, type: typeByName(name), cost: integer(item.cost) ?? 0 };
    });
  return {
    cards: all.filter(({ type }) => type !== 'voucher' && type !== 'booster'),
    vouchers: all.filter(({ type }) => type === 'voucher'),
    boosters: all.filter(({ type }) => type === 'booster'),
  };
}
