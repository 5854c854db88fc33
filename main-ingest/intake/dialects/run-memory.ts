import type { ObservedBlind, ObservedItem } from './observation.ts';

/** An item of a shop and the slot that it keeps until the next offer. */
export interface Offered extends ObservedItem {
  readonly slot: number;
  readonly row: 'cards' | 'vouchers' | 'boosters';
}

/** What has to be remembered of a run because no later state tells it. */
export class RunMemory {
  deck: string | undefined;
  stakes: string | undefined;
  /** Known from the start of a run, or since a state told it. */
  ante: number | undefined;
  round = 0;
  blind: ObservedBlind | undefined;
  won = false;
  ended = false;
  /** Best single hand. */
  bestScore = 0;
  handsPlayed = 0;
  handsInRound = 0;
  /** As told, else by the rules of the deck. */
  handsRemaining: number | undefined;
  /** Of the last hand played. */
  lastHand: { readonly ante: number; readonly round: number } | undefined;
  startedAtUs: number | undefined;
  /** Consumables used since the last hand. */
  consumablesUsed: string[] = [];
  /** Planets used by name, for the level of hand types. */
  readonly planets: string[] = [];
  offers: readonly Offered[] = [];
  rerollCost: number | undefined;
  deckSize: number | undefined;
  booster: { readonly name: string; readonly options: readonly ObservedItem[]; picksRemaining: number } | undefined;
}
