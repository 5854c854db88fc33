import type { BoosterOpenedData, BoosterPickedData, ItemPurchasedData } from '../event/data.ts';
import type { Effect } from './effects.ts';
import { undrawn } from './round-effects.ts';
import type { Offer, ReplayState } from './state.ts';

export function leaveShop(): Partial<ReplayState> {
  return { phase: 'blind-select', shopItems: [], rerollCost: null, booster: null };
}

export function buy(state: ReplayState, data: ItemPurchasedData): Effect {
  const { shopItems, missed } = takeFromShop(state.shopItems, data.slot, data.name);
  return {
    change: { shopItems, vouchers: data.type === 'voucher' ? [...state.vouchers, data.name] : state.vouchers },
    missed,
  };
}

export function openBooster(state: ReplayState, data: BoosterOpenedData): Effect {
  const dealt = data.drawn.length > 0;
  const change = {
    phase: 'booster',
    booster: {
      name: data.name,
      options: data.options,
      picksRemaining: data.picks,
      opensFrom: state.booster?.opensFrom ?? state.phase,
      dealt,
    },
    hand: dealt ? data.drawn : state.hand,
    deckRemaining: dealt ? undrawn(state.deckSize, data.drawn) : state.deckRemaining,
  } as const;
  if (data.slot === undefined) return { change, missed: [] };
  const { shopItems, missed } = takeFromShop(state.shopItems, data.slot, data.name);
  return { change: { ...change, shopItems }, missed };
}

export function pickFromBooster(state: ReplayState, data: BoosterPickedData): Partial<ReplayState> {
  const { booster } = state;
  if (data.picksRemaining <= 0) return closeBooster(state);
  if (!booster) return {};
  const place = booster.options.indexOf(data.name);
  const options = place === -1 ? booster.options : booster.options.toSpliced(place, 1);
  return { booster: { ...booster, options, picksRemaining: data.picksRemaining } };
}

/** The game goes on where the pack was opened; a hand that the pack dealt is gone. */
export function closeBooster(state: ReplayState): Partial<ReplayState> {
  const { booster } = state;
  if (!booster) return {};
  return {
    phase: booster.opensFrom,
    booster: null,
    hand: booster.dealt ? [] : state.hand,
    deckRemaining: booster.dealt ? state.deckSize : state.deckRemaining,
  };
}

function takeFromShop(
  offers: readonly Offer[],
  slot: number,
  name: string,
): { readonly shopItems: readonly Offer[]; readonly missed: readonly string[] } {
  const place = offers.findIndex((offer) => offer.slot === slot && !offer.bought);
  const offer = offers[place];
  if (!offer) return { shopItems: offers, missed: [`${name} was not in the shop`] };
  return {
    shopItems: offers.with(place, { ...offer, bought: true }),
    missed: offer.name === name ? [] : [`Slot ${slot} of the shop held ${offer.name}, not ${name}`],
  };
}
