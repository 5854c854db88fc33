import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Journal } from '../../../main-ingest/journal/journal.ts';
import { Published } from '../../../main-ingest/journal/published.ts';
import { openJournal, openJournalReader } from '../../../main-ingest/journal/segments.ts';
import { numberedEvents } from '../../numbered-events.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'journal-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function open(segmentBytes = 1 << 20): Promise<Journal> {
  return openJournal(folder, { sync: 'os', maxBytes: 64 << 20, segmentBytes }, new Published());
}

/** A journal of `batches` batches of ten events, closed; answers the files and where each batch ends in the last one. */
async function written(batches: number, segmentBytes?: number): Promise<{ files: string[]; ends: number[] }> {
  const journal = await open(segmentBytes);
  const ends: number[] = [];
  for (let batch = 0; batch < batches; batch++) {
    await journal.append(numberedEvents(batch * 10, batch * 10 + 10));
    ends.push(journal.state().bytes);
  }
  await journal.close();
  const names = readdirSync(folder).sort();
  return { files: names.map((name) => join(folder, name)), ends };
}

function flipByte(file: string, offset: number): void {
  const bytes = readFileSync(file);
  bytes.writeUInt8(bytes.readUInt8(offset) ^ 1, offset);
  writeFileSync(file, bytes);
}

test('a last batch that is cut anywhere is taken away, those before it stay', async () => {
  const { files, ends } = await written(3);
  const [file = ''] = files;
  const whole = readFileSync(file);
  for (let length = ends[1] ?? 0; length < whole.length; length += 97) {
    writeFileSync(file, whole.subarray(0, length));
    const journal = await open();
    expect(journal.state()).toEqual({ position: 20, oldest: 0, bytes: ends[1] });
    expect(statSync(file).size).toBe(ends[1]);
    expect(await journal.append(numberedEvents(20, 21))).toBe(20);
    await journal.close();
  }
  expect(openJournalReader(folder).read(0, 21, 100, 1 << 20)).toEqual(numberedEvents(0, 21));
});

test('whatever lies behind the last batch is taken away', async () => {
  const { files, ends } = await written(2);
  appendFileSync(files[0] ?? '', Buffer.concat([Buffer.from('BWJ1'), Buffer.alloc(100)]));
  const journal = await open();
  expect(journal.state()).toEqual({ position: 20, oldest: 0, bytes: ends[1] });
  await journal.close();
});

test('damage to what had been answered is not taken for a torn end', async () => {
  const { files, ends } = await written(4);
  flipByte(files[0] ?? '', (ends[1] ?? 0) + 50);
  await expect(open()).rejects.toMatchObject({
    code: 'CORRUPT',
    message: expect.stringContaining(`${files[0]} at byte ${ends[1]}, event 20`),
  });
});

test('a reader says where the damage is, and reads what lies before it', async () => {
  const { files } = await written(60, 3000);
  expect(files.length).toBeGreaterThan(3);
  const damaged = files[1] ?? '';
  const first = Number(/(\d+)\.log$/.exec(damaged)?.[1]);
  flipByte(damaged, 60);
  const reader = openJournalReader(folder);
  const before: unknown[] = [];
  while (before.length < first) before.push(...reader.read(before.length, first, 100, 1 << 20));
  expect(before).toEqual(numberedEvents(0, first));
  expect(() => reader.read(first, 600, 100, 1 << 20)).toThrow(
    expect.objectContaining({
      code: 'CORRUPT',
      message: expect.stringContaining(`${damaged} at byte 0, event ${first}`),
    }),
  );
});

test('a segment that is missing or too short is damage', async () => {
  const { files } = await written(60, 3000);
  truncateSync(files[1] ?? '', 0);
  const from = Number(/(\d+)\.log$/.exec(files[1] ?? '')?.[1]);
  expect(() => openJournalReader(folder).read(from, 600, 100, 1 << 20)).toThrow(
    expect.objectContaining({ code: 'CORRUPT' }),
  );
  rmSync(files[1] ?? '');
  expect(() => openJournalReader(folder).read(from, 600, 100, 1 << 20)).toThrow(
    expect.objectContaining({ code: 'CORRUPT' }),
  );
});
