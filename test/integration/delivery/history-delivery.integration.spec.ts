import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Delivery, type Sink } from '../../../main-ingest/delivery/delivery.ts';
import { openQuarantine } from '../../../main-ingest/delivery/quarantine.ts';
import { startHistoryThread } from '../../../main-ingest/delivery/store-thread.ts';
import type { EventRecord } from '../../../main-ingest/event/event.ts';
import { streamOf } from '../../../main-ingest/event/stream.ts';
import { openSqliteHistory, openSqliteHistoryReader } from '../../../main-ingest/history/sqlite.ts';
import { Published } from '../../../main-ingest/journal/published.ts';
import { openJournal, openJournalReader } from '../../../main-ingest/journal/segments.ts';
import { recordedEvents } from '../../recordings.ts';

const RECORDING = 'train-small.jsonl.gz';
const events = recordedEvents(RECORDING);
const until = (condition: () => void) => vi.waitFor(condition, { interval: 10, timeout: 60_000 });

let folder = '';
let file = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'delivery-'));
  file = join(folder, 'history.sqlite');
});

afterEach(() => rmSync(folder, { recursive: true }));

/** The history holds each of these events once, in this order. */
async function expectHistory(expected: readonly EventRecord[]): Promise<void> {
  const reader = openSqliteHistoryReader(file);
  const streams = Map.groupBy(expected, streamOf);
  for (const [stream, written] of streams) {
    const ids: string[] = [];
    for await (const { eventId, revision } of reader.read(stream)) expect(ids.push(eventId)).toBe(revision + 1);
    expect(ids).toEqual(written.map(({ eventId }) => eventId));
  }
  expect(await reader.totals()).toMatchObject({ events: expected.length, streams: streams.size });
  await reader.close();
}

async function journalOf(records: readonly EventRecord[]) {
  const published = new Published();
  const path = join(folder, 'journal');
  const journal = await openJournal(path, { sync: 'os', maxBytes: 2 ** 30, segmentBytes: 2 ** 22 }, published);
  for (let at = 0; at < records.length; at += 1_000) await journal.append(records.slice(at, at + 1_000));
  return { journal, published, path };
}

/** Delivers a journal to the embedded history in this thread, through a sink that a test may make fail. */
async function deliver(records: readonly EventRecord[], fault: (events: readonly EventRecord[]) => void) {
  const { journal, published, path } = await journalOf(records);
  const reader = openJournalReader(path);
  const quarantine = openQuarantine(join(folder, 'quarantine.sqlite'));
  const writer = openSqliteHistory(file);
  const sink: Sink = {
    checkpoint: () => writer.checkpoint(),
    write: async (batch, next) => {
      fault(batch);
      await writer.append(batch, next);
      fault(batch);
    },
    close: () => writer.close(),
  };
  const delivery = new Delivery({
    store: 'history',
    kind: 'sqlite',
    open: async () => sink,
    journal: reader,
    published,
    quarantine,
    onStatus: () => {},
    backoff: { initialDelay: 1, maxDelay: 5 },
  });
  await until(() => expect(delivery.status().checkpoint).toBe(records.length));
  const status = delivery.status();
  await delivery.close();
  const refused = quarantine.list(100);
  quarantine.close();
  reader.close();
  await journal.close();
  return { status, refused };
}

test('a process killed again and again delivers every event once', async () => {
  const child = () =>
    spawn(process.execPath, [join(import.meta.dirname, 'deliverer.ts'), folder, RECORDING], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
  let kills = 0;
  for (let delivered = false; !delivered; ) {
    const deliverer = child();
    const ended = once(deliverer, 'exit');
    // The first ones die early and each later one further on, at a different point of its work.
    let lines = 3 + 2 * kills;
    for await (const line of createInterface({ input: deliverer.stdout })) {
      lines -= 1;
      if (lines === 0 && kills < 10) deliverer.kill('SIGKILL');
      delivered ||= line === 'delivered';
    }
    await ended;
    if (!delivered) kills += 1;
  }
  expect(kills).toBe(10);
  await expectHistory(events);
});

test('a store that fails before and after it has written gets every event once', async () => {
  let calls = 0;
  const { status } = await deliver(events, () => {
    calls += 1;
    if (calls % 7 === 3 || calls % 11 === 6)
      throw Object.assign(new Error('connection lost'), { code: 'AWAY', retry: true });
  });
  expect(status).toMatchObject({ state: 'connected', quarantined: 0, lastError: { code: 'AWAY' } });
  await expectHistory(events);
});

test('events that the store refuses are in quarantine, all others in the history', async () => {
  const [first] = events;
  if (first === undefined) throw new Error('the recording is empty');
  const noId: EventRecord = { ...first, eventId: 'none' };
  const records = [...events.slice(0, 3_000), noId, ...events.slice(3_000, 9_000)];
  const hated = new Set([10, 4_500, 4_501].map((place) => records[place]?.eventId));
  const { status, refused } = await deliver(records, (batch) => {
    if (batch.some(({ eventId }) => hated.has(eventId))) throw new TypeError('the store did not expect this');
  });
  expect(status).toMatchObject({ state: 'connected', quarantined: 4 });
  expect(refused.map(({ code }) => code).sort()).toEqual(['BAD_EVENT_ID', 'TypeError', 'TypeError', 'TypeError']);
  await expectHistory(records.filter((each) => each !== noId && !hated.has(each.eventId)));
});

test('a thread that can’t start is started again, and delivers', async () => {
  const { journal, published, path } = await journalOf(events.slice(0, 2_000));
  const missing = join(folder, 'not-yet');
  const thread = startHistoryThread({
    journalFolder: path,
    published: published.buffer,
    quarantineFile: join(missing, 'quarantine.sqlite'),
    history: { kind: 'sqlite', file },
  });
  const states: string[] = [];
  thread.onStatus(({ state }) => states.push(state));
  expect(thread.status().state).toBe('starting');
  await until(() => expect(thread.status()).toMatchObject({ state: 'down', lastError: { code: 'THREAD_DIED' } }));
  mkdirSync(missing);
  thread.retry();
  await until(() => expect(thread.status()).toMatchObject({ state: 'connected', checkpoint: 2_000 }));
  await journal.append(events.slice(2_000, 2_100));
  await until(() => expect(thread.checkpoint()).toBe(2_100));
  await thread.close();
  await journal.close();
  expect(states).toContain('connected');
  await expectHistory(events.slice(0, 2_100));
});
