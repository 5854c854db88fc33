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
        const read = decodeRun(encodeRun(events, level), packIds(events), 'game-a', first);
        expect(read).toEqual(events.map((each, place) => ({ ...each, stream: 'game-a', revision: first + place })));
      },
    ),
  );
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
