import type { GameStartedData } from '../event/data.ts';
import { afterConsumable, atLevel } from './hand-levels.ts';
import { discard, endRound, playHand, selectBlind } from './round-effects.ts';
import { buy, closeBooster, leaveShop, openBooster, pickFromBooster } from './shop-effects.ts';
import { takeOver } from './snapshot.ts';
import { NOTHING_KNOWN, type ReplayState } from './state.ts';
import type { KnownStep } from './step.ts';

/** What an event changes beyond the fields that any event may carry. */
export interface Effect {
  readonly change: Partial<ReplayState>;
  /** What the event names and the state does not have, in words. */
  readonly missed: readonly string[];
}

/** The effect of an event on a state that already has what the event carries. */
export function effectOf(state: ReplayState, event: KnownStep): Effect {
  switch (event.eventType) {
    case 'HandPlayed':
      return playHand(state, event.data);
    case 'CardsDiscarded':
      return discard(state, event.data);
    case 'ItemPurchased':
      return buy(state, event.data);
    case 'BoosterOpened':
      return openBooster(state, event.data);
    default:
      return { change: changeOf(state, event), missed: [] };
  }
}

function changeOf(state: ReplayState, event: KnownStep): Partial<ReplayState> {
  switch (event.eventType) {
    case 'GameStarted':
      return start(state, event.data);
    case 'BlindSelected':
      return selectBlind(state, event.data);
    case 'BlindSkipped':
      return { phase: 'blind-select' };
    case 'RoundCompleted':
      return endRound(state, event.data);
    case 'ShopEntered':
      return { phase: 'shop', money: event.data.money, shopItems: [], rerollCost: event.data.rerollCost };
    case 'ShopRerolled':
      return { phase: 'shop', rerollCost: event.data.rerollCost };
    case 'ShopLeft':
      return { ...leaveShop(), money: event.data.money ?? state.money };
    case 'BoosterPicked':
      return pickFromBooster(state, event.data);
    case 'BoosterSkipped':
      return closeBooster(state);
    case 'ConsumableUsed':
      return {
        hand: event.data.handAfter ?? state.hand,
        handLevels: afterConsumable(state.handLevels, event.data.name),
      };
    case 'JokersChanged': {
      const { jokers, jokerSlots } = event.data;
      return { jokers, jokerSlots };
    }
    case 'ConsumablesChanged':
      return { consumables: event.data.consumables };
    case 'HandChanged':
      return { hand: event.data.hand };
    case 'DeckChanged':
      return resizeDeck(state, event.data.deckSize);
    case 'StateSnapshot':
      return state.footing === 'whole'
        ? { deckSize: state.deckSize ?? event.data.state.deckSize ?? null }
        : takeOver(state, event.data.state);
    case 'DecisionMade':
      return state.footing !== 'whole' && event.data.phase !== 'booster' ? { phase: event.data.phase } : {};
    case 'GameCompleted':
      return { phase: 'game-over', outcome: event.data.outcome };
    default:
      return {};
  }
}

function start(state: ReplayState, data: GameStartedData): Partial<ReplayState> {
  const deckSize = data.deckSize ?? null;
  return {
    ...NOTHING_KNOWN,
    nextSequence: state.nextSequence,
    ante: data.ante ?? NOTHING_KNOWN.ante,
    round: data.round ?? NOTHING_KNOWN.round,
    handsRemaining: data.handsRemaining ?? null,
    discardsRemaining: data.discardsRemaining ?? null,
    targetScore: data.targetScore ?? null,
    roundScore: data.roundScore ?? null,
    footing: 'whole',
    deck: data.deck,
    money: data.startingMoney,
    jokers: (data.jokers ?? []).map((name) => ({ name })),
    jokerSlots: data.jokerSlots ?? null,
    consumables: data.consumables ?? [],
    deckSize,
    deckRemaining: deckSize,
    vouchers: data.vouchers ?? [],
    handLevels: Object.entries(data.handLevels ?? {}).map(([handType, level]) => atLevel(handType, level)),
  };
}

/** Between rounds every card is back in the pile; in a round cards come and go in the hand, not in the pile. */
function resizeDeck(state: ReplayState, deckSize: number): Partial<ReplayState> {
  const drawing = state.phase === 'playing' || state.booster?.dealt;
  return { deckSize, deckRemaining: drawing ? state.deckRemaining : deckSize };
}
