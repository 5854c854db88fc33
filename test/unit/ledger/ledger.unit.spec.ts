import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CanonicalEvent, EventRecord } from '../../../main-ingest/event/event.ts';
import type { JournalReader } from '../../../main-ingest/journal/journal.ts';
import type { Ledger } from '../../../main-ingest/ledger/ledger.ts';
import { openLedger } from '../../../main-ingest/ledger/sqlite.ts';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledger-'));
  file = join(folder, 'ledger.sqlite');
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function uuid(number: number): string {
  return `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;
}

function event(number: number, rest: Partial<CanonicalEvent> = {}): CanonicalEvent {
  return {
    eventId: uuid(number),
    eventType: 'ShopLeft',
    timestamp: '2026-10-01T09:30:00Z',
    sessionId: 'game',
    data: {},
    ...rest,
  };
}

/** A journal as the ledger sees it. */
function readerOf(events: readonly EventRecord[]): JournalReader {
  return {
    read: (from, durable, maxEvents) => events.slice(from, Math.min(durable, from + maxEvents)),
    gapEnd: (position) => position,
    close: () => undefined,
  };
}

const nothing = readerOf([]);

function admitted(ledger: Ledger, ...events: CanonicalEvent[]): number[] {
  return ledger.admit(events).records.map(({ sequenceId }) => sequenceId);
}

test('the first of doubles counts, by id and by place in the game', () => {
  const ledger = openLedger(file, nothing, 0);
  const { records, duplicates } = ledger.admit([
    event(1, { sequenceId: 0, data: { money: 1 } }),
    event(1, { sequenceId: 1 }),
    event(2, { sequenceId: 0 }),
    event(2, { sequenceId: 1 }),
    event(3, { sequenceId: 0, sessionId: 'another game' }),
  ]);
  expect(records.map(({ eventId, sequenceId, data }) => [eventId, sequenceId, data])).toEqual([
    [uuid(1), 0, '{"money":1}'],
    [uuid(2), 1, '{}'],
    [uuid(3), 0, '{}'],
  ]);
  expect(duplicates).toBe(2);
  expect(ledger.admit([event(2, { sequenceId: 9 })])).toEqual({ records: [], duplicates: 1 });
  ledger.close();
});

test('an id is the same event whichever game it is said to be of', () => {
  const ledger = openLedger(file, nothing, 0);
  ledger.admit([event(1, { sequenceId: 0 }), event(2, { eventType: 'MetricRecorded', sessionId: 'run' })]);
  const again = [event(1, { sequenceId: 0, sessionId: 'another game' }), event(2, { sessionId: 'another game' })];
  expect(ledger.admit(again)).toEqual({ records: [], duplicates: 2 });
  ledger.close();
});

test('gives the next place of the game to what has none', () => {
  const ledger = openLedger(file, nothing, 0);
  expect(admitted(ledger, event(1), event(2), event(3, { sessionId: 'other' }))).toEqual([0, 1, 0]);
  expect(admitted(ledger, event(1), event(4, { sequenceId: 7 }), event(5))).toEqual([7, 8]);
  ledger.close();
});

test('what belongs to no game has no place; an unknown type takes none from a game', () => {
  const ledger = openLedger(file, nothing, 0);
  const metric = event(1, { eventType: 'MetricRecorded', data: { name: 'loss', value: 1 } });
  expect(admitted(ledger, metric, metric, event(2, { eventType: 'Heartbeat' }), event(3))).toEqual([-1, -1, 0]);
  ledger.save(3);
  expect(ledger.admit([metric, event(2, { eventType: 'Heartbeat' })]).duplicates).toBe(2);
  ledger.close();
});

test('what did not become durable is unknown again', () => {
  const ledger = openLedger(file, nothing, 0);
  const metric = event(9, { eventType: 'MetricRecorded', data: { name: 'loss', value: 1 } });
  ledger.admit([event(1)]);
  const { records } = ledger.admit([event(2), event(3), metric]);
  ledger.admit([event(4)]);
  ledger.forget(records);
  ledger.save(2);
  expect(admitted(ledger, event(1), event(2), metric, event(4))).toEqual([4, -1]);
  ledger.close();
});

test('the file knows nothing that is not durable', () => {
  let ledger = openLedger(file, nothing, 0);
  const first = ledger.admit([event(1), event(2)]).records;
  ledger.admit([event(3)]);
  ledger.save(2);
  ledger.close();
  ledger = openLedger(file, readerOf(first), 2);
  expect(ledger.checkpoint()).toBe(2);
  expect(admitted(ledger, event(1), event(2), event(3))).toEqual([2]);
  ledger.close();
});

test('knows a finished game that it has put away', () => {
  let ledger = openLedger(file, nothing, 0);
  const game = Array.from({ length: 3000 }, (_, index) => event(index, { sequenceId: index }));
  ledger.admit([...game, event(5000, { eventType: 'GameCompleted', sequenceId: 3000 })]);
  ledger.save(3001);
  expect(ledger.admit(game).duplicates).toBe(3000);
  expect(admitted(ledger, event(5001))).toEqual([3001]);
  ledger.save(3002);
  ledger.close();
  ledger = openLedger(file, nothing, 3002);
  expect(ledger.admit([...game, event(5001)]).duplicates).toBe(3001);
  ledger.close();
});

test('where the file was lost it begins with what the journal still has', () => {
  const before = openLedger(join(folder, 'lost.sqlite'), nothing, 0);
  const { records } = before.admit(Array.from({ length: 10 }, (_, index) => event(index)));
  before.close();
  const ledger = openLedger(file, readerOf(records), 10, 4);
  expect(ledger.admit([event(5), event(9)]).duplicates).toBe(2);
  ledger.close();
});

/** A few games and ids of each, so that doubles of every kind within a game are common. */
const anyEvent = fc
  .record({
    id: fc.nat(30),
    game: fc.nat(2),
    sequence: fc.option(fc.nat(12), { nil: undefined }),
    type: fc.constantFrom('ShopLeft', 'ShopLeft', 'GameCompleted', 'MetricRecorded', 'Unheard'),
  })
  .map(({ id, game, sequence, type }) =>
    event(type === 'MetricRecorded' ? 1000 + id : 100 * game + id, {
      sessionId: `game-${game}`,
      eventType: type,
      ...(sequence === undefined || type === 'MetricRecorded' ? {} : { sequenceId: sequence }),
    }),
  );

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ does: fc.constant('admit' as const), events: fc.array(anyEvent, { maxLength: 6 }) }),
  },
  { weight: 2, arbitrary: fc.record({ does: fc.constantFrom('durable' as const, 'fail' as const) }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constantFrom('save' as const, 'crash' as const) }) },
);

/** The rule itself, asked of the list of all events that were taken. */
function isKnown(taken: readonly EventRecord[], event: CanonicalEvent): boolean {
  const isRun = event.eventType === 'MetricRecorded';
  return taken.some((other) =>
    isRun || other.eventType === 'MetricRecorded'
      ? isRun && other.eventType === event.eventType && other.eventId === event.eventId
      : other.sessionId === event.sessionId &&
        (other.eventId === event.eventId || (event.sequenceId ?? -2) === other.sequenceId),
  );
}

test('agrees with the plain rule over any course of batches, failures, saves and crashes', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      rmSync(file, { force: true });
      /** Durable events; then batches under way. */
      let journal: EventRecord[] = [];
      let underWay: (readonly EventRecord[])[] = [];
      let ledger = openLedger(file, nothing, 0);
      for (const next of steps) {
        if (next.does === 'admit') {
          const taken = [...journal, ...underWay.flat()];
          for (const one of next.events) {
            const { records, duplicates } = ledger.admit([one]);
            expect(duplicates).toBe(isKnown(taken, one) ? 1 : 0);
            taken.push(...records);
            if (records.length > 0) underWay.push(records);
          }
        } else if (next.does === 'durable') {
          journal = journal.concat(underWay.shift() ?? []);
        } else if (next.does === 'fail') {
          // The journal fails what it writes together, and that is the oldest of what waits.
          const failed = underWay.shift();
          if (failed) ledger.forget(failed);
        } else if (next.does === 'save') {
          ledger.save(journal.length);
        } else {
          ledger.close();
          underWay = [];
          ledger = openLedger(file, readerOf(journal), journal.length);
        }
      }
      ledger.close();
    }),
    { numRuns: 60 },
  );
});
