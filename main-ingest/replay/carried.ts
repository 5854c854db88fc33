import { ShopItem } from '../event/data.ts';
import { inShop, type Offer, type ReplayState } from './state.ts';
import type { AnyStep } from './step.ts';

/** Fields that any game event may carry; where it does, they are the state's from then on. */
interface Carried {
  readonly ante?: unknown;
  readonly round?: unknown;
  readonly handsRemaining?: unknown;
  readonly discardsRemaining?: unknown;
  readonly targetScore?: unknown;
  readonly roundScore?: unknown;
  readonly moneyAfter?: unknown;
  readonly rerollCost?: unknown;
  readonly shopItems?: unknown;
}

/** The state with the number of the next event and with what an event of any type may carry. */
export function carry(state: ReplayState, event: AnyStep): ReplayState {
  const data: Carried = event.data;
  return {
    ...state,
    nextSequence: Math.max(event.sequenceId + 1, state.nextSequence ?? 0),
    ante: known(data.ante) ?? state.ante,
    round: known(data.round) ?? state.round,
    handsRemaining: known(data.handsRemaining) ?? state.handsRemaining,
    discardsRemaining: known(data.discardsRemaining) ?? state.discardsRemaining,
    targetScore: known(data.targetScore) ?? state.targetScore,
    roundScore: known(data.roundScore) ?? state.roundScore,
    money: known(data.moneyAfter) ?? state.money,
    rerollCost: inShop(state) ? (known(data.rerollCost) ?? state.rerollCost) : state.rerollCost,
  };
}

/** The state with the whole offer where an event of the shop carries one. Places bought out stay empty until filled. */
export function carryOffer(state: ReplayState, event: AnyStep): ReplayState {
  const { shopItems }: Carried = event.data;
  return isOffer(shopItems) && inShop(state) ? { ...state, shopItems: restock(state.shopItems, shopItems) } : state;
}

/** A new offer. Places that were bought out stay empty, as long as nothing new stands there. */
export function restock(before: readonly Offer[], items: readonly Offer[]): readonly Offer[] {
  const taken = new Set(items.map((item) => item.slot));
  const empty = before.filter((place) => place.bought && !taken.has(place.slot));
  return empty.length === 0 ? items : [...items, ...empty].toSorted((a, b) => a.slot - b.slot);
}

function isOffer(value: unknown): value is readonly Offer[] {
  return Array.isArray(value) && value.every((item) => ShopItem.safeParse(item).success);
}

function known(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
