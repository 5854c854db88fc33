import type { DataOf } from '../../../main-ingest/event/data.ts';
import type { EventRecord, KnownEventType } from '../../../main-ingest/event/event.ts';
import { type Folded, foldEvent } from '../../../main-ingest/replay/fold.ts';
import { NOTHING_KNOWN, type ReplayState } from '../../../main-ingest/replay/state.ts';
import type { AnyStep } from '../../../main-ingest/replay/step.ts';

/** An event that has no place in a game yet. */
export type Happening = Pick<AnyStep, 'eventType' | 'data'>;

export function happens<T extends KnownEventType>(eventType: T, data: DataOf<T>): Happening {
  return { eventType, data };
}

/** Events with the place that they have in a list, from `first` on. */
export function inOrder(happenings: readonly Happening[], first = 0): AnyStep[] {
  return happenings.map((happening, i) => ({ ...happening, sequenceId: first + i }));
}

/** What the last of these events leaves, and all gaps on the way. */
export function play(happenings: readonly Happening[], from: ReplayState = NOTHING_KNOWN): Folded {
  let folded: Folded = { state: from, gaps: [], comparison: undefined };
  const gaps: string[] = [];
  for (const step of inOrder(happenings, from.nextSequence ?? 0)) {
    folded = foldEvent(folded.state, step);
    gaps.push(...folded.gaps);
  }
  return { ...folded, gaps };
}

/** The same as records, a second apart. */
export function records(happenings: readonly Happening[], sessionId = 'a-game'): EventRecord[] {
  return inOrder(happenings).map(({ eventType, sequenceId, data }) => {
    const timestampUs = 1_790_000_000_000_000 + sequenceId * 1_000_000;
    return {
      eventId: `00000000-0000-4000-8000-${String(sequenceId).padStart(12, '0')}`,
      eventType,
      timestamp: new Date(timestampUs / 1000).toISOString(),
      timestampUs,
      sessionId,
      sequenceId,
      schemaVersion: 1,
      source: '',
      correlationId: '',
      data: JSON.stringify(data),
    };
  });
}

export const started = (data: Partial<DataOf<'GameStarted'>> = {}): Happening =>
  happens('GameStarted', { seed: 'SEED', stakes: 'White', deck: 'Red Deck', startingMoney: 4, deckSize: 52, ...data });

export const blind = (data: Partial<DataOf<'BlindSelected'>> = {}): Happening =>
  happens('BlindSelected', {
    ante: 1,
    round: 1,
    blindType: 'small',
    blindName: 'Small Blind',
    targetScore: 300,
    handsRemaining: 4,
    discardsRemaining: 3,
    drawn: ['S_A', 'S_A', 'H_T', 'D_2'],
    ...data,
  });

export const hand = (data: Partial<DataOf<'HandPlayed'>> = {}): Happening =>
  happens('HandPlayed', {
    hand: ['S_A', 'S_A'],
    handType: 'Pair',
    scoring: { baseChips: 10, baseMult: 2, jokerEffects: [], finalScore: 64 },
    ante: 1,
    round: 1,
    blindType: 'small',
    blindName: 'Small Blind',
    handNumber: 1,
    roundScore: 64,
    targetScore: 300,
    handsRemaining: 3,
    discardsRemaining: 3,
    moneyBefore: 4,
    moneyAfter: 4,
    jokers: [],
    drawn: ['C_9', 'C_8'],
    ...data,
  });

export const discarded = (data: Partial<DataOf<'CardsDiscarded'>> = {}): Happening =>
  happens('CardsDiscarded', {
    cards: ['D_2'],
    drawn: ['C_7'],
    handsRemaining: 4,
    discardsRemaining: 2,
    moneyBefore: 4,
    moneyAfter: 4,
    ...data,
  });

export const completed = (data: Partial<DataOf<'RoundCompleted'>> = {}): Happening =>
  happens('RoundCompleted', {
    ante: 1,
    round: 1,
    blindType: 'small',
    blindName: 'Small Blind',
    outcome: 'won',
    score: 640,
    targetScore: 300,
    handsUsed: 1,
    ...data,
  });

export const shop = (data: Partial<DataOf<'ShopEntered'>> = {}): Happening =>
  happens('ShopEntered', {
    money: 10,
    shopItems: [
      { slot: 0, type: 'joker', name: 'Joker', cost: 2 },
      { slot: 1, type: 'planet', name: 'Mercury', cost: 3 },
      { slot: 2, type: 'voucher', name: 'Overstock', cost: 10 },
      { slot: 3, type: 'booster', name: 'Arcana Pack', cost: 4 },
    ],
    rerollCost: 5,
    ...data,
  });

export const bought = (data: Partial<DataOf<'ItemPurchased'>> = {}): Happening =>
  happens('ItemPurchased', { slot: 0, type: 'joker', name: 'Joker', cost: 2, moneyBefore: 10, moneyAfter: 8, ...data });

export const booster = (data: Partial<DataOf<'BoosterOpened'>> = {}): Happening =>
  happens('BoosterOpened', {
    name: 'Arcana Pack',
    kind: 'Arcana',
    slot: 3,
    cost: 4,
    options: ['The Fool', 'The World', 'Death'],
    picks: 1,
    drawn: ['S_K', 'S_Q'],
    moneyBefore: 10,
    moneyAfter: 6,
    ...data,
  });

export const decision = (data: Partial<DataOf<'DecisionMade'>> = {}): Happening =>
  happens('DecisionMade', {
    decisionType: 'play',
    phase: 'playing',
    optionsAvailable: ['play S_A S_A', 'discard'],
    optionSelected: 'play S_A S_A',
    confidenceScore: 0.8,
    usedLlm: false,
    contextHash: 'c0ffee',
    ...data,
  });

export const ended = (data: Partial<DataOf<'GameCompleted'>> = {}): Happening =>
  happens('GameCompleted', {
    outcome: 'loss',
    finalScore: 64,
    finalAnte: 1,
    finalRound: 1,
    finalMoney: 4,
    finalJokers: [],
    handsPlayed: 1,
    durationMs: 1000,
    ...data,
  });
