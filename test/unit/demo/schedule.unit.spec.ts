import { expect, test } from 'vitest';
import { z } from 'zod';
import { arrange, rounds } from '../../../main-ingest/demo/schedule.ts';

const at = (seconds: number): string => new Date(Date.UTC(2026, 8, 28) + seconds * 1000).toISOString();
const event = (eventType: string, sessionId: string, seconds: number) => ({
  eventType,
  sessionId,
  timestamp: at(seconds),
  eventId: 'as recorded',
  data: { seed: sessionId },
});
/** Two games, one beginning 10 s after the other, each 30 s long. */
const recording = arrange([
  event('GameStarted', 'a', 0),
  event('GameCompleted', 'a', 30),
  event('GameStarted', 'b', 10),
  event('GameCompleted', 'b', 40),
]);
const Sent = z.object({ eventId: z.string(), sessionId: z.string(), timestamp: z.string(), data: z.unknown() });

function firstOf(count: number) {
  const all = rounds(recording);
  return Array.from({ length: count }, () => all.next().value);
}

test('rounds overlap and their events come in order of time', () => {
  expect(recording.periodUs).toBe(20_000_000);
  expect(firstOf(10).map((scheduled) => scheduled.atUs / 1e6)).toEqual([0, 10, 20, 30, 30, 40, 40, 50, 50, 60]);
});

test('each round has games and events of its own', () => {
  const sent = firstOf(40).map((scheduled) => Sent.parse(scheduled.as(0)));
  expect(new Set(sent.map((one) => one.eventId)).size).toBe(40);
  const perGame = Map.groupBy(sent, (one) => one.sessionId);
  expect(Math.max(...[...perGame.values()].map((events) => events.length))).toBe(2);
  expect(perGame.has('a')).toBe(false);
});

test('an event bears the time at which it is sent, and its game says that it is a demo', () => {
  const [first] = firstOf(1);
  const sent = Sent.parse(first?.as(Date.UTC(2027, 0, 1)));
  expect(sent).toMatchObject({ timestamp: '2027-01-01T00:00:00.000000Z', data: { seed: 'a', experimentId: 'demo' } });
});

test('a recording of one game is played again when it has ended', () => {
  const single = arrange([event('GameStarted', 'a', 0), event('GameCompleted', 'a', 30)]);
  expect(single.periodUs).toBe(30_000_000);
});
