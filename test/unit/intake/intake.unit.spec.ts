import { expect, test } from 'vitest';
import type { CanonicalEvent, EventRecord } from '../../../main-ingest/event/event.ts';
import { toRecord } from '../../../main-ingest/event/record.ts';
import type { Dialect } from '../../../main-ingest/intake/dialects/dialect.ts';
import { Intake, type RefusedValue } from '../../../main-ingest/intake/intake.ts';
import { type Journal, JournalError } from '../../../main-ingest/journal/journal.ts';
import type { Ledger } from '../../../main-ingest/ledger/ledger.ts';

/** A journal whose appends are made durable, or refused, one by one by the test. */
class HeldJournal implements Pick<Journal, 'append'> {
  readonly held: Array<{ records: readonly EventRecord[]; settle: (error?: JournalError) => void }> = [];
  #position = 0;
  append(records: readonly EventRecord[]): Promise<number> {
    return new Promise((resolve, reject) => {
      const settle = (error?: JournalError): void => {
        if (error) reject(error);
        else resolve(this.#position);
        this.#position += error ? 0 : records.length;
      };
      this.held.push({ records, settle });
    });
  }
  next(): (typeof this.held)[number] {
    return this.held.shift() ?? expect.fail('nothing is being appended');
  }
}

/** Knows ids; an event of the session `taken` has no place there. */
class SetLedger implements Pick<Ledger, 'admit' | 'forget'> {
  readonly #known = new Set<string>();
  admit(events: readonly CanonicalEvent[]) {
    const refused = events.flatMap(({ sessionId }, index) =>
      sessionId === 'taken' ? [{ index, code: 'SEQUENCE_TAKEN' as const, reason: 'is taken' }] : [],
    );
    const fresh = events.filter(
      ({ eventId, sessionId }) => sessionId !== 'taken' && !this.#known.has(eventId) && this.#known.add(eventId),
    );
    const records = fresh.map((event) => toRecord(event, 0));
    return { records, duplicates: events.length - records.length - refused.length, refused };
  }
  forget(records: readonly EventRecord[]): void {
    for (const { eventId } of records) this.#known.delete(eventId);
  }
}

function setUp(dialects: Dialect[] = [], sliceMs = Number.POSITIVE_INFINITY) {
  const journal = new HeldJournal();
  const refused: RefusedValue[] = [];
  const refuse = (value: RefusedValue) => refused.push(value);
  const intake = new Intake({ journal, ledger: new SetLedger(), refuse, dialects, sliceMs });
  return { journal, refused, intake };
}

const source = { name: 'test' };
const event = (number: number) => ({
  eventId: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
  eventType: 'Something',
  timestamp: '2026-10-01T09:30:00Z',
  sessionId: 'g1',
  data: {},
});
/** Lets everything that can go on go on. */
const turn = () => new Promise((resolve) => setImmediate(resolve));
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  promise.then(
    () => (settled = true),
    () => (settled = true),
  );
  await turn();
  return settled;
}
const full = new JournalError('JOURNAL_FULL', 'no room');

test('answers once the events are durable, not before', async () => {
  const { intake, journal } = setUp();
  const tapped: number[] = [];
  intake.onEvents((records, position) => tapped.push(position, records.length));
  const answer = intake.accept([event(1), event(2)], source);
  expect(await isSettled(answer)).toBe(false);
  expect(tapped).toEqual([]);
  journal.next().settle();
  expect(await answer).toEqual({ accepted: 2, duplicates: 0, rejected: [], rejectedCount: 0 });
  expect(tapped).toEqual([0, 2]);
});

test('a bad value is refused with its place and kept; its neighbours go on', async () => {
  const { intake, journal, refused } = setUp();
  const answer = intake.accept([event(1), { ...event(2), eventId: 'no' }, 'text', event(3)], source);
  journal.next().settle();
  expect(await answer).toMatchObject({
    accepted: 2,
    rejected: [
      { index: 1, code: 'BAD_EVENT_ID' },
      { index: 2, code: 'NOT_AN_EVENT' },
    ],
  });
  expect(refused.map(({ source, excerpt }) => [source, excerpt.slice(0, 20)])).toEqual([
    ['test', '{"eventId":"no","eve'],
    ['test', '"text"'],
  ]);
  expect(intake.counts()).toMatchObject({ rejected: 2 });
});

test('takes nothing while it stands still, learns nothing of it, and says why', async () => {
  const journal = new HeldJournal();
  let stands: JournalError | undefined = new JournalError('STORE_AHEAD', 'a store is ahead');
  const intake = new Intake({ journal, ledger: new SetLedger(), refuse: () => {}, standsStill: () => stands });
  await expect(intake.accept([event(1)], source)).rejects.toMatchObject({ code: 'STORE_AHEAD' });
  expect(intake.counts()).toMatchObject({ failing: { code: 'STORE_AHEAD', message: 'a store is ahead' } });
  expect(journal.held).toEqual([]);
  stands = undefined;
  const answer = intake.accept([event(1)], source);
  journal.next().settle();
  expect(await answer).toEqual({ accepted: 1, duplicates: 0, rejected: [], rejectedCount: 0 });
  expect(intake.counts()).toMatchObject({ failing: undefined });
});

