import type { EventData, EventRecord } from '../../../main-ingest/event/event.ts';
import { toRecord } from '../../../main-ingest/event/record.ts';
import { usToTimestamp } from '../../../main-ingest/event/timestamp.ts';

const START_US = Date.UTC(2026, 8, 28, 6) * 1000;

/** An event of a game, one second after the one before. */
export function event(sequenceId: number, eventType: string, data: EventData, sessionId = 'game'): EventRecord {
  return toRecord(
    {
      eventId: `00000000-0000-4000-8000-${String(sequenceId).padStart(12, '0')}`,
      eventType,
      timestamp: usToTimestamp(START_US + sequenceId * 1_000_000),
      sessionId,
      data,
    },
    sequenceId,
  );
}

export const started: EventData = {
  seed: 'SEED',
  stakes: 'White',
  deck: 'Red Deck',
  startingMoney: 4,
  strategyId: 'smart',
  modelVersion: 'ppo-1',
  experimentId: 'run-1',
};

export function blind(round: number, blindType = 'small'): EventData {
  return {
    ante: 1,
    round,
    blindType,
    blindName: blindType === 'boss' ? 'The Hook' : 'Small Blind',
    targetScore: 300,
    handsRemaining: 4,
    discardsRemaining: 3,
    drawn: [],
  };
}

export function hand(round: number, handNumber: number, more: EventData = {}): EventData {
  return {
    hand: ['H_T', 'S_T+Wild'],
    handType: 'Pair',
    scoring: { baseChips: 10, baseMult: 2, jokerEffects: [], finalChips: 30, finalMult: 4, finalScore: 120 },
    ante: 1,
    round,
    blindType: 'small',
    blindName: 'Small Blind',
    handNumber,
    roundScore: 120,
    targetScore: 300,
    handsRemaining: 3,
    discardsRemaining: 3,
    moneyBefore: 4,
    moneyAfter: 4,
    jokers: [],
    drawn: [],
    ...more,
  };
}

export function roundEnd(round: number, outcome: 'won' | 'lost', blindType = 'small'): EventData {
  return { ante: 1, round, blindType, blindName: 'Small Blind', outcome, score: 400, targetScore: 300, handsUsed: 2 };
}

export function gameEnd(more: EventData = {}): EventData {
  return {
    outcome: 'loss',
    finalScore: 120,
    finalAnte: 1,
    finalRound: 1,
    finalMoney: 4,
    finalJokers: [],
    handsPlayed: 2,
    durationMs: 1234.6,
    ...more,
  };
}
