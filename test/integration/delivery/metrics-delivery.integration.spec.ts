import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startMetricsThread } from '../../../main-ingest/delivery/store-thread.ts';
import { Published } from '../../../main-ingest/journal/published.ts';
import { openJournal } from '../../../main-ingest/journal/segments.ts';
import { recordedEvents } from '../../recordings.ts';

const events = recordedEvents('train-small.jsonl.gz').slice(0, 6_000);
const until = (condition: () => void) => vi.waitFor(condition, { interval: 10, timeout: 60_000 });

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'delivery-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

test('the metrics’ process delivers, answers, and does both again after it could not start [real DuckDB]', async () => {
  const later = join(folder, 'later');
  const { thread, journal } = await start(join(later, 'quarantine.sqlite'));
  const starts = 'SELECT count(*) AS games FROM game_starts';
  const options = { maxRows: 10, timeoutMs: 10_000 };
  await until(() => expect(thread.status()).toMatchObject({ state: 'down', lastError: { code: 'THREAD_DIED' } }));
  await expect(thread.reader.query(starts, [], options)).rejects.toMatchObject({ code: 'UNAVAILABLE' });

  mkdirSync(later);
  thread.retry();
  await until(() => expect(thread.status()).toMatchObject({ state: 'connected', checkpoint: events.length }));
  const { rows } = await thread.reader.query(starts, [], options);
  expect(rows).toEqual([[events.filter(({ eventType }) => eventType === 'GameStarted').length]]);
  await thread.close();
  await journal.close();
});

test('a query that cannot be stopped ends soon after its time, and the store answers and delivers again [real DuckDB]', async () => {
  const { thread, journal } = await start(join(folder, 'quarantine.sqlite'));
  await until(() => expect(thread.status()).toMatchObject({ state: 'connected', checkpoint: events.length }));
  const unstoppable = "SELECT levenshtein(repeat('a', 400000), repeat('b', 400000))";
  const options = { maxRows: 10, timeoutMs: 500, lane: 'free' as const };
  await expect(thread.reader.query(unstoppable, [], options)).rejects.toMatchObject({ code: 'TIMEOUT' });
  const { rows } = await thread.reader.query('SELECT count(*) FROM game_starts', [], { maxRows: 1, timeoutMs: 10_000 });
  expect(rows).toEqual([[events.filter(({ eventType }) => eventType === 'GameStarted').length]]);
  await journal.append(recordedEvents('train-small.jsonl.gz').slice(events.length, events.length + 1_000));
  await until(() => expect(thread.status()).toMatchObject({ state: 'connected', checkpoint: events.length + 1_000 }));
  await thread.close();
  await journal.close();
});

async function start(quarantineFile: string) {
  const published = new Published();
  const journalFolder = join(folder, 'journal');
  const journal = await openJournal(journalFolder, { sync: 'os', maxBytes: 2 ** 30, segmentBytes: 2 ** 22 }, published);
  await journal.append(events);
  const thread = startMetricsThread({
    journalFolder,
    published: published.buffer,
    quarantineFile,
    rebuild: {
      history: { kind: 'sqlite', file: join(folder, 'history.sqlite') },
      orderFile: join(folder, 'rebuild.json'),
    },
    metrics: {
      kind: 'duckdb',
      file: join(folder, 'metrics.duckdb'),
      memoryLimitMb: 256,
      exportFolder: join(folder, 'export'),
    },
  });
  return { thread, journal };
}