test('a double is answered only when the event itself is durable', async () => {
  const { intake, journal } = setUp();
  const first = intake.accept([event(1)], source);
  const again = intake.accept([event(1)], source);
  expect(await isSettled(again)).toBe(false);
  journal.next().settle();
  expect(await first).toMatchObject({ accepted: 1, duplicates: 0 });
  expect(await again).toMatchObject({ accepted: 0, duplicates: 1 });
});

test('a double of an event that did not become durable fails like it, and both can be sent again', async () => {
  const { intake, journal } = setUp();
  const first = intake.accept([event(1)], source);
  const again = intake.accept([event(1)], source);
  journal.next().settle(full);
  await expect(first).rejects.toBe(full);
  await expect(again).rejects.toBe(full);
  expect(intake.counts().failing).toBe(full);
  const retry = intake.accept([event(1)], source);
  journal.next().settle();
  expect(await retry).toMatchObject({ accepted: 1 });
  expect(intake.counts().failing).toBeUndefined();
});

test('a large batch is taken in slices, and others get their turn between them', async () => {
  const { intake, journal } = setUp();
  const answer = intake.accept(
    Array.from({ length: 5000 }, (_, number) => event(number)),
    source,
  );
  expect(journal.held).toHaveLength(1);
  const other = intake.accept([event(9999)], source);
  while (journal.held.length < 4) await turn();
  expect(journal.held.map(({ records }) => records.length)).toEqual([2000, 1, 2000, 1000]);
  while (journal.held.length > 0) journal.next().settle();
  expect(await answer).toMatchObject({ accepted: 5000 });
  expect(await other).toMatchObject({ accepted: 1 });
});

test('a ledger that cannot be read fails the batch, until it can', async () => {
  const unread = new JournalError('DISK_FAILED', 'the ledger could not be read');
  let isAway = true;
  class AwayLedger extends SetLedger {
    override admit(events: readonly CanonicalEvent[]) {
      if (isAway) throw unread;
      return super.admit(events);
    }
  }
  const journal = new HeldJournal();
  const intake = new Intake({ journal, ledger: new AwayLedger(), refuse: () => undefined });
  await expect(intake.accept([event(1)], source)).rejects.toBe(unread);
  expect(intake.counts().failing).toBe(unread);
  isAway = false;
  const answer = intake.accept([event(1)], source);
  expect(intake.counts().failing).toBeUndefined();
  journal.next().settle();
  expect(await answer).toMatchObject({ accepted: 1, duplicates: 0 });
});

test('values that take their time are a slice of their own', async () => {
  const { intake, journal } = setUp([], 0.001);
  const answer = intake.accept([event(1), event(2), event(3)], source);
  while (journal.held.length < 3) await turn();
  while (journal.held.length > 0) journal.next().settle();
  expect(await answer).toMatchObject({ accepted: 3 });
});

test('a large batch fails as a whole where its beginning fails before its end is handed on', async () => {
  const { intake, journal } = setUp();
  const unhandled: unknown[] = [];
  const hear = (error: unknown) => unhandled.push(error);
  process.on('unhandledRejection', hear);
  const answer = intake.accept(
    Array.from({ length: 5000 }, (_, number) => event(number)),
    source,
  );
  // The double of another sender waits for the same append.
  const again = intake.accept([event(1)], source);
  const settled = Promise.allSettled([answer, again]);
  journal.next().settle(full);
  while (journal.held.length < 2) await turn();
  while (journal.held.length > 0) journal.next().settle();
  const failed = { status: 'rejected', reason: full };
  expect(await settled).toEqual([failed, failed]);
  await turn();
  process.off('unhandledRejection', hear);
  expect(unhandled).toEqual([]);
});

test('of very many refused values some are named and kept, all are counted', async () => {
  const { intake, refused } = setUp();
  const { rejected, rejectedCount } = await intake.accept(Array(3000).fill(null), source);
  expect([rejected.length, rejectedCount, refused.length, intake.counts().rejected]).toEqual([1000, 3000, 1000, 3000]);
});

test('a value that cannot be read is refused alone, whatever reading it throws', async () => {
  const dialect: Dialect = {
    reads: (value) => typeof value === 'object' && value !== null && 'foreign' in value,
    translate: (value) => {
      if (JSON.stringify(value).includes('thrown')) throw new RangeError('Invalid time value');
      return { events: [event(7)] };
    },
  };
  const { intake, journal, refused } = setUp([dialect]);
  let deep: unknown = 1;
  for (let depth = 0; depth < 5_000; depth++) deep = { deep };
  const answer = intake.accept(
    [event(1), { ...event(2), data: { deep } }, { foreign: 'thrown' }, { foreign: { deep } }, { foreign: 1 }, event(3)],
    source,
  );
  journal.next().settle();
  expect(await answer).toEqual({
    accepted: 3,
    duplicates: 0,
    rejected: [
      { index: 1, code: 'BAD_DATA', reason: 'data: is nested deeper than 64' },
      { index: 2, code: 'UNREADABLE', reason: 'Cannot be read: Invalid time value' },
      { index: 3, code: 'BAD_DATA', reason: 'The value is nested deeper than 64' },
    ],
    rejectedCount: 3,
  });
  expect(refused.map(({ excerpt }) => excerpt.slice(0, 30))).toEqual([
    '{"eventId":"00000000-0000-4000',
    '{"foreign":"thrown"}',
    '{"foreign":{"deep":{"deep":{"d',
  ]);
  expect(refused[2]?.excerpt).toHaveLength(500);
});

