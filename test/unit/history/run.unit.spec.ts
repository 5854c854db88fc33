import fc from 'fast-check';
import { expect, test } from 'vitest';
import { usToTimestamp } from '../../../main-ingest/event/record.ts';
import { packIds } from '../../../main-ingest/history/event-ids.ts';
import { cutRuns, decodeRun, encodeRun, RUN_EVENTS } from '../../../main-ingest/history/run.ts';

const timestampUs = fc.integer({ min: 0, max: 4e15 });
const record = fc.record({
  eventId: fc.uuid(),
  eventType: fc.oneof(fc.constantFrom('HandPlayed', 'GameStarted'), fc.string()),
  sessionId: fc.constantFrom('a', 'b'),
  sequenceId: fc.integer({ min: -1, max: 2 ** 31 }),
  schemaVersion: fc.integer({ min: 1, max: 9 }),
  source: fc.string({ unit: 'grapheme' }),
  correlationId: fc.constantFrom('', 'x'),
  data: fc.json().map((json) => `{"value":${json}}`),
});
const event = fc.oneof(
  fc.tuple(record, timestampUs).map(([each, us]) => ({ ...each, timestampUs: us, timestamp: usToTimestamp(us) })),
  record.map((each) => ({ ...each, timestampUs: 1_790_847_000_500_000, timestamp: '2026-10-01T09:30:00.5Z' })),
);

test('a run comes back as it was, at any level', () => {
  fc.assert(
    fc.property(
      fc.array(event, { minLength: 1, maxLength: 60 }),
      fc.constantFrom(1, 9),
      fc.nat(),
      (events, level, first) => {
        const place = { stream: 'game-a', first, ids: packIds(events) };
        const read = decodeRun(encodeRun(events, level, place), place);
        expect(read).toEqual(events.map((each, place) => ({ ...each, stream: 'game-a', revision: first + place })));
      },
    ),
  );
});

test('a flipped bit anywhere in a run, its ids or its place is damage, named with the game', () => {
  fc.assert(
    fc.property(
      fc.array(event, { minLength: 1, maxLength: 40 }),
      fc.constantFrom(1, 9),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (events, level, where) => {
        const place = { stream: 'game-a', first: 3, ids: packIds(events) };
        const block = encodeRun(events, level, place);
        const bit = Math.floor(where * 8 * (block.length + place.ids.length));
        const flip = (bytes: Buffer, at: number) =>
          Buffer.from(bytes.map((byte, index) => (index === at >> 3 ? byte ^ (1 << (at & 7)) : byte)));
        const inBlock = bit < 8 * block.length;
        const flipped = inBlock ? flip(block, bit) : block;
        const ids = inBlock ? place.ids : flip(place.ids, bit - 8 * block.length);
        const damage = expect.objectContaining({ code: 'DAMAGED', message: expect.stringContaining('game-a') });
        expect(() => decodeRun(flipped, { ...place, ids })).toThrow(damage);
        expect(() => decodeRun(block, { ...place, first: 4 })).toThrow(damage);
        expect(() => decodeRun(block, { ...place, stream: 'game-c' })).toThrow(
          expect.objectContaining({ code: 'DAMAGED', message: expect.stringContaining('game-c') }),
        );
      },
    ),
  );
});

test('a run of an older workbench, without a checksum, is read', () => {
  const [sample] = fc.sample(event, 1);
  if (sample === undefined) throw new Error('no sample');
  const place = { stream: 'game-a', first: 0, ids: packIds([sample]) };
  const body = encodeRun([sample], 1, place).subarray(8);
  expect(decodeRun(body, place)).toEqual([{ ...sample, stream: 'game-a', revision: 0 }]);
});

test('events are cut into runs by number and by size, in order and completely', () => {
  const [sample] = fc.sample(event, 1);
  if (sample === undefined) throw new Error('no sample');
  const of = (size: number) => ({ ...sample, data: JSON.stringify('x'.repeat(size)) });
  const events = [...Array(RUN_EVENTS + 1).fill(of(1)), of(600_000), of(600_000), of(3_000_000), of(1)];
  const runs = [...cutRuns(events)];
  expect(runs.map((run) => run.length)).toEqual([RUN_EVENTS, 2, 1, 1, 1]);
  expect(runs.flat()).toEqual(events);
  expect([...cutRuns([])]).toEqual([]);
});
