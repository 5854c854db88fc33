import { type Fields, fields, integer, integers, isFields, text } from './fields.ts';
import { deckName, stakeName } from './names.ts';
import type { Request } from './observation.ts';

/** What an agent asked BalatroBot for, as its versions write it: `{name, arguments}` or JSON-RPC's `{method, params}`. */
export function readRequest(value: unknown): Request | undefined {
  if (typeof value === 'string') return { action: actionOf(value, {}) };
  if (!isFields(value)) return undefined;
  const name = text(value.name) ?? text(value.method);
  if (name === undefined) return undefined;
  const given = fields(value.arguments ?? value.params);
  const action = actionOf(name, given);
  const stake = typeof given.stake === 'number' ? given.stake : text(given.stake);
  const deck = text(given.deck);
  return {
    action,
    cards: action === 'play' || action === 'discard' || action === 'use' ? integers(given.cards) : undefined,
    ...target(name, given),
    seed: text(given.seed),
    deck: deck && deckName(deck),
    stakes: stake === undefined ? undefined : stakeName(stake),
  };
}

const ROWS: Readonly<Record<string, NonNullable<Request['row']>>> = {
  joker: 'joker',
  consumable: 'consumable',
  card: 'card',
  voucher: 'voucher',
  pack: 'booster',
};

/** What a request points at: `{joker: 0}`; early versions have `index`, and the row in the function's name. */
function target(name: string, given: Fields): Pick<Request, 'place' | 'row'> {
  const row =
    Object.keys(ROWS).find((key) => key in given) ?? Object.keys(ROWS).find((key) => name.endsWith(`_${key}`));
  return {
    place: integer(row === undefined ? given.index : (given[row] ?? given.index)),
    row: row === undefined ? undefined : ROWS[row],
  };
}

const ACTIONS: Readonly<Record<string, Request['action']>> = {
  start_run: 'start',
  start: 'start',
  go_to_menu: 'menu',
  menu: 'menu',
  load: 'load',
  select: 'select',
  skip: 'skip',
  play: 'play',
  play_hand: 'play',
  discard: 'discard',
  cash_out: 'cash-out',
  next_round: 'next-round',
  reroll: 'reroll',
  buy: 'buy',
  buy_card: 'buy',
  buy_and_use_card: 'buy',
  redeem_voucher: 'buy',
  sell: 'sell',
  sell_joker: 'sell',
  sell_consumable: 'sell',
  use: 'use',
  use_consumable: 'use',
};

/** Early versions have one function for several actions and name the action in its arguments. */
function actionOf(name: string, given: Fields): Request['action'] {
  return ACTIONS[name] ?? ACTIONS[text(given.action) ?? ''] ?? 'other';
}
