import { afterConsumable, atLevel } from '../../replay/hand-levels.ts';
import { sameCards, takeCards } from '../../replay/hand-of-cards.ts';
import type { HandLevel } from '../../replay/state.ts';
import { notTold } from './fields.ts';
import type { ObservedBlind } from './observation.ts';
import { handRules, handTypeOf } from './poker.ts';
import { blindReward, firstHands, targetScore } from './run-rules.ts';
import type { Step } from './step.ts';

/** The boss that discards cards of its own with every hand played. */
const THROWS_CARDS_AWAY = 'The Hook';

/** The score to reach: as the state tells it, else by the rules where they are known. */
export function targetOf(step: Step, blind: ObservedBlind | undefined): number | undefined {
  if (blind === undefined) return undefined;
  if (blind.targetScore !== undefined) return blind.targetScore;
  return step.run.ante === undefined ? undefined : targetScore(blind, step.run.ante, step.run);
}

export function selectBlind(step: Step): void {
  const { after, run } = step;
  run.blind = after.blind ?? run.blind;
  run.handsInRound = 0;
  run.handsRemaining = after.handsRemaining ?? firstHands(run);
  step.add('BlindSelected', {
    ante: step.ante,
    round: run.round,
    blindType: run.blind?.type,
    blindName: run.blind?.name,
    targetScore: targetOf(step, run.blind),
    handsRemaining: run.handsRemaining,
    discardsRemaining: after.discardsRemaining,
    drawn: [...(after.hand ?? [])],
    ...roundNotTold(step),
  });
}

function roundNotTold(step: Step, more: Readonly<Record<string, unknown>> = {}): { notTold: string[] | undefined } {
  const { after, run } = step;
  return notTold({
    ante: after.ante,
    targetScore: run.blind?.targetScore,
    blindName: run.blind?.name === 'Boss Blind' ? undefined : true,
    handsRemaining: after.handsRemaining,
    ...more,
  });
}

export function skipBlind(step: Step): void {
  const { before, after } = step;
  const tag = takeCards(after.tags ?? [], before.tags ?? []).left[0];
  step.addPaid('BlindSkipped', after.money, { ante: step.ante, blindType: before.nextBlind, tag });
}

/** Number of hands played between two states of one round. */
export function handsBetween(step: Step): number {
  const { before, after } = step;
  if (before.handsPlayedInRun !== undefined && after.handsPlayedInRun !== undefined) {
    return after.handsPlayedInRun - before.handsPlayedInRun;
  }
  if (before.handsPlayed !== undefined && after.handsPlayed !== undefined)
    return after.handsPlayed - before.handsPlayed;
  return (before.handsRemaining ?? 0) - (after.handsRemaining ?? before.handsRemaining ?? 0);
}

/** The hand just played. Where more than one was played between the states, none of them can be told. */
export function playHand(step: Step): void {
  const { before, after, run } = step;
  const score = (after.roundScore ?? 0) - (before.roundScore ?? 0);
  const hand = cardsOf(step);
  const jokers = (before.jokers ?? []).map((joker) => joker.name);
  const toldType = playedType(step);
  const handType = toldType ?? (hand && handTypeOf(hand, handRules(jokers)));
  run.handsRemaining = after.handsRemaining ?? (run.handsRemaining === undefined ? undefined : run.handsRemaining - 1);
  run.handsInRound = after.handsPlayed ?? run.handsInRound + 1;
  run.handsPlayed += 1;
  run.bestScore = Math.max(run.bestScore, score);
  run.lastHand = { ante: step.ante, round: run.round };
  const { drawn, lost } = refill(step, hand ?? []);
  const boss =
    lost.length > 0 && run.blind?.name === THROWS_CARDS_AWAY && hand !== undefined ? run.blind.name : undefined;
  step.addPaid('HandPlayed', after.money, {
    hand,
    handType,
    scoring: { ...base(step, handType), jokerEffects: [], finalScore: score },
    ante: step.ante,
    round: run.round,
    blindType: run.blind?.type,
    blindName: run.blind?.name,
    handNumber: run.handsInRound,
    roundScore: after.roundScore,
    targetScore: targetOf(step, run.blind),
    handsRemaining: run.handsRemaining,
    discardsRemaining: after.discardsRemaining,
    jokers,
    scoreOverflow: after.roundScore === Number.MAX_VALUE ? true : undefined,
    consumablesUsed: run.consumablesUsed,
    drawn: boss === undefined ? drawn : [],
    ...roundNotTold(step, {
      handType: toldType,
      baseChips: before.hands,
      baseMult: before.hands,
      jokerEffects: undefined,
    }),
  });
  run.consumablesUsed = [];
  if (boss !== undefined) {
    step.addPaid('CardsDiscarded', after.money, {
      cards: lost,
      drawn,
      handsRemaining: run.handsRemaining,
      discardsRemaining: after.discardsRemaining,
      cause: boss,
    });
  } else if (lost.length > 0) {
    step.add('HandChanged', { hand: [...(after.hand ?? [])] });
  }
}

