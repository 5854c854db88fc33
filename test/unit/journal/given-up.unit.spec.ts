import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { filesSetAside } from '../../../main-ingest/damage.ts';
import type { EventRecord } from '../../../main-ingest/event/event.ts';
import { examineJournal, giveUp } from '../../../main-ingest/journal/examine.ts';
import type { Journal } from '../../../main-ingest/journal/journal.ts';
import { Published } from '../../../main-ingest/journal/published.ts';
import { openJournal, openJournalReader } from '../../../main-ingest/journal/segments.ts';
import { flipBit } from '../../flipped.ts';
import { numberedEvents } from '../../numbered-events.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'journal-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const open = (segmentBytes = 1 << 20): Promise<Journal> =>
  openJournal(folder, { sync: 'os', maxBytes: 64 << 20, segmentBytes }, new Published());

/** Batches of ten events; answers the files, and where each batch ends in the last one. */
async function written(batches: number, segmentBytes?: number) {
  const journal = await open(segmentBytes);
  const ends: number[] = [];
  for (let batch = 0; batch < batches; batch++) {
    await journal.append(numberedEvents(batch * 10, batch * 10 + 10));
    ends.push(journal.state().bytes);
  }
  await journal.close();
  return {
    files: readdirSync(folder)
      .sort()
      .map((name) => join(folder, name)),
    ends,
  };
}

/** Reads as a store's delivery does: behind what was given up it goes on. */
function readAll(durable: number, from = 0): EventRecord[] {
  const reader = openJournalReader(folder);
  const events: EventRecord[] = [];
  for (let at = reader.gapEnd(from); at < durable; at = reader.gapEnd(at)) {
    const next = reader.read(at, durable, 7, 1 << 20);
    events.push(...next);
    at += next.length;
  }
  reader.close();
  return events;
}

test.each([
  ['its content', 50],
  ['its magic', 0],
  ['its length', 9],
  ['its number of events', 12],
  ['its position', 20],
])(
  'a frame that is damaged in %s is given up alone: the journal opens and all others are read',
  async (_what, byte) => {
    const { files, ends } = await written(5);
    const [file = ''] = files;
    flipBit(file, 8 * ((ends[1] ?? 0) + byte) + 2);
    const { damage } = examineJournal(folder);
    expect(damage).toEqual([{ path: file, offset: ends[1], from: 20, end: 30, givenUp: false }]);
    await expect(open()).rejects.toMatchObject({ code: 'CORRUPT', message: expect.stringContaining('--repair') });
    const before = readFileSync(file);

    await giveUp(folder, damage);
    const journal = await open();
    expect(journal.state().position).toBe(50);
    await journal.append(numberedEvents(50, 60));
    await journal.close();
    expect(readAll(60)).toEqual([...numberedEvents(0, 20), ...numberedEvents(30, 60)]);
    expect(readFileSync(file).subarray(0, before.length)).toEqual(before);
    expect(examineJournal(folder).damage).toMatchObject([{ from: 20, end: 30, givenUp: true }]);
  },
);

test('what was given up is read again when the file is restored: a gap is passed over, the rest is not touched', async () => {
  const { files, ends } = await written(3);
  const [file = ''] = files;
  const good = readFileSync(file);
  flipBit(file, 8 * ((ends[0] ?? 0) + 40));
  await giveUp(folder, examineJournal(folder).damage);
  writeFileSync(file, good);
  expect(examineJournal(folder).damage).toEqual([]);
  const reader = openJournalReader(folder);
  expect(reader.read(10, 30, 100, 1 << 20)).toEqual(numberedEvents(10, 30));
  reader.close();
});

test('the end of a segment, two frames in a row, and a whole segment are given up', async () => {
  const { files } = await written(60, 3000);
  expect(files.length).toBeGreaterThan(5);
  const firsts = files.map((file) => Number(/(\d+)\.log$/.exec(file)?.[1]));
  writeFileSync(files[1] ?? '', readFileSync(files[1] ?? '').fill(0x55));
  const bytes = readFileSync(files[3] ?? '');
  writeFileSync(files[3] ?? '', bytes.fill(0x55, bytes.length - 100));
  const { damage } = examineJournal(folder);
  expect(damage.map(({ from, end }) => [from, end])).toEqual([
    [firsts[1], firsts[2]],
    [(firsts[4] ?? 0) - 10, firsts[4]],
  ]);
  await giveUp(folder, damage);
  const journal = await open(3000);
  await journal.close();
  const missing = new Set(damage.flatMap(({ from, end }) => Array.from({ length: end - from }, (_, at) => from + at)));
  expect(readAll(600)).toEqual(numberedEvents(0, 600).filter((_, position) => !missing.has(position)));
});

test('damage that lies before what is wanted holds up nobody', async () => {
  const { files, ends } = await written(5);
  flipBit(files[0] ?? '', 8 * ((ends[0] ?? 0) + 21));
  const reader = openJournalReader(folder);
  expect(reader.read(30, 50, 100, 1 << 20)).toEqual(numberedEvents(30, 50));
  expect(() => reader.read(10, 50, 100, 1 << 20)).toThrow(expect.objectContaining({ code: 'CORRUPT' }));
  expect(reader.read(0, 50, 100, 1 << 20)).toEqual(numberedEvents(0, 10));
  reader.close();
});

test('a whole journal has no damage, and a torn end is none', async () => {
  const { files } = await written(4);
  expect(examineJournal(folder)).toEqual({ segments: 1, frames: 4, oldest: 0, damage: [] });
  const bytes = readFileSync(files[0] ?? '');
  writeFileSync(files[0] ?? '', bytes.subarray(0, bytes.length - 30));
  expect(examineJournal(folder)).toMatchObject({ frames: 3, damage: [] });
});

test('damage to what all have is passed over at the opening, damage to what somebody wants is not', async () => {
  const { files, ends } = await written(5);
  flipBit(files[0] ?? '', 8 * ((ends[1] ?? 0) + 50));
  const opening = (wanted: number) =>
    openJournal(folder, { sync: 'os', maxBytes: 64 << 20, segmentBytes: 1 << 20 }, new Published(), { wanted });
  await expect(opening(29)).rejects.toMatchObject({ code: 'CORRUPT' });
  const journal = await opening(30);
  expect(journal.state().position).toBe(50);
  await journal.close();
  expect(examineJournal(folder).damage).toHaveLength(1);
});

test('a last frame that is there in its whole length and not as it was written is cut, and kept: it may have been answered', async () => {
  const { files, ends } = await written(3);
  const [file = ''] = files;
  flipBit(file, 8 * ((ends[1] ?? 0) + 60));
  const damaged = readFileSync(file);
  const journal = await open();
  expect(journal.state().position).toBe(20);
  await journal.close();
  const [kept] = filesSetAside(folder);
  expect(readFileSync(kept?.path ?? '')).toEqual(damaged);
  const again = await open();
  await again.close();
  expect(filesSetAside(folder)).toHaveLength(1);
});
