import type { GameState } from '../contract/replay.ts';
import { sortHand } from './hand-of-cards.ts';
import type { HandLevel, ReplayState } from './state.ts';

/** The state as the window gets it. */
export function boardOf(state: ReplayState): GameState {
  return {
    phase: state.phase,
    ante: state.ante,
    round: state.round,
    blindType: state.blindType,
    blindName: state.blindName,
    targetScore: state.targetScore,
    roundScore: state.roundScore,
    handsRemaining: state.handsRemaining,
    discardsRemaining: state.discardsRemaining,
    money: state.money,
    hand: sortHand(state.hand),
    jokers: state.jokers.map(({ name, edition, sellValue }) => ({
      name,
      ...(edition === undefined ? {} : { edition }),
      ...(sellValue === undefined ? {} : { sellValue }),
    })),
    jokerSlots: state.jokerSlots,
    consumables: [...state.consumables],
    consumableSlots: consumableSlots(state),
    deckSize: state.deckSize,
    deckRemaining: state.deckRemaining,
    shopItems: state.shopItems.map((offer) => ({ ...offer })),
    rerollCost: state.rerollCost,
    outcome: state.outcome,
    vouchers: [...state.vouchers],
    handLevels: state.handLevels.toSorted(higherFirst).map((entry) => ({ ...entry })),
    booster: state.booster && {
      name: state.booster.name,
      options: [...state.booster.options],
      picksRemaining: state.booster.picksRemaining,
    },
  };
}

/** By the rules of Balatro: two, one more with Crystal Ball, one less with the Nebula Deck. No event tells it. */
function consumableSlots({ deck, vouchers }: ReplayState): number | null {
  if (deck === null) return null;
  return 2 + (vouchers.includes('Crystal Ball') ? 1 : 0) - (deck === 'Nebula Deck' ? 1 : 0);
}

function higherFirst(a: HandLevel, b: HandLevel): number {
  return (b.level ?? 0) - (a.level ?? 0) || (b.chips ?? 0) * (b.mult ?? 0) - (a.chips ?? 0) * (a.mult ?? 0);
}
