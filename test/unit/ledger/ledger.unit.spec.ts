import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
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

/** An event on which the ledger fails. */
function unreadable(number: number): CanonicalEvent {
  const data = {
    get money(): number {
      throw new Error('unreadable');
    },
  };
  return event(number, { data });
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

test('the first of doubles counts, whatever else differs', () => {
  const ledger = openLedger(file, nothing, 0);
  const { records, duplicates } = ledger.admit([
    event(1, { sequenceId: 0, data: { money: 1 } }),
    event(1, { sequenceId: 1 }),
    event(2, { sequenceId: 1 }),
    event(2, { sequenceId: 0 }),
    event(3, { sequenceId: 0, sessionId: 'another game' }),
  ]);
  expect(records.map(({ eventId, sequenceId, data }) => [eventId, sequenceId, data])).toEqual([
    [uuid(1), 0, '{"money":1}'],
    [uuid(2), 1, '{}'],
    [uuid(3), 0, '{}'],
  ]);
  expect(duplicates).toBe(2);
  expect(ledger.admit([event(2, { sequenceId: 9 })])).toEqual({ records: [], duplicates: 1, refused: [] });
  ledger.close();
});

test('another event at a place that is taken is a conflict, each time it comes', () => {
  let ledger = openLedger(file, nothing, 0);
  const first = ledger.admit([event(1, { sequenceId: 0 }), event(2)]).records;
  const batch = [event(3, { sequenceId: 0 }), event(4, { sequenceId: 2 }), event(5, { sequenceId: 1 })];
  const { records, refused } = ledger.admit(batch);
  expect(records.map(({ eventId }) => eventId)).toEqual([uuid(4)]);
  const conflict = (index: number, sequence: number) => ({
    index,
    code: 'SEQUENCE_TAKEN',
    reason: expect.stringMatching(`step ${sequence} of game game is taken by another event`),
  });
  expect(refused).toEqual([conflict(0, 0), conflict(2, 1)]);
  expect(ledger.admit(batch)).toEqual({ records: [], duplicates: 1, refused });
  ledger.save(3);
  ledger.close();
  ledger = openLedger(file, readerOf([...first, ...records]), 3);
  expect(ledger.admit(batch)).toEqual({ records: [], duplicates: 1, refused });
  ledger.close();
});

test('a step beyond what the stores can keep is refused, and nothing else', () => {
  const ledger = openLedger(file, nothing, 0);
  const last = 2 ** 31 - 1;
  expect(admitted(ledger, event(1, { sequenceId: last }), event(2, { sequenceId: 5 }))).toEqual([last, 5]);
  const { records, refused } = ledger.admit([event(3), event(4, { sequenceId: 6 }), event(5, { sessionId: 'other' })]);
  expect(records.map(({ eventId, sequenceId }) => [eventId, sequenceId])).toEqual([
    [uuid(4), 6],
    [uuid(5), 0],
  ]);
  expect(refused).toEqual([
    { index: 0, code: 'NO_SEQUENCE_LEFT', reason: expect.stringContaining('game game has its last possible step') },
  ]);
  ledger.close();
});

test('an id is the same event whichever game it is said to be of', () => {
  const ledger = openLedger(file, nothing, 0);
  ledger.admit([event(1, { sequenceId: 0 }), event(2, { eventType: 'MetricRecorded', sessionId: 'run' })]);
  const again = [event(1, { sequenceId: 0, sessionId: 'another game' }), event(2, { sessionId: 'another game' })];
  expect(ledger.admit(again)).toEqual({ records: [], duplicates: 2, refused: [] });
  ledger.close();
});

test('an id is the same event also after a restart, and after a batch that did not become durable', () => {
  let ledger = openLedger(file, nothing, 0);
  const first = ledger.admit([event(1), event(2, { eventType: 'MetricRecorded', sessionId: 'run' })]).records;
  const saved = ledger.admit([event(3, { eventType: 'GameCompleted' })]).records;
  ledger.save(3);
  const later = ledger.admit([event(4)]).records;
  ledger.forget(ledger.admit([event(5)]).records);
  ledger.close();
  const journal = [...first, ...saved, ...later];
  const elsewhere = [1, 2, 3, 4].map((number) => event(number, { sessionId: 'another game' }));
  for (const restart of [1, 2]) {
    ledger = openLedger(file, readerOf(journal), journal.length);
    expect([restart, ledger.admit(elsewhere)]).toEqual([restart, { records: [], duplicates: 4, refused: [] }]);
    ledger.forget(ledger.admit([event(5), event(6)]).records);
    expect(ledger.admit(elsewhere).duplicates).toBe(4);
    ledger.save(journal.length);
    ledger.close();
  }
});

test('nothing of a batch is known that failed in the middle', () => {
  const ledger = openLedger(file, nothing, 0);
  const metric = event(9, { eventType: 'MetricRecorded', sessionId: 'run' });
  ledger.admit([event(1)]);
  expect(() => ledger.admit([event(2), metric, event(3, { sessionId: 'other' }), unreadable(4)])).toThrow('unreadable');
  expect(admitted(ledger, event(1), event(3, { sessionId: 'other' }), metric, event(2))).toEqual([0, -1, 1]);
  ledger.save(4);
  expect(ledger.admit([event(1), event(3), metric, event(2), event(5, { sequenceId: 1 })])).toMatchObject({
    duplicates: 4,
    refused: [{ index: 4 }],
  });
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

/** A few games and ids, so that doubles and conflicts of every kind are common. */
const anyEvent = fc
  .record({
    id: fc.nat(60),
    game: fc.nat(2),
    sequence: fc.option(fc.nat(12), { nil: undefined }),
    type: fc.constantFrom('ShopLeft', 'ShopLeft', 'GameCompleted', 'MetricRecorded', 'Unheard'),
  })
  .map(({ id, game, sequence, type }) =>
    event(id, {
      sessionId: `game-${game}`,
      eventType: type,
      ...(sequence === undefined || type === 'MetricRecorded' ? {} : { sequenceId: sequence }),
    }),
  );

/** Events whose ids tell the game: what of a game is kept elsewhere is all that has to be known of them. */
const gameEvent = anyEvent
  .filter(({ eventType }) => eventType !== 'MetricRecorded')
  .map((one) => ({ ...one, eventId: `${one.sessionId.slice(-1)}${one.eventId.slice(1)}` }));

function stepsOf(one: fc.Arbitrary<CanonicalEvent>) {
  const events = fc.array(one, { maxLength: 8 });
  const step = fc.oneof(
    { weight: 6, arbitrary: fc.record({ does: fc.constantFrom('admit' as const, 'throw' as const), events }) },
    { weight: 3, arbitrary: fc.record({ does: fc.constantFrom('durable' as const, 'fail' as const) }) },
    {
      weight: 3,
      arbitrary: fc.record({ does: fc.constantFrom('save' as const, 'crash' as const, 'damage' as const) }),
    },
  );
  return fc.array(step, { maxLength: 40 });
}

/** The rule itself, asked of the list of all events that were taken. */
function ruleOf(taken: readonly EventRecord[], { eventId, sessionId, sequenceId }: CanonicalEvent) {
  if (taken.some((other) => other.eventId === eventId)) return 'double';
  const isTaken = taken.some((other) => other.sessionId === sessionId && other.sequenceId === sequenceId);
  return isTaken ? 'conflict' : 'new';
}

test.each([
  ['', anyEvent, false],
  [', the journal trimmed behind the file', gameEvent, true],
])('agrees with the plain rule over any course of batches, failures, saves, crashes and damage%s', (_, one, trims) => {
  fc.assert(
    fc.property(stepsOf(one), (steps) => {
      for (const name of readdirSync(folder)) rmSync(join(folder, name));
      /** Durable events; then batches under way. */
      let journal: EventRecord[] = [];
      let underWay: (readonly EventRecord[])[] = [];
      /** Up to here the journal was trimmed, and the history holds everything. */
      let oldest = 0;
      let saved = 0;
      const reader: JournalReader = {
        ...readerOf([]),
        read: (from, ...range) => {
          if (from < oldest) expect.fail(`${from} was trimmed`);
          return readerOf(journal).read(from, ...range);
        },
      };
      const open = () =>
        openLedger(file, reader, 0, 0, {
          place: () => ({ position: journal.length, oldest }),
          older: (session) => journal.slice(0, oldest).filter(({ sessionId }) => sessionId === session),
        });
      let ledger = open();
      for (const next of steps) {
        if (next.does === 'admit') {
          const taken = [...journal, ...underWay.flat()];
          const { records, duplicates, refused } = ledger.admit(next.events);
          const fates = next.events.map((one) => {
            const fate = ruleOf(taken, one);
            const record = records.find(({ eventId }) => eventId === one.eventId);
            if (fate === 'new') taken.push(record ?? expect.fail(`${one.eventId} was not taken`));
            return fate;
          });
          const of = (fate: string) => fates.flatMap((each, index) => (each === fate ? [index] : []));
          expect(records.map(({ eventId }) => eventId)).toEqual(of('new').map((at) => next.events[at]?.eventId));
          expect(refused.map(({ index }) => index)).toEqual(of('conflict'));
          expect(duplicates).toBe(of('double').length);
          if (records.length > 0) underWay.push(records);
        } else if (next.does === 'throw') {
          expect(() => ledger.admit([...next.events, unreadable(500)])).toThrow('unreadable');
        } else if (next.does === 'durable') {
          journal = journal.concat(underWay.shift() ?? []);
        } else if (next.does === 'fail') {
          // The journal fails what it writes together, and that is the oldest of what waits.
          const failed = underWay.shift();
          if (failed) ledger.forget(failed);
        } else if (next.does === 'save') {
          ledger.save(journal.length);
          saved = journal.length;
        } else {
          ledger.close();
          underWay = [];
          if (trims) oldest = saved;
          if (next.does === 'damage') writeFileSync(file, randomBytes(8192));
          ledger = open();
        }
      }
      ledger.close();
    }),
    { numRuns: 40 },
  );
});
