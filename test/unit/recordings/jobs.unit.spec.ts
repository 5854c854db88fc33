import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ImportJob } from '../../../main-ingest/contract/recordings.ts';
import type { Acceptor } from '../../../main-ingest/intake/recording-job.ts';
import { Recordings } from '../../../main-ingest/intake/recordings.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'recordings-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function file(name: string, lines: readonly string[]): string {
  const path = join(folder, name);
  writeFileSync(path, lines.join('\n'));
  return path;
}

const event = (number: number, game = 'g') =>
  JSON.stringify({ eventId: String(number), eventType: 'DeckChanged', sessionId: game, data: { deckSize: number } });
const events = (count: number) => Array.from({ length: count }, (_, i) => event(i, `g${i % 3}`));

/** An intake that keeps what it is given, and can be told to do otherwise. */
class FakeIntake implements Acceptor {
  readonly taken: unknown[] = [];
  failures: Error[] = [];
  /** While set, batches wait for it. */
  hold: Promise<void> | undefined;

  async accept(values: readonly unknown[]) {
    await this.hold;
    const failure = this.failures.shift();
    if (failure) throw failure;
    const known = new Set(this.taken.map((value) => JSON.stringify(value)));
    const fresh = values.filter((value) => !known.has(JSON.stringify(value)));
    const bad = values.flatMap((value, index) =>
      JSON.stringify(value).includes('"bad"')
        ? [{ index, code: 'BAD_DATA', reason: 'data.deckSize: expected number' }]
        : [],
    );
    this.taken.push(...fresh.filter((value) => !JSON.stringify(value).includes('"bad"')));
    return {
      accepted: fresh.length - bad.length,
      duplicates: values.length - fresh.length,
      rejected: bad,
      rejectedCount: bad.length,
    };
  }
}

const withCode = (code: string) => Object.assign(new Error(code), { code });

async function importFile(path: string, intake: Acceptor): Promise<ImportJob | undefined> {
  const recordings = new Recordings({ intake });
  await recordings.importPath(path);
  await recordings.settled();
  return recordings.list()[0];
}

