import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EventRecord } from '../../../main-ingest/event/event.ts';
import type { Journal, JournalOptions, JournalReader } from '../../../main-ingest/journal/journal.ts';
import { Published } from '../../../main-ingest/journal/published.ts';
import { openJournal, openJournalReader } from '../../../main-ingest/journal/segments.ts';
import { numberedEvent, numberedEvents } from '../../numbered-events.ts';

describe.each(['os', 'always'] as const)('a journal with sync: %s', (sync) => {
  const generous: JournalOptions = { sync, maxBytes: 64 << 20, segmentBytes: 1 << 20 };
  let folder: string;
  let published: Published;
  let journal: Journal;
  let reader: JournalReader;

  async function open(options: JournalOptions = generous, atLeast?: number): Promise<void> {
    published = new Published();
    journal = await openJournal(folder, options, published, atLeast === undefined ? {} : { atLeast });
    reader = openJournalReader(folder);
  }

  async function close(): Promise<void> {
    reader.close();
    await journal.close();
  }

  function readAll(from = published.oldest(), maxEvents = 1000): EventRecord[] {
    const events: EventRecord[] = [];
    for (;;) {
      const some = reader.read(from + events.length, published.durable(), maxEvents, 1 << 20);
      if (some.length === 0) return events;
      events.push(...some);
    }
  }

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'journal-'));
    await open();
  });

  afterEach(async () => {
    await close();
    await rm(folder, { recursive: true });
  });

  test('a new one is empty', () => {
    expect(journal.state()).toEqual({ position: 0, oldest: 0, bytes: 0 });
    expect(readAll()).toEqual([]);
  });

  test('a batch that cannot be written stands in nobody’s way', async () => {
    const [bad] = numberedEvents(7, 8);
    const appends = [
      journal.append(numberedEvents(0, 3)),
      journal.append(bad ? [{ ...bad, sequenceId: 2 ** 31 }] : []),
      journal.append(numberedEvents(3, 5)),
    ];
    const settled = await Promise.allSettled(appends);
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(readAll()).toEqual(numberedEvents(0, 5));
  });

  test('gives back what it was given, in order, and answers positions', async () => {
    expect(await journal.append(numberedEvents(0, 3))).toBe(0);
    expect(await journal.append([])).toBe(3);
    expect(await journal.append(numberedEvents(3, 10))).toBe(3);
    expect(journal.state()).toMatchObject({ position: 10, oldest: 0 });
    expect(published.durable()).toBe(10);
    expect(readAll()).toEqual(numberedEvents(0, 10));
  });

  test('positions follow the order of calls, also of calls that share a write', async () => {
    const calls = Array.from({ length: 50 }, (_, index) => journal.append(numberedEvents(index * 4, index * 4 + 4)));
    expect(await Promise.all(calls)).toEqual(Array.from({ length: 50 }, (_, index) => index * 4));
    expect(readAll()).toEqual(numberedEvents(0, 200));
  });

  test('keeps events of any size', async () => {
    const large = [numberedEvent(0, 0), numberedEvent(1, 3_000_000), numberedEvent(2, 1)];
    await journal.append(large);
    await journal.append(numberedEvents(3, 2000, 900));
    expect(readAll()).toEqual([...large, ...numberedEvents(3, 2000, 900)]);
  });

  test('goes on where it ended when it is opened again', async () => {
    await journal.append(numberedEvents(0, 5));
    const { bytes } = journal.state();
    await close();
    await open();
    expect(journal.state()).toEqual({ position: 5, oldest: 0, bytes });
    expect(await journal.append(numberedEvents(5, 6))).toBe(5);
    expect(readAll()).toEqual(numberedEvents(0, 6));
  });

  test('reads from anywhere, forth and back, in bites of any size', async () => {
    for (let at = 0; at < 200; at += 20) await journal.append(numberedEvents(at, at + 20));
    for (const from of [150, 20, 21, 0, 199, 77]) {
      expect(readAll(from, 7)).toEqual(numberedEvents(from, 200));
    }
    expect(reader.read(0, 200, 1000, 1)).toEqual(numberedEvents(0, 1));
  });

  test('reads nothing beyond what it is told to be durable', async () => {
    await journal.append(numberedEvents(0, 10));
    expect(reader.read(0, 4, 1000, 1 << 20)).toEqual(numberedEvents(0, 4));
    expect(reader.read(4, 4, 1000, 1 << 20)).toEqual([]);
    expect(reader.read(4, 10, 1000, 1 << 20)).toEqual(numberedEvents(4, 10));
  });

  test('a reader follows a journal that grows through segments', async () => {
    await close();
    await open({ ...generous, segmentBytes: 4000 });
    for (let at = 0; at < 300; at += 10) {
      await journal.append(numberedEvents(at, at + 10));
      expect(readAll(at)).toEqual(numberedEvents(at, at + 10));
    }
    expect((await readdir(folder)).length).toBeGreaterThan(5);
    expect(readAll()).toEqual(numberedEvents(0, 300));
  });

  test('gives up whole segments behind a position, and says that they are gone', async () => {
    await close();
    await open({ ...generous, segmentBytes: 4000 });
    for (let at = 0; at < 300; at += 10) await journal.append(numberedEvents(at, at + 10));
    const before = journal.state();
    await journal.trim(0);
    expect(journal.state()).toEqual(before);
    await journal.trim(155);
    const { oldest, bytes } = journal.state();
    expect(oldest).toBeGreaterThan(100);
    expect(oldest).toBeLessThanOrEqual(155);
    expect(bytes).toBeLessThan(before.bytes);
    expect(published.oldest()).toBe(oldest);
    expect(() => openJournalReader(folder).read(oldest - 1, 300, 10, 1000)).toThrow(
      expect.objectContaining({ code: 'TRIMMED' }),
    );
    expect(readAll()).toEqual(numberedEvents(oldest, 300));
    await journal.trim(300);
    expect(await journal.append(numberedEvents(300, 301))).toBe(300);
    expect(readAll(300)).toEqual(numberedEvents(300, 301));
    const state = journal.state();
    await close();
    await open();
    expect(journal.state()).toEqual(state);
  });

  test('refuses what passes its bound, keeps the rest, and goes on when there is room', async () => {
    await close();
    await open({ ...generous, maxBytes: 20_000 });
    let at = 0;
    await expect(
      (async () => {
        for (; ; at += 10) await journal.append(numberedEvents(at, at + 10));
      })(),
    ).rejects.toMatchObject({ code: 'JOURNAL_FULL' });
    expect(journal.state().bytes).toBeLessThanOrEqual(20_000);
    expect(at).toBeGreaterThan(50);
    expect(readAll()).toEqual(numberedEvents(0, at));
    await journal.trim(at);
    expect(await journal.append(numberedEvents(at, at + 10))).toBe(at);
  });

  test('refuses only the batch that is too large, not its neighbours', async () => {
    await close();
    await open({ ...generous, maxBytes: 20_000 });
    const calls = [numberedEvents(0, 5), numberedEvents(900, 901, 30_000), numberedEvents(5, 9)];
    const results = await Promise.allSettled(calls.map((records) => journal.append(records)));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    // It would not fit into an empty journal either: to send it again is of no use.
    expect(results[1]).toMatchObject({ reason: { code: 'TOO_LARGE' } });
    expect(readAll()).toEqual(numberedEvents(0, 9));
  });

  test('does not give positions away again that a store has', async () => {
    await journal.append(numberedEvents(0, 5));
    await close();
    await rm(folder, { recursive: true });
    await open(generous, 5);
    expect(journal.state()).toEqual({ position: 5, oldest: 5, bytes: 0 });
    expect(await journal.append(numberedEvents(5, 7))).toBe(5);
    expect(readAll(5)).toEqual(numberedEvents(5, 7));
    await close();
    await open(generous, 3);
    expect(journal.state()).toMatchObject({ position: 7, oldest: 5 });
  });

  test('says where it goes on behind what it has lost, and reads on from there', async () => {
    await journal.append(numberedEvents(0, 5));
    await close();
    await open(generous, 12);
    await journal.append(numberedEvents(12, 14));
    await close();
    await open(generous, 20);
    await journal.append(numberedEvents(20, 21));
    expect([0, 4, 5, 11, 12, 14, 19, 20, 21].map((position) => reader.gapEnd(position))).toEqual([
      0, 4, 12, 12, 12, 20, 20, 20, 21,
    ]);
    expect(reader.read(3, 21, 1000, 1 << 20)).toEqual(numberedEvents(3, 5));
    expect(() => reader.read(5, 21, 1000, 1 << 20)).toThrow(expect.objectContaining({ code: 'CORRUPT' }));
    expect(reader.read(12, 21, 1000, 1 << 20)).toEqual(numberedEvents(12, 14));
    expect(reader.read(20, 21, 1000, 1 << 20)).toEqual(numberedEvents(20, 21));
  });

  test('is not opened behind its end while that may not be far enough', async () => {
    await journal.append(numberedEvents(0, 5));
    await close();
    const opening = (atLeast: number) => openJournal(folder, generous, new Published(), { atLeast, isCertain: false });
    await expect(opening(9)).rejects.toMatchObject({ code: 'UNCERTAIN' });
    expect((await readdir(folder)).length).toBe(1);
    // What it holds is certain.
    await (await opening(5)).close();
    await open();
    expect(journal.state()).toMatchObject({ position: 5 });
  });

  test('finishes what waits when it is closed, and takes no more', async () => {
    const last = journal.append(numberedEvents(0, 5));
    await journal.close();
    expect(await last).toBe(0);
    await expect(journal.append(numberedEvents(5, 6))).rejects.toMatchObject({ code: 'CLOSED' });
    await open();
    expect(readAll()).toEqual(numberedEvents(0, 5));
  });
});
