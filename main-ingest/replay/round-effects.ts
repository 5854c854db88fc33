import type { BlindSelectedData, CardsDiscardedData, HandPlayedData, RoundCompletedData } from '../event/data.ts';
import { sameRow } from './compare.ts';
import type { Effect } from './effects.ts';
import { afterPlay } from './hand-levels.ts';
import { takeCards } from './hand-of-cards.ts';
import { namedJokers } from './snapshot.ts';
import type { ReplayState } from './state.ts';

export function selectBlind(state: ReplayState, data: BlindSelectedData): Partial<ReplayState> {
  return {
    phase: 'playing',
    blindType: data.blindType,
    blindName: data.blindName,
    roundScore: data.roundScore ?? 0,
    hand: data.drawn,
    deckRemaining: undrawn(state.deckSize, data.drawn),
    shopItems: [],
    rerollCost: null,
    booster: null,
  };
}

export function playHand(state: ReplayState, data: HandPlayedData): Effect {
  const { left, missing } = takeCards(state.hand, data.hand);
  const names = state.jokers.map((joker) => joker.name);
  const otherJokers = !sameRow(names, data.jokers);
  const { handType, scoring } = data;
  return {
    change: {
      phase: 'playing',
      blindType: data.blindType,
      blindName: data.blindName,
      hand: [...left, ...data.drawn],
      deckRemaining: undrawn(state.deckRemaining, data.drawn),
      jokers: otherJokers ? namedJokers(state.jokers, data.jokers) : state.jokers,
      handLevels: afterPlay(state.handLevels, handType, scoring.baseChips, scoring.baseMult),
    },
    missed: [
      ...notHeld(missing),
      ...(otherJokers ? [`The hand was played with ${listed(data.jokers)}, held were ${listed(names)}`] : []),
    ],
  };
}

export function discard(state: ReplayState, data: CardsDiscardedData): Effect {
  const { left, missing } = takeCards(state.hand, data.cards);
  return {
    change: { hand: [...left, ...data.drawn], deckRemaining: undrawn(state.deckRemaining, data.drawn) },
    missed: notHeld(missing),
  };
}

/** A round won empties the hand, and counts the ante up behind a boss; a round lost ends the game with the hand held. */
export function endRound(state: ReplayState, data: RoundCompletedData): Partial<ReplayState> {
  const blind = { blindType: data.blindType, blindName: data.blindName };
  if (data.outcome === 'lost') return { ...blind, phase: 'game-over' };
  return {
    ...blind,
    phase: 'round-end',
    hand: [],
    deckRemaining: state.deckSize,
    ante: data.blindType === 'boss' ? data.ante + 1 : data.ante,
  };
}

/** Cards left to draw. Cards made or destroyed in a round are not in the pile that is drawn from. */
export function undrawn(before: number | null, drawn: readonly string[]): number | null {
  return before === null ? null : Math.max(0, before - drawn.length);
}

function notHeld(missing: readonly string[]): string[] {
  return missing.map((card) => `${card} was not in the hand`);
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? 'no jokers' : names.join(', ');
}
