/**
 * What one state of the real game tells, whoever reports it; a field is absent where the state does not tell it.
 * Values are the game's own: outside a round it shows the hands and discards of the next one, and a score of 0.
 */
export interface Observation {
  /** `between`: an animation runs and values are on their way; such a state is not looked at. */
  readonly phase: ObservedPhase;
  readonly deck?: string | undefined;
  readonly stakes?: string | undefined;
  readonly seed?: string | undefined;
  readonly won?: boolean | undefined;
  readonly ante?: number | undefined;
  readonly round?: number | undefined;
  /** Dollars. */
  readonly money?: number | undefined;
  /** Blind being played, or just played. */
  readonly blind?: ObservedBlind | undefined;
  /** Blind that can be chosen now. */
  readonly nextBlind?: 'small' | 'big' | 'boss' | undefined;
  readonly roundScore?: number | undefined;
  readonly handsRemaining?: number | undefined;
  readonly discardsRemaining?: number | undefined;
  /** Hands played in this round. */
  readonly handsPlayed?: number | undefined;
  /** Hands played in the whole run. */
  readonly handsPlayedInRun?: number | undefined;
  /** Card codes. */
  readonly hand?: readonly string[] | undefined;
  readonly handSize?: number | undefined;
  readonly jokers?: readonly ObservedJoker[] | undefined;
  readonly jokerSlots?: number | undefined;
  readonly consumables?: readonly ObservedConsumable[] | undefined;
  readonly shop?: ObservedShop | undefined;
  readonly rerollCost?: number | undefined;
  /** What the first reroll of a shop costs, unless something makes it free. */
  readonly baseRerollCost?: number | undefined;
  /** `Arcana`, `Celestial`, `Spectral`, `Standard`, `Buffoon`: of the open pack. */
  readonly packKind?: string | undefined;
  /** Cards of an open pack. */
  readonly pack?: readonly ObservedItem[] | undefined;
  /** All playing cards owned. */
  readonly deckSize?: number | undefined;
  readonly vouchers?: readonly string[] | undefined;
  /** Tags held. */
  readonly tags?: readonly string[] | undefined;
  readonly hands?: ReadonlyMap<string, ObservedHandType> | undefined;
  /** Most that is paid as interest of one round, dollars. */
  readonly interestCap?: number | undefined;
}

export type ObservedPhase =
  | 'menu'
  | 'blind-select'
  | 'playing'
  | 'round-end'
  | 'shop'
  | 'booster'
  | 'game-over'
  | 'between';

export interface ObservedBlind {
  readonly type: 'small' | 'big' | 'boss';
  readonly name: string;
  readonly targetScore?: number | undefined;
}

export interface ObservedJoker {
  readonly name: string;
  readonly edition?: string | undefined;
  readonly sellValue?: number | undefined;
}

export interface ObservedConsumable {
  readonly name: string;
  readonly type: string;
  readonly sellValue?: number | undefined;
}

export interface ObservedItem {
  readonly name: string;
  /** As in `shopItems`: joker, tarot, planet, spectral, playing-card, voucher, booster. */
  readonly type: string;
  /** Dollars. */
  readonly cost: number;
}

/** The three rows of a shop. */
export interface ObservedShop {
  readonly cards: readonly ObservedItem[];
  readonly vouchers: readonly ObservedItem[];
  readonly boosters: readonly ObservedItem[];
}

/** A hand type as the game counts it. */
export interface ObservedHandType {
  readonly level: number;
  readonly chips: number;
  readonly mult: number;
  readonly played: number;
}

/** What an agent asked the game to do, where that is known. Indexes count from 0. */
export interface Request {
  readonly action:
    | 'start'
    | 'menu'
    | 'load'
    | 'select'
    | 'skip'
    | 'play'
    | 'discard'
    | 'cash-out'
    | 'next-round'
    | 'reroll'
    | 'buy'
    | 'sell'
    | 'use'
    | 'other';
  readonly cards?: readonly number[] | undefined;
  /** Place in the row that is bought, sold or used from. */
  readonly place?: number | undefined;
  readonly row?: 'joker' | 'consumable' | 'card' | 'voucher' | 'booster' | undefined;
  readonly seed?: string | undefined;
  readonly deck?: string | undefined;
  readonly stakes?: string | undefined;
}
