import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { EventRecord } from '../../../main-ingest/event/event.ts';
import { gameStream } from '../../../main-ingest/event/stream.ts';
import type { RecordedEvent } from '../../../main-ingest/history/history.ts';
import { openSqliteHistory, openSqliteHistoryReader } from '../../../main-ingest/history/sqlite.ts';
import { SqliteWriter } from '../../../main-ingest/history/sqlite-writer.ts';
import { event, game } from '../../contract/history/game-events.ts';
import { recordedEvents } from '../../recordings.ts';

let folder = '';
let file = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'history-'));
  file = join(folder, 'history.sqlite');
});

afterEach(() => rmSync(folder, { recursive: true }));

/** Rows of runs, asked beside the history. */
function runs(stream: string): number[] {
  const database = new Database(file, { readonly: true });
  const rows = database
    .prepare<[string], number>(
      'SELECT r.events FROM runs r JOIN streams s ON s.id = r.stream WHERE s.name = ? ORDER BY r.first',
    )
    .pluck()
    .all(stream);
  database.close();
  return rows;
}

async function read(stream: string): Promise<RecordedEvent[]> {
  const reader = openSqliteHistoryReader(file);
  const events: RecordedEvent[] = [];
  for await (const each of reader.read(stream)) events.push(each);
  await reader.close();
  return events;
}

const recorded = (events: readonly EventRecord[], stream: string): RecordedEvent[] =>
  events.map((each, revision) => ({ ...each, stream, revision }));

test('recorded games come back as they were, each in less than 40 KB', async () => {
  const games = [...Map.groupBy(recordedEvents('train-small.jsonl.gz'), ({ sessionId }) => sessionId).values()].slice(
    0,
    6,
  );
  const events = games.flat();
  const writer = openSqliteHistory(file);
  for (let at = 0; at < events.length; at += 500) await writer.append(events.slice(at, at + 500), at + 500);
  await writer.compact();
  for (const [first, ...rest] of games) {
    const stream = gameStream(first?.sessionId ?? '');
    expect(await read(stream)).toEqual(recorded(first === undefined ? [] : [first, ...rest], stream));
  }
  const reader = openSqliteHistoryReader(file);
  const { bytes } = await reader.totals();
  expect((bytes / events.length) * 560).toBeLessThan(40 * 1024);
  await reader.close();
  await writer.close();
});

test('a game that has ended is merged beside the appends, and what comes late with it', async () => {
  const events = game('a', 20, { ends: true });
  const writer = openSqliteHistory(file);
  for (const each of events) await writer.append([each], 0);
  await vi.waitFor(() => expect(runs('game-a')).toEqual([20]), { interval: 5 });
  expect(await read('game-a')).toEqual(recorded(events, 'game-a'));
  const late = event({ sequenceId: 20, eventType: 'StateSnapshot' });
  await writer.append([late], 0);
  await vi.waitFor(() => expect(runs('game-a')).toEqual([21]), { interval: 5 });
  expect(await read('game-a')).toEqual(recorded([...events, late], 'game-a'));
  expect(await writer.append(events, 0)).toEqual({ written: 0, duplicates: 20 });
  await writer.close();
});

test('a game that runs is merged now and then; full runs stay as they are', async () => {
  const events = game('a', 2_600);
  const writer = openSqliteHistory(file);
  for (let at = 0; at < events.length; at += 26) await writer.append(events.slice(at, at + 26), 0);
  await writer.compact();
  expect(runs('game-a').reduce((sum, each) => sum + each)).toBe(2_600);
  expect(runs('game-a').slice(0, 2)).toEqual([1024, 1024]);
  expect(runs('game-a').length).toBeLessThan(32);
  expect(await read('game-a')).toEqual(recorded(events, 'game-a'));
  await writer.close();
});

test('what was due when a process ended is merged by the next one', async () => {
  const writer = openSqliteHistory(file);
  for (const each of game('a', 10, { ends: true })) await writer.append([each], 0);
  await writer.close();
  const next = openSqliteHistory(file);
  await vi.waitFor(() => expect(runs('game-a')).toEqual([10]), { interval: 5 });
  await next.close();
});

test('a reader is empty until there is a history, and then reads it', async () => {
  const reader = openSqliteHistoryReader(file);
  expect(await reader.totals()).toEqual({ streams: 0, events: 0, bytes: 0, eventsByType: {} });
  expect(await reader.length('game-a')).toBe(0);
  const writer = openSqliteHistory(file);
  await writer.append(game('a', 3), 3);
  expect(await reader.length('game-a')).toBe(3);
  await reader.close();
  await writer.close();
});

test('a file that is no history is named', async () => {
  writeFileSync(file, 'not a database, but long enough to be looked at as one. '.repeat(20));
  expect(() => openSqliteHistory(file)).toThrow(expect.objectContaining({ code: 'UNREADABLE', retry: true }));
  await expect(openSqliteHistoryReader(file).totals()).rejects.toMatchObject({ code: 'UNREADABLE' });
});

test('a history of a later version is left alone', () => {
  const database = new Database(file);
  database.pragma('user_version = 99');
  database.close();
  expect(() => openSqliteHistory(file)).toThrow(expect.objectContaining({ code: 'NEWER' }));
});

test('a full disk is an error that passes, and nothing of the batch is kept', async () => {
  await openSqliteHistory(file).close();
  const database = new Database(file);
  const pages = Number(database.pragma('page_count', { simple: true }));
  database.pragma(`max_page_count = ${pages + 2}`);
  const writer = new SqliteWriter(database);
  const large = [event({ data: JSON.stringify({ noise: Array.from({ length: 9_000 }, Math.random) }) })];
  await expect(writer.append([...game('b', 3), ...large], 4)).rejects.toMatchObject({ code: 'DISK_FULL', retry: true });
  expect(await writer.checkpoint()).toBe(0);
  database.pragma(`max_page_count = ${pages + 1000}`);
  expect(await writer.append([...game('b', 3), ...large], 4)).toEqual({ written: 4, duplicates: 0 });
  expect(await read('game-b')).toHaveLength(3);
  await writer.close();
});
