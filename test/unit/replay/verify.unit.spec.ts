import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CanonicalEvent } from '../../../main-ingest/event/event.ts';
import { toCanonical } from '../../../main-ingest/event/record.ts';
import { verifyGames } from '../../../main-ingest/replay/verify.ts';
import { blind, completed, ended, type Happening, hand, happens, records, shop, started } from './a-game.ts';

const snapshot = (money: number) => happens('StateSnapshot', { state: { money, ante: 1 } });
const game: Happening[] = [started(), snapshot(4), blind(), hand(), completed(), shop(), snapshot(10), ended()];

function events(happenings: readonly Happening[], sessionId: string): CanonicalEvent[] {
  return records(happenings, sessionId).map((record) => ({
    ...toCanonical(record),
    eventId: `${sessionId}-${record.eventId}`,
  }));
}

const good = { games: 1, events: 8, duplicates: 0, snapshots: 2, fields: 4, mismatches: 0, gaps: 0 };

test('games, events, snapshots and fields are counted', async () => {
  expect(await verifyGames(events(game, 'a'))).toMatchObject(good);
});

test('a snapshot that differs is named', async () => {
  const wrong = game.with(6, snapshot(11));
  expect(await verifyGames(events(wrong, 'a'))).toMatchObject({
    ...good,
    mismatches: 1,
    differences: [{ sessionId: 'a', step: 6, field: 'money', recorded: '11', replayed: '10' }],
  });
});

test('interleaved games in any order, with doubles, give the same', async () => {
  const both = [...events(game, 'a'), ...events(game, 'b')];
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray(both, { minLength: both.length }),
      fc.nat(both.length),
      async (shuffled, n) => {
        expect(await verifyGames([...shuffled, ...shuffled.slice(0, n)])).toMatchObject({
          ...good,
          games: 2,
          events: 16,
          duplicates: n,
          snapshots: 4,
          fields: 8,
        });
      },
    ),
    { numRuns: 30 },
  );
});

test('events of no game are counted; those without a number follow in the order they come', async () => {
  const metric = { ...events([happens('MetricRecorded', { name: 'loss', value: 1 })], 'run')[0] };
  const unnumbered = events(game, 'a').map(({ sequenceId: _, ...event }) => event);
  const { eventId = '', timestamp = '' } = metric;
  const runEvent = {
    eventId,
    eventType: 'MetricRecorded',
    timestamp,
    sessionId: 'run',
    data: { name: 'loss', value: 1 },
  };
  expect(await verifyGames([...unnumbered, runEvent, runEvent])).toMatchObject({ ...good, events: 9, duplicates: 1 });
});

test('a recording without a beginning starts from its first snapshot', async () => {
  expect(await verifyGames(events(game, 'a').slice(5))).toMatchObject({
    games: 1,
    events: 3,
    snapshots: 0,
    startedFrom: 1,
    mismatches: 0,
    gaps: 1,
  });
});
