import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EventRecord } from '../../../main-ingest/event/event.ts';
import { type Journal, JournalError } from '../../../main-ingest/journal/journal.ts';
import { Published } from '../../../main-ingest/journal/published.ts';
import { openJournal, openJournalReader } from '../../../main-ingest/journal/segments.ts';
import { numberedEvents } from '../../numbered-events.ts';
import { type Fault, FaultyDisk } from './faulty-disk.ts';

const MAX_BYTES = 60_000;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'journal-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** A journal on a faulty disk beside a model of it: the events that it has said to be durable. */
class JournalUnderTest {
  readonly #folder: string;
  #journal: Journal | undefined;
  #disk = new FaultyDisk();
  #published = new Published();
  #reader;
  /** What the journal must hold, from position 0 on; the trimmed ones too. */
  #expected: EventRecord[] = [];
  #nextNumber = 0;

  constructor(folder: string) {
    this.#folder = folder;
    this.#reader = openJournalReader(folder);
  }

  get disk(): FaultyDisk {
    return this.#disk;
  }

  async open(): Promise<Journal> {
    if (this.#journal) return this.#journal;
    this.#disk = new FaultyDisk();
    this.#published = new Published();
    const options = { sync: 'always', maxBytes: MAX_BYTES, segmentBytes: 4000 } as const;
    this.#journal = await openJournal(this.#folder, options, this.#published, { disk: this.#disk });
    return this.#journal;
  }

  /** Appends batches at once. What is answered is durable; what is refused is not there. */
  async append(sizes: readonly number[]): Promise<void> {
    const journal = await this.open();
    const batches = sizes.map((size) => this.#batch(size));
    const results = await Promise.allSettled(batches.map((batch) => journal.append(batch)));
    for (const [index, result] of results.entries()) {
      if (result.status === 'fulfilled') {
        expect(result.value).toBe(this.#expected.length);
        this.#expected.push(...(batches[index] ?? []));
      } else {
        expect(result.reason).toBeInstanceOf(JournalError);
        expect(['JOURNAL_FULL', 'DISK_FULL', 'DISK_FAILED']).toContain(result.reason.code);
      }
    }
    expect(journal.state().position).toBe(this.#expected.length);
    expect(journal.state().bytes).toBeLessThanOrEqual(MAX_BYTES);
  }

  /** Dies while batches are written. The new process finds what was answered, and of the rest a beginning or nothing. */
  async dieInAppend(sizes: readonly number[], part: number): Promise<void> {
    const journal = await this.open();
    this.#disk.heal();
    // Lets it take away what a failed write had left: dying before it could, it would find that batch again.
    await journal.append([]);
    this.#disk.dieInWrite(part);
    const batches = sizes.map((size) => this.#batch(size));
    const lost = Promise.race(batches.map((batch) => journal.append(batch).catch(() => undefined)));
    await Promise.race([lost, new Promise((resolve) => setTimeout(resolve, 3))]);
    await this.#disk.die();
    this.#journal = undefined;
    await this.open();
    const found = this.#read(this.#published.oldest());
    const expected = this.#expected.slice(this.#published.oldest());
    expect(found.slice(0, expected.length)).toEqual(expected);
    const more = found.slice(expected.length);
    expect(more).toEqual(batches.flat().slice(0, more.length));
    this.#expected.push(...more);
  }

  async reopen(): Promise<void> {
    this.#disk.heal();
    await this.#journal?.close();
    this.#journal = undefined;
    await this.open();
    this.check(0);
  }

  async trim(share: number): Promise<void> {
    const journal = await this.open();
    await journal.trim(Math.floor(share * journal.state().position));
    this.check(0);
  }

  /** Reads from a place on: a new reader and the one that has been there all the time. */
  check(share: number): void {
    const oldest = this.#published.oldest();
    const from = oldest + Math.floor(share * (this.#published.durable() - oldest));
    const fresh = openJournalReader(this.#folder);
    expect(this.#read(from, fresh)).toEqual(this.#expected.slice(from));
    fresh.close();
    expect(this.#read(from)).toEqual(this.#expected.slice(from));
  }

  async close(): Promise<void> {
    this.#disk.heal();
    this.#reader.close();
    await this.#journal?.close();
  }

  #batch(size: number): EventRecord[] {
    const start = this.#nextNumber;
    this.#nextNumber += size;
    return numberedEvents(start, start + size);
  }

  #read(from: number, reader = this.#reader): EventRecord[] {
    const events: EventRecord[] = [];
    for (;;) {
      const some = reader.read(from + events.length, this.#published.durable(), 7, 1 << 20);
      if (some.length === 0) return events;
      events.push(...some);
    }
  }
}

const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 });
const share = fc.double({ min: 0, max: 1, noNaN: true });
const fault: fc.Arbitrary<Fault> = fc.record({
  call: fc.constantFrom('open', 'write', 'datasync', 'truncate'),
  code: fc.constantFrom('ENOSPC', 'EIO'),
  part: share,
});

type Step = (journal: JournalUnderTest) => Promise<void> | void;

const step: fc.Arbitrary<{ readonly says: string; readonly run: Step }> = fc.oneof(
  {
    weight: 6,
    arbitrary: sizes.map((s) => ({ says: `append ${s}`, run: (journal: JournalUnderTest) => journal.append(s) })),
  },
  {
    weight: 3,
    arbitrary: fault.map((f) => ({ says: `fail ${f.call}`, run: (journal: JournalUnderTest) => journal.disk.fail(f) })),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(sizes, share).map(([s, part]) => ({
      says: `die in ${s} at ${part}`,
      run: (journal: JournalUnderTest) => journal.dieInAppend(s, part),
    })),
  },
  { weight: 1, arbitrary: fc.constant({ says: 'reopen', run: (journal: JournalUnderTest) => journal.reopen() }) },
  {
    weight: 1,
    arbitrary: share.map((s) => ({ says: `trim ${s}`, run: (journal: JournalUnderTest) => journal.trim(s) })),
  },
  {
    weight: 1,
    arbitrary: share.map((s) => ({ says: `read ${s}`, run: (journal: JournalUnderTest) => journal.check(s) })),
  },
);

test('whatever the disk does, what was answered is there, in order and once, and what was refused is not', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      rmSync(folder, { recursive: true, force: true });
      const journal = new JournalUnderTest(folder);
      await journal.open();
      for (const { run } of steps) await run(journal);
      await journal.reopen();
      await journal.close();
    }),
    { numRuns: 40 },
  );
});

test('a full disk is told from a broken one, and both are got over', async () => {
  const disk = new FaultyDisk();
  const options = { sync: 'always', maxBytes: MAX_BYTES, segmentBytes: 4000 } as const;
  const journal = await openJournal(folder, options, new Published(), { disk });
  disk.fail({ call: 'write', code: 'ENOSPC', part: 0.5 });
  disk.fail({ call: 'truncate', code: 'EIO', part: 0 });
  disk.fail({ call: 'truncate', code: 'EIO', part: 0 });
  await expect(journal.append(numberedEvents(0, 3))).rejects.toMatchObject({ code: 'DISK_FULL' });
  await expect(journal.append(numberedEvents(0, 3))).rejects.toMatchObject({ code: 'DISK_FAILED' });
  disk.fail({ call: 'datasync', code: 'EIO', part: 0 });
  await expect(journal.append(numberedEvents(0, 3))).rejects.toMatchObject({ code: 'DISK_FAILED' });
  expect(await journal.append(numberedEvents(0, 3))).toBe(0);
  await journal.close();
  expect(openJournalReader(folder).read(0, 3, 10, 10_000)).toEqual(numberedEvents(0, 3));
});
