import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BalatrobotDialect } from '../../../main-ingest/intake/dialects/balatrobot.ts';
import { readRecording } from '../../recordings.ts';
import { ofType, translated, verified } from './translated.ts';

const files = readdirSync(join(import.meta.dirname, '../../recordings/balatrobot')).filter((name) =>
  name.endsWith('.jsonl'),
);
const lines = (file: string): unknown[] => readRecording(`balatrobot/${file}`).map((line) => JSON.parse(line));
const eventsOf = (file: string) => translated(new BalatrobotDialect(), lines(file));

describe.each(files)('%s', (file) => {
  test('is one game whose replay agrees with every state', async () => {
    const events = eventsOf(file);
    expect(await verified(events)).toMatchObject({ games: 1, mismatches: 0, gaps: 0, startedFrom: 0 });
    expect(events.filter(({ eventType }) => eventType.startsWith('Incomplete'))).toEqual([]);
    expect(events.map(({ sequenceId }) => sequenceId)).toEqual(events.map((_, index) => index));
  });

  test('gives the same events each time', () => {
    expect(eventsOf(file)).toEqual(eventsOf(file));
  });
});

test('each run is a game of its own', () => {
  const sessions = files.map((file) => eventsOf(file)[0]?.sessionId);
  expect(new Set(sessions).size).toBe(files.length);
});

test('runs that follow each other in a file are told apart', () => {
  const both = files.slice(0, 2).flatMap(lines);
  const events = translated(new BalatrobotDialect(), both);
  expect(ofType(events, 'GameStarted')).toHaveLength(2);
  expect(ofType(events, 'GameCompleted')).toHaveLength(2);
});

describe('one run in detail', () => {
  const events = eventsOf('one_ante_no_shop_1.2005a0c.jsonl');

  test('begins with what was asked for and what the game shows', () => {
    expect(ofType(events, 'GameStarted')).toEqual([
      {
        seed: 'OOOO155',
        stakes: 'White',
        deck: 'Red Deck',
        startingMoney: 4,
        hands: 4,
        discards: 4,
        handSize: 8,
        jokers: [],
        ante: 1,
        round: 0,
      },
    ]);
    expect(events[0]?.timestamp).toBe('2025-07-21T22:48:13.915000Z');
  });

  test('has its hands with cards, type and score', () => {
    expect(
      ofType(events, 'HandPlayed').map(({ handType, scoring, handNumber, roundScore, targetScore }) => ({
        handType,
        scoring,
        handNumber,
        roundScore,
        targetScore,
      })),
    ).toMatchObject([
      { handType: 'Four of a Kind', scoring: { baseChips: 60, finalScore: 700 }, handNumber: 1, targetScore: 300 },
      { handType: 'Three of a Kind', scoring: { finalScore: 180 }, handNumber: 1, roundScore: 180, targetScore: 600 },
      { handType: 'High Card', scoring: { finalScore: 16 }, handNumber: 2, roundScore: 196 },
      { handType: 'Straight Flush', scoring: { finalScore: 1000 }, handNumber: 3, roundScore: 1196 },
    ]);
  });

  test('says what the states did not tell', () => {
    expect(ofType(events, 'HandPlayed')[0]?.notTold).toEqual(
      expect.arrayContaining(['ante', 'targetScore', 'handType', 'jokerEffects']),
    );
  });

  test('explains the money of a cash-out by the rules, to the dollar', () => {
    expect(ofType(events, 'RoundCashedOut').map(({ earned }) => earned)).toEqual([
      { blind: 3, hands: 3, interest: 0, other: 0 },
      { blind: 5, hands: 1, interest: 4, other: 0 },
    ]);
  });

  test('ends abandoned, with its best hand', () => {
    expect(ofType(events, 'GameCompleted')).toEqual([
      {
        outcome: 'abandoned',
        finalScore: 1000,
        finalAnte: 1,
        finalRound: 2,
        finalMoney: 30,
        finalJokers: [],
        handsPlayed: 4,
        durationMs: 14_784,
      },
    ]);
  });
});

test('a lost run ends in a loss', () => {
  const events = eventsOf('one_ante_no_shop_2.e1a5621.jsonl');
  expect(ofType(events, 'RoundCompleted').at(-1)).toMatchObject({ outcome: 'lost' });
  expect(ofType(events, 'GameCompleted')).toMatchObject([{ outcome: 'loss', finalAnte: 2, finalRound: 3 }]);
  expect(ofType(events, 'BlindSkipped')[0]).toMatchObject({ blindType: 'small', tag: 'D6 Tag' });
  // The tag makes the first reroll of the next shop free.
  expect(ofType(events, 'ShopEntered')[0]).toMatchObject({ rerollCost: 0 });
});

test('a reroll of the shop has its cost and the new offer', () => {
  const [reroll] = ofType(eventsOf('20250731T195933.shop_reroll.6c9493e.jsonl'), 'ShopRerolled');
  expect(reroll).toMatchObject({ cost: 5, moneyBefore: 10, moneyAfter: 5, rerollCost: 6 });
});

test('what a challenge pays is not split by rules that it need not keep', () => {
  const [cashOut] = ofType(eventsOf('20250731T141121.rearrange_jokers.3f45102.jsonl'), 'RoundCashedOut');
  expect(cashOut?.earned).toEqual({ blind: 0, hands: 0, interest: 0, other: 0 });
});

test('other values are none of its own', () => {
  const dialect = new BalatrobotDialect();
  for (const value of [null, 1, [], {}, { eventType: 'X', game_state: {} }, { game_state: 'x' }, { state: 1 }]) {
    expect(dialect.reads(value)).toBe(false);
  }
});
