import { type Fields, fields, flag, integer, isFields, list, score, text } from './fields.ts';
import { cardCode, editionName, itemType, stakeName } from './names.ts';
import type { Observation, ObservedConsumable, ObservedItem, ObservedJoker } from './observation.ts';
import { packKindOf, phaseOf } from './phases.ts';

/**
 * The state of BalatroBot before 1.0: parts of the game's own tables. It tells no ante, no target score, and the blind
 * only while it is played; the blind that can be chosen is told after the first has been.
 */

/** The game pays interest for every five dollars; its cap is written as the dollars that count. */
const DOLLARS_PER_INTEREST = 5;

export function isEarlyBalatrobotState(value: unknown): value is Fields {
  return isFields(value) && typeof value.state === 'number' && isFields(value.game);
}

export function observeEarlyBalatrobot(state: Fields): Observation {
  const phase = phaseOf(state.state);
  const game = fields(state.game);
  const round = fields(game.current_round);
  const cap = integer(game.interest_cap);
  const jokers = row(state.jokers);
  return {
    phase,
    deck: text(fields(game.selected_back).name),
    stakes: stakeName(integer(game.stake) ?? 0),
    won: flag(game.won),
    round: integer(game.round),
    money: integer(game.dollars),
    blind: phase === 'playing' ? blindOf(game) : undefined,
    nextBlind: blindType(text(game.blind_on_deck)),
    roundScore: score(game.chips),
    handsRemaining: integer(round.hands_left),
    discardsRemaining: integer(round.discards_left),
    handsPlayed: integer(round.hands_played),
    handsPlayedInRun: integer(game.hands_played),
    hand: row(state.hand)?.flatMap((card) => codeOf(card) ?? []),
    handSize: limit(state.hand),
    jokers: jokers?.map(jokerOf),
    jokerSlots: limit(state.jokers),
    consumables: row(state.consumeables)?.map(consumableOf),
    shop: isFields(state.shop_jokers)
      ? {
          cards: (row(state.shop_jokers) ?? []).map(itemOf),
          vouchers: (row(state.shop_vouchers) ?? []).map(itemOf),
          boosters: (row(state.shop_booster) ?? []).map(itemOf),
        }
      : undefined,
    rerollCost: rerollCost(round),
    baseRerollCost: integer(game.base_reroll_cost),
    packKind: packKindOf(state.state),
    tags: list(game.tags)?.flatMap((tag) => text(fields(tag).name) ?? []),
    interestCap: cap === undefined ? undefined : (cap / DOLLARS_PER_INTEREST) * (integer(game.interest_amount) ?? 1),
  };
}

function rerollCost(round: Fields): number | undefined {
  return (integer(round.free_rerolls) ?? 0) > 0 ? 0 : integer(round.reroll_cost);
}

/** The blind being played. The oldest states tell only its kind, so a boss has no name there. */
function blindOf(game: Fields): Observation['blind'] {
  const blind = fields(game.last_blind);
  const name = text(blind.name);
  if (name !== undefined) return { type: blind.boss === true ? 'boss' : name === 'Big Blind' ? 'big' : 'small', name };
  const type = 'last_blind' in game ? undefined : blindType(text(game.blind_on_deck));
  return type && { type, name: { small: 'Small Blind', big: 'Big Blind', boss: 'Boss Blind' }[type] };
}

function blindType(word: string | undefined): 'small' | 'big' | 'boss' | undefined {
  return (['small', 'big', 'boss'] as const).find((type) => type === word?.toLowerCase());
}

/** The cards of an area, which is a list in the oldest states and has `cards` since. */
function row(area: unknown): Fields[] | undefined {
  if (Array.isArray(area)) return area.map(fields);
  return isFields(area) ? (list(area.cards) ?? []).map(fields) : undefined;
}

function limit(area: unknown): number | undefined {
  return integer(fields(fields(area).config).card_limit);
}

function codeOf(card: Fields): string | undefined {
  const config = fields(card.config);
  const base = fields(card.base);
  const [suit, rank] = (text(config.card_key) ?? '').split('_');
  return cardCode({
    suit: suit || text(base.suit),
    rank: rank || text(base.value),
    enhancement: text(card.label) ?? text(config.center_key),
    edition: editionOf(card),
    seal: text(card.seal),
  });
}

function editionOf(card: Fields): string | undefined {
  const edition = fields(card.edition);
  return text(card.edition) ?? text(edition.type) ?? Object.keys(edition).find((name) => edition[name] === true);
}

function jokerOf(card: Fields): ObservedJoker {
  return { name: nameOf(card), edition: editionName(editionOf(card)), sellValue: integer(card.sell_cost) };
}

function consumableOf(card: Fields): ObservedConsumable {
  return { name: nameOf(card), type: itemType(setOf(card)), sellValue: integer(card.sell_cost) };
}

function itemOf(card: Fields): ObservedItem {
  return { name: nameOf(card), type: itemType(setOf(card)), cost: integer(card.cost) ?? 0 };
}

function setOf(card: Fields): string | undefined {
  return text(fields(card.ability).set) ?? text(fields(fields(card.config).center).set);
}

function nameOf(card: Fields): string {
  return text(card.label) ?? text(fields(fields(card.config).center).name) ?? 'Unknown';
}