test('who listens and fails does not fail the batch', async () => {
  const { intake, journal } = setUp();
  const heard: number[] = [];
  intake.onEvents(() => {
    throw new Error('not my day');
  });
  intake.onEvents((records) => heard.push(records.length));
  const answer = intake.accept([event(1)], source);
  journal.next().settle();
  expect(await answer).toMatchObject({ accepted: 1 });
  expect(heard).toEqual([1]);
  expect(await intake.accept([event(1)], source)).toMatchObject({ duplicates: 1 });
});

test('a batch that no journal could hold is no failure of the intake', async () => {
  const { intake, journal } = setUp();
  const answer = intake.accept([event(1)], source);
  journal.next().settle(new JournalError('TOO_LARGE', 'too large'));
  await expect(answer).rejects.toMatchObject({ code: 'TOO_LARGE' });
  expect(intake.counts().failing).toBeUndefined();
});

test('an event whose place is taken is refused once what took it is durable, and kept whole', async () => {
  const { intake, journal, refused } = setUp();
  const first = intake.accept([event(1)], source);
  const taken = { ...event(2), sessionId: 'taken' };
  const answer = intake.accept(['bad', taken, event(3), 'bad too'], source);
  expect(await isSettled(answer)).toBe(false);
  expect(refused.map(({ code }) => code)).toEqual(['NOT_AN_EVENT', 'NOT_AN_EVENT']);
  journal.next().settle();
  journal.next().settle();
  await first;
  expect((await answer).rejected.map(({ index, code }) => [index, code])).toEqual([
    [0, 'NOT_AN_EVENT'],
    [1, 'SEQUENCE_TAKEN'],
    [3, 'NOT_AN_EVENT'],
  ]);
  const { bytes, ...kept } = refused[2] ?? expect.fail();
  expect(kept).toMatchObject({ source: 'test', reason: 'is taken', eventId: taken.eventId });
  expect(JSON.parse(Buffer.from(bytes ?? []).toString())).toEqual({ ...taken, source: 'test' });
});

test('an event whose place is taken by what did not become durable is not refused', async () => {
  const { intake, journal, refused } = setUp();
  const first = intake.accept([event(1)], source);
  const answer = intake.accept([{ ...event(2), sessionId: 'taken' }], source);
  journal.next().settle(full);
  await expect(first).rejects.toBe(full);
  await expect(answer).rejects.toBe(full);
  expect(refused).toEqual([]);
});

test('an event without a source is of whoever sent the batch', async () => {
  const { intake, journal } = setUp();
  const answer = intake.accept([event(1), { ...event(2), source: 'agent-7' }], source);
  const { records, settle } = journal.next();
  expect(records.map((record) => record.source)).toEqual(['test', 'agent-7']);
  settle();
  await answer;
});

test('a foreign value becomes the events of its dialect, checked like any other', async () => {
  const dialect: Dialect = {
    reads: (value) => value === 'two' || value === 'bad' || value === 'none',
    translate: (value) => {
      if (value === 'none') return { refused: { code: 'NONE', reason: 'nothing in it' } };
      return { events: [event(1), value === 'bad' ? { ...event(2), sessionId: '' } : event(2)] };
    },
  };
  const { intake, journal } = setUp([dialect]);
  const two = intake.accept(['two'], source);
  journal.next().settle();
  expect(await two).toMatchObject({ accepted: 2, rejected: [] });
  expect(await intake.accept(['bad', 'none'], source)).toMatchObject({
    duplicates: 1,
    rejected: [
      { index: 0, code: 'BAD_SESSION_ID' },
      { index: 1, code: 'NONE' },
    ],
  });
});

test('a slice that throws waits for those that are being written, and leaves no rejection behind', async () => {
  const journal = new HeldJournal();
  const ledger = new SetLedger();
  let slices = 0;
  const intake = new Intake({
    journal,
    ledger: {
      admit: (events) => {
        slices += 1;
        if (slices === 2) throw new Error('the ledger failed');
        return ledger.admit(events);
      },
      forget: (records) => ledger.forget(records),
    },
    refuse: () => {},
  });
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => unhandled.push(reason);
  process.on('unhandledRejection', note);
  const answer = intake.accept(
    Array.from({ length: 2_001 }, (_, number) => event(number)),
    source,
  );
  const failed = expect(answer).rejects.toThrow('the ledger failed');
  await turn();
  await turn();
  expect(await isSettled(answer)).toBe(false);
  journal.next().settle(full);
  await failed;
  await turn();
  process.off('unhandledRejection', note);
  expect(unhandled).toEqual([]);
});