describe('an import', () => {
  test('goes on with smaller batches where one is larger than the journal may be', async () => {
    const intake = new FakeIntake();
    const accept = intake.accept.bind(intake);
    intake.accept = async (values) => {
      if (values.length > 100 || JSON.stringify(values).includes('monster')) throw withCode('TOO_LARGE');
      return accept(values);
    };
    const job = await importFile(file('run.jsonl', [...events(900), event(900, 'monster'), event(901)]), intake);
    expect(job).toMatchObject({ state: 'done', events: 901, rejectedCount: 1 });
    expect(job?.rejected).toMatchObject([{ line: 901, code: 'EVENT_TOO_LARGE' }]);
  });

  test('counts events, games, doubles and rejections, each with its line', async () => {
    const intake = new FakeIntake();
    const lines = [...events(1200), '{"eventType":"DeckChanged","sessionId":"g","data":{"deckSize":"bad"}}', 'no JSON'];
    const path = file('run.jsonl', lines);
    const job = await importFile(path, intake);
    expect(job).toMatchObject({
      file: 'run.jsonl',
      state: 'done',
      format: 'canonical',
      events: 1200,
      games: 3,
      duplicates: 0,
      rejectedCount: 2,
      error: null,
    });
    expect(job?.bytesRead).toBe(job?.bytes);
    expect(job?.rejected.map(({ line, code }) => [line, code]).sort()).toEqual([
      [1201, 'BAD_DATA'],
      [1202, 'JSON'],
    ]);
    expect(job?.rejected.find(({ line }) => line === 1201)?.excerpt).toContain('"bad"');
    expect(await importFile(path, intake)).toMatchObject({ events: 0, duplicates: 1200, games: 3 });
  });

  test('waits while the journal is full, and loses nothing', async () => {
    const intake = new FakeIntake();
    intake.failures = [withCode('JOURNAL_FULL')];
    expect(await importFile(file('run.jsonl', events(10)), intake)).toMatchObject({ state: 'done', events: 10 });
  });

  test('pauses when the disk is full, and goes on when it is told', async () => {
    const intake = new FakeIntake();
    intake.failures = [withCode('DISK_FULL')];
    const recordings = new Recordings({ intake });
    const { id } = await recordings.importPath(file('run.jsonl', events(10)));
    for await (const [job] of recordings.watch()) if (job?.state === 'paused') break;
    expect(recordings.list()[0]?.error).toMatch(/disk is full/);
    recordings.resume(id);
    await recordings.settled();
    expect(recordings.list()[0]).toMatchObject({ state: 'done', events: 10, error: null });
  });

  test('that fails says why, and the next one goes on', async () => {
    const intake = new FakeIntake();
    intake.failures = [withCode('CLOSED')];
    const recordings = new Recordings({ intake });
    await recordings.importPath(file('a.jsonl', events(10)));
    await recordings.importPath(file('b.jsonl', events(10)));
    await recordings.settled();
    expect(recordings.list().map(({ file: name, state, error }) => [name, state, error])).toEqual([
      ['b.jsonl', 'done', null],
      ['a.jsonl', 'failed', 'CLOSED'],
    ]);
  });

  test('can be paused, resumed and cancelled; what is in stays in', async () => {
    const intake = new FakeIntake();
    const gate = Promise.withResolvers<void>();
    intake.hold = gate.promise;
    const recordings = new Recordings({ intake });
    const first = await recordings.importPath(file('a.jsonl', events(5000)));
    const second = await recordings.importPath(file('b.jsonl', events(10)));
    expect(recordings.pause(first.id).state).toBe('paused');
    expect(recordings.pause(second.id).state).toBe('paused');
    expect(recordings.resume(second.id).state).toBe('waiting');
    expect(recordings.resume(first.id).state).toBe('reading');
    gate.resolve();
    expect(recordings.cancel(first.id).state).toBe('cancelled');
    await recordings.settled();
    const [b, a] = recordings.list();
    expect(b?.state).toBe('done');
    expect(a?.state).toBe('cancelled');
    expect(a?.events).toBeLessThan(5000);
  });

  test('of nothing is refused at once', async () => {
    const recordings = new Recordings({ intake: new FakeIntake() });
    await expect(recordings.importPath(join(folder, 'none.jsonl'))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(recordings.importPath(folder)).rejects.toMatchObject({ code: 'UNREADABLE' });
    expect(() => recordings.pause('none')).toThrow(/no such import/);
  });

  test('is told to whoever keeps a record of it', async () => {
    const ended: string[] = [];
    const recordings = new Recordings({ intake: new FakeIntake(), onEnded: (job) => ended.push(job.file) });
    await recordings.importPath(file('run.jsonl', events(1)));
    await recordings.settled();
    expect(ended).toEqual(['run.jsonl']);
  });
});

describe('an upload', () => {
  const bytes = Buffer.from(events(100).join('\n'));

  test('is read as it comes, also when a chunk is sent twice', async () => {
    const recordings = new Recordings({ intake: new FakeIntake() });
    const { id } = recordings.begin('/home/someone/run.jsonl', bytes.length);
    expect(await recordings.chunk(id, 0, bytes.subarray(0, 500))).toEqual({ state: 'reading' });
    await recordings.chunk(id, 0, bytes.subarray(0, 500));
    await recordings.chunk(id, 1, bytes.subarray(500));
    recordings.end(id);
    await recordings.settled();
    expect(recordings.list()[0]).toMatchObject({ file: 'run.jsonl', state: 'done', events: 100 });
  });

  test('out of order is a conflict', async () => {
    const recordings = new Recordings({ intake: new FakeIntake() });
    const { id } = recordings.begin('run.jsonl', bytes.length);
    await expect(recordings.chunk(id, 1, bytes)).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(recordings.chunk('none', 0, bytes)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await recordings.close();
  });

  test('is held back while nothing is read', async () => {
    const intake = new FakeIntake();
    const gate = Promise.withResolvers<void>();
    intake.hold = gate.promise;
    const recordings = new Recordings({ intake });
    const { id } = recordings.begin('run.jsonl', bytes.length);
    let answered = 0;
    const sending = (async () => {
      for (let index = 0; index < 40; index += 1) {
        await recordings.chunk(id, index, Buffer.from(`${events(600).join('\n')}\n`));
        answered += 1;
      }
      recordings.end(id);
    })();
    for (let turn = 0; turn < 200; turn += 1) await new Promise(setImmediate);
    expect(answered).toBeLessThan(12);
    gate.resolve();
    await sending;
    await recordings.settled();
    expect(recordings.list()[0]?.state).toBe('done');
  });

  test('that is cancelled lets its sender go', async () => {
    const intake = new FakeIntake();
    intake.hold = new Promise(() => {});
    const recordings = new Recordings({ intake });
    const { id } = recordings.begin('run.jsonl', bytes.length);
    const sending = Promise.all([0, 1, 2, 3, 4].map((index) => recordings.chunk(id, index, bytes)));
    recordings.cancel(id);
    expect((await sending).map(({ state }) => state)).toEqual(Array(5).fill('cancelled'));
  });
});

test.each(['ends in the middle', 'has something else behind it'])(
  'a gzip that %s counts all that came before, its last batch too',
  async (how) => {
    const intake = new FakeIntake();
    // The last batch is still on its way when the end of the file is found to be bad.
    intake.hold = new Promise((resolve) => setTimeout(resolve, 50));
    const whole = gzipSync(`${events(600).join('\n')}\n`);
    const bytes = how === 'ends in the middle' ? whole.subarray(0, -6) : Buffer.concat([whole, Buffer.from('<html>')]);
    const path = join(folder, 'run.jsonl.gz');
    writeFileSync(path, bytes);
    const job = await importFile(path, intake);
    expect(job).toMatchObject({ state: 'failed', events: 600, games: 3 });
    expect(intake.taken).toHaveLength(600);
  },
);

test('a watcher is told of what moves, and no more than it can see', async () => {
  const recordings = new Recordings({ intake: new FakeIntake() });
  const watching = new AbortController();
  const told: number[] = [];
  const watcher = (async () => {
    for await (const jobs of recordings.watch(watching.signal)) {
      told.push(jobs.length);
      if (jobs[0]?.state === 'done') watching.abort();
    }
  })();
  const began = performance.now();
  await recordings.importPath(file('run.jsonl', events(20_000)));
  await watcher;
  expect(told.at(-1)).toBe(1);
  // Four a second, and the beginning and the end, however busy the machine is.
  expect(told.length).toBeLessThan(6 + (performance.now() - began) / 250);
});

test('a pipe is refused in words: nobody waits for a writer', async () => {
  const path = join(folder, 'pipe.jsonl');
  execFileSync('mkfifo', [path]);
  const recordings = new Recordings({ intake: new FakeIntake() });
  await expect(recordings.importPath(path)).rejects.toMatchObject({
    code: 'UNREADABLE',
    message: expect.stringContaining('pipe.jsonl is a pipe or a device and no file'),
  });
  await expect(recordings.importPath('/dev/zero')).rejects.toMatchObject({ code: 'UNREADABLE' });
  await recordings.close();
});

test.each(['SQLITE_FULL', 'ENOSPC', 'SQLITE_READONLY', 'EIO'])('a disk that says %s pauses an import', async (code) => {
  const intake = new FakeIntake();
  intake.failures = [withCode(code)];
  const recordings = new Recordings({ intake });
  const { id } = await recordings.importPath(file('a.jsonl', events(3)));
  await expect
    .poll(() => recordings.list()[0])
    .toMatchObject({ state: 'paused', error: expect.stringContaining('is kept') });
  recordings.resume(id);
  await recordings.settled();
  expect(recordings.list()[0]).toMatchObject({ state: 'done', events: 3, error: null });
});
