import { expect, test } from 'vitest';
import type { EventData, EventRecord } from '../../../main-ingest/event/event.ts';
import { toRecord } from '../../../main-ingest/event/record.ts';
import { GamesInFlight } from '../../../main-ingest/live/games-in-flight.ts';

function event(eventType: string, sequenceId: number, data: EventData, sessionId = 'g1'): EventRecord {
  const second = String(sequenceId % 60).padStart(2, '0');
  const id = `00000000-0000-4000-8000-${String(sequenceId).padStart(12, '0')}`;
  return toRecord({ eventId: id, eventType, timestamp: `2026-10-01T09:30:${second}Z`, sessionId, data }, sequenceId);
}
const started = (sessionId = 'g1') =>
  event(
    'GameStarted',
    0,
    { seed: 'ABC', stakes: 'White', deck: 'Red Deck', startingMoney: 4, strategyId: 'greedy', modelVersion: 'ppo-1' },
    sessionId,
  );
const hand = (step: number, finalScore: number, moneyAfter: number) =>
  event('HandPlayed', step, { scoring: { finalScore }, ante: 2, blindType: 'big', moneyAfter, jokers: ['Joker'] });
const completed = (step: number) => event('GameCompleted', step, { outcome: 'loss' });

test('a game is in flight from its start to its end', () => {
  const games = new GamesInFlight();
  games.take([started(), hand(1, 300, 5), hand(2, 120, 6), event('ItemPurchased', 3, { moneyAfter: -2 })]);
  expect(games.count()).toBe(1);
  expect(games.rows()[0]).toMatchObject({
    sessionId: 'g1',
    state: 'live',
    strategy: 'greedy',
    ante: 2,
    bestHand: 300,
    hands: 2,
    money: -2,
    jokers: ['Joker'],
    events: 4,
    durationMs: 3000,
  });
  expect(games.progress('g1')).toEqual({ lastStep: 3, ended: false });
  games.take([completed(4)]);
  expect(games.count()).toBe(0);
  expect(games.progress('g1')).toEqual({ lastStep: 4, ended: true });
  expect(games.totals()).toEqual({ started: 1, ended: 1, run: null, model: 'ppo-1' });
});

test('an event that arrives after the end does not bring the game back', () => {
  const games = new GamesInFlight();
  games.take([started(), completed(9), hand(5, 10, 1)]);
  expect(games.count()).toBe(0);
});

test('an event that was overtaken changes nothing back', () => {
  const games = new GamesInFlight();
  games.take([started(), hand(3, 50, 30), hand(2, 80, 20), event('ShopLeft', 1, { moneyAfter: 10 })]);
  expect(games.row('g1')).toMatchObject({ money: 30, bestHand: 80, hands: 2 });
});

test('a game that falls silent is not counted, and is again when it is heard of', () => {
  let now = 0;
  const games = new GamesInFlight({ now: () => now });
  games.take([started()]);
  now = 11 * 60_000;
  expect(games.count()).toBe(0);
  games.take([hand(1, 1, 1)]);
  expect(games.count()).toBe(1);
});

test('of very many games those not heard of for longest are forgotten, and all are counted', () => {
  let now = 0;
  const games = new GamesInFlight({ now: () => now });
  for (let batch = 0; batch < 30; batch++) {
    now = batch;
    games.take(Array.from({ length: 1_000 }, (_, at) => started(`g${1_000 * batch + at}`)));
    games.take([started('first')]);
  }
  expect([games.count(), games.rows().length, games.totals().started]).toEqual([20_000, 20_000, 30_030]);
  expect(games.row('g10000')).toBeUndefined();
  expect(games.row('g29999')).toBeDefined();
  expect(games.row('first')?.events).toBe(30);
});

test('of a long text and a long list only what can be shown is kept', () => {
  const games = new GamesInFlight();
  const jokers = Array.from({ length: 1_000 }, (_, at) => `${at}`.padEnd(10_000, 'x'));
  games.take([
    event('GameStarted', 0, { seed: 'x'.repeat(1e6), stakes: 'White', deck: 'Red Deck', startingMoney: 4, jokers }),
  ]);
  expect(JSON.stringify(games.row('g1')).length).toBeLessThan(22_000);
  expect(games.row('g1')?.seed).toHaveLength(200);
});