export function discard(step: Step): void {
  const { after, run } = step;
  const cards = cardsOf(step) ?? [];
  const { drawn, lost } = refill(step, cards);
  step.addPaid('CardsDiscarded', after.money, {
    cards,
    drawn,
    handsRemaining: after.handsRemaining ?? run.handsRemaining,
    discardsRemaining: after.discardsRemaining,
    ...notTold({ handsRemaining: after.handsRemaining }),
  });
  if (lost.length > 0) step.add('HandChanged', { hand: [...(after.hand ?? [])] });
}

/** A hand that changed by something else than play, discard or a consumable. */
export function otherHandChange(step: Step): void {
  const { before, after } = step;
  if (after.hand !== undefined && before.hand !== undefined && !sameCards(before.hand, after.hand)) {
    step.add('HandChanged', { hand: [...after.hand] });
  }
}

export function completeRound(step: Step, outcome: 'won' | 'lost'): void {
  const { after, run } = step;
  step.add('RoundCompleted', {
    ante: step.ante,
    round: run.round,
    blindType: run.blind?.type,
    blindName: run.blind?.name,
    outcome,
    score: after.phase === 'shop' ? undefined : after.roundScore,
    targetScore: targetOf(step, run.blind),
    handsUsed: run.handsInRound,
    ...notTold({ ante: after.ante, targetScore: run.blind?.targetScore }),
  });
  if (outcome === 'won' && run.blind?.type === 'boss') {
    if (step.ante === 8) run.won = true;
    if (run.ante !== undefined) run.ante += 1;
  }
}

/**
 * What the cash-out paid. The split is that of the rules, with what jokers paid in `other`; where the rules cannot
 * account for the sum (a challenge, rent), all of it is `other`.
 */
export function cashOut(step: Step): void {
  const { before, after, run } = step;
  const paid = (after.money ?? 0) - (before.money ?? after.money ?? 0);
  const blind = before.phase === 'round-end' && run.blind ? blindReward(run.blind, run) : undefined;
  const green = run.deck === 'Green Deck';
  const left = before.handsRemaining ?? run.handsRemaining;
  const hands = left === undefined ? undefined : green ? 2 * left + (before.discardsRemaining ?? 0) : left;
  const steps = Math.floor(Math.max(0, before.money ?? 0) / 5);
  const interest = green ? 0 : Math.min(steps, before.interestCap ?? 5);
  const other = blind === undefined || hands === undefined ? undefined : paid - blind - hands - interest;
  const earned =
    blind === undefined || hands === undefined || other === undefined || other < 0
      ? { blind: 0, hands: 0, interest: 0, other: paid }
      : { blind, hands, interest, other };
  step.addPaid('RoundCashedOut', after.money, { earned, ...notTold({ earned: undefined }) });
}

/**
 * The cards that were played or discarded: those that the request names, else those that are gone from the hand, where
 * nothing else takes cards from it.
 */
function cardsOf(step: Step): string[] | undefined {
  const { before, after, request, run } = step;
  if (request?.cards !== undefined && before.hand !== undefined) {
    return request.cards.flatMap((place) => before.hand?.[place] ?? []);
  }
  const shown = after.phase === 'playing' || after.phase === 'game-over';
  if (!shown || before.hand === undefined || after.hand === undefined || run.blind?.name === THROWS_CARDS_AWAY) {
    return undefined;
  }
  return [...takeCards(before.hand, after.hand).left];
}

/** What came to the hand, and what is gone from it beside the cards played. */
function refill(step: Step, cards: readonly string[]): { drawn: string[]; lost: string[] } {
  const { before, after } = step;
  if (before.hand === undefined || after.hand === undefined || after.phase === 'round-end' || after.phase === 'shop') {
    return { drawn: [], lost: [] };
  }
  const rest = takeCards(before.hand, cards).left;
  const { left: drawn, missing: lost } = takeCards(after.hand, rest);
  return { drawn: [...drawn], lost: [...lost] };
}

/** The hand type whose count went up between the states. */
function playedType(step: Step): string | undefined {
  const { before, after } = step;
  for (const [name, { played }] of after.hands ?? []) {
    const earlier = before.hands?.get(name);
    if (earlier !== undefined && played === earlier.played + 1) return name;
  }
  return undefined;
}

/** Chips and mult of the hand type at its level when played: as told, else level 1 and the planets used since. */
function base(step: Step, handType: string | undefined): { baseChips?: number; baseMult?: number } {
  if (handType === undefined) return {};
  const told = step.before.hands?.get(handType);
  if (told !== undefined) return { baseChips: told.chips, baseMult: told.mult };
  const first: readonly HandLevel[] = [atLevel(handType, 1)];
  const [level] = step.run.planets.reduce(afterConsumable, first);
  return level?.chips == null || level.mult == null ? {} : { baseChips: level.chips, baseMult: level.mult };
}
