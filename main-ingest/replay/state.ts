import type { GameOutcome, ItemType, Phase } from '../event/words.ts';

export interface HeldJoker {
  readonly name: string;
  readonly edition?: string | undefined;
  readonly sellValue?: number | undefined;
}

export interface Offer {
  readonly slot: number;
  readonly type: ItemType;
  readonly name: string;
  /** Dollars. */
  readonly cost: number;
  /** Bought out of this slot; the place stays on the board, the shop no longer holds it. */
  readonly bought?: true;
}

export interface HandLevel {
  readonly handType: string;
  readonly level: number | null;
  readonly chips: number | null;
  readonly mult: number | null;
}

export interface OpenBooster {
  readonly name: string;
  /** What is still to be had. */
  readonly options: readonly string[];
  readonly picksRemaining: number;
  /** Where the game goes on when the pack is closed. */
  readonly opensFrom: Phase;
  /** Whether the pack dealt a hand, which goes with it. */
  readonly dealt: boolean;
}

/**
 * How far a state can be relied on: `whole` follows from the game's start or from a snapshot, `gap` has missed
 * something since, `middle` has seen neither start nor snapshot yet. A state that is not whole takes over the next
 * snapshot.
 */
export type Footing = 'whole' | 'gap' | 'middle';

/**
 * All that a replay knows after an event (interfaces, section 3). Never changed, only followed by another; equal parts
 * are shared between one state and the next. `null` is unknown.
 */
export interface ReplayState {
  readonly footing: Footing;
  /** The `sequenceId` that should come next; `null` before the first event. */
  readonly nextSequence: number | null;
  /** `Red Deck`; `null` before `GameStarted`. */
  readonly deck: string | null;
  readonly phase: Phase;
  readonly ante: number;
  readonly round: number;
  readonly blindType: string | null;
  readonly blindName: string | null;
  readonly targetScore: number | null;
  readonly roundScore: number | null;
  readonly handsRemaining: number | null;
  readonly discardsRemaining: number | null;
  /** Dollars. */
  readonly money: number | null;
  /** Card codes; a multiset, the order says nothing. */
  readonly hand: readonly string[];
  readonly jokers: readonly HeldJoker[];
  readonly jokerSlots: number | null;
  readonly consumables: readonly string[];
  /** All playing cards owned. */
  readonly deckSize: number | null;
  /** Cards of the deck not drawn in this round or pack. */
  readonly deckRemaining: number | null;
  /** The whole offer, bought places included. */
  readonly shopItems: readonly Offer[];
  readonly rerollCost: number | null;
  readonly outcome: GameOutcome | null;
  readonly vouchers: readonly string[];
  /** Hand types whose level is known, in the order they became known. */
  readonly handLevels: readonly HandLevel[];
  readonly booster: OpenBooster | null;
}

/** Before the first event. */
export const NOTHING_KNOWN: ReplayState = {
  footing: 'middle',
  nextSequence: null,
  deck: null,
  phase: 'blind-select',
  ante: 1,
  round: 0,
  blindType: null,
  blindName: null,
  targetScore: null,
  roundScore: null,
  handsRemaining: null,
  discardsRemaining: null,
  money: null,
  hand: [],
  jokers: [],
  jokerSlots: null,
  consumables: [],
  deckSize: null,
  deckRemaining: null,
  shopItems: [],
  rerollCost: null,
  outcome: null,
  vouchers: [],
  handLevels: [],
  booster: null,
};

/** Whether the game is in the shop, or in a pack that was opened there. */
export function inShop(state: Pick<ReplayState, 'phase' | 'booster'>): boolean {
  return state.phase === 'shop' || (state.phase === 'booster' && state.booster?.opensFrom === 'shop');
}

/** Offers that can still be bought: the `shopItems` of the interfaces. */
export function offersLeft(state: Pick<ReplayState, 'shopItems'>): readonly Offer[] {
  return state.shopItems.some((offer) => offer.bought)
    ? state.shopItems.filter((offer) => !offer.bought)
    : state.shopItems;
}
