import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EventRecord } from '../../../main-ingest/event/event.ts';
import { openSqliteHistory, openSqliteHistoryReader } from '../../../main-ingest/history/sqlite.ts';
import { examineSqliteHistory, repairSqliteHistory } from '../../../main-ingest/history/sqlite-examine.ts';
import { game } from '../../contract/history/game-events.ts';
import { spoil } from '../../flipped.ts';

const PAGE = 4096;
let folder = '';
let file = '';
const games = Array.from({ length: 24 }, (_, number) => game(`g${number}`, 40));
const all: readonly EventRecord[] = games.flat();

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'history-'));
  file = join(folder, 'history.sqlite');
  const writer = openSqliteHistory(file);
  for (const events of games) await writer.append(events, all.length);
  await writer.close();
});
afterEach(() => rmSync(folder, { recursive: true }));

async function ids(): Promise<string[]> {
  const reader = openSqliteHistoryReader(file);
  const found: string[] = [];
  for (const [stream] of await reader.streams())
    for await (const { eventId } of reader.read(stream)) found.push(eventId);
  await reader.close();
  return found;
}

test('a whole history is found whole', () => {
  expect(examineSqliteHistory(file)).toEqual({
    runs: games.length,
    events: all.length,
    file: [],
    lost: [],
    checkpoint: all.length,
  });
});

test('a changed run is named; what is repaired has all else, and takes the lost events again', async () => {
  const database = new Database(file);
  database.exec("UPDATE runs SET ids = zeroblob(640) WHERE stream = (SELECT id FROM streams WHERE name = 'game-g7')");
  database.close();
  expect(examineSqliteHistory(file).lost).toEqual([
    { stream: 'game-g7', first: 0, why: expect.stringContaining('checksum') },
  ]);
  const { events, lost, keptAs } = await repairSqliteHistory(file, 1000);
  expect({ events, lost: lost.length }).toEqual({ events: all.length - 40, lost: 1 });
  expect(existsSync(keptAs)).toBe(true);
  expect(examineSqliteHistory(file)).toMatchObject({ events: all.length - 40, file: [], lost: [], checkpoint: 1000 });
  const writer = openSqliteHistory(file);
  expect(await writer.append(all, all.length)).toEqual({ written: 40, duplicates: all.length - 40 });
  await writer.close();
  expect((await ids()).sort()).toEqual(all.map(({ eventId }) => eventId).sort());
});

test('a list of games that is spoilt, its names and numbers included, is made again of the games', async () => {
  const database = new Database(file);
  database.exec("UPDATE streams SET name = 'game-other', events = 7 WHERE name = 'game-g3'");
  database.exec('UPDATE progress SET position = 3');
  database.close();
  const examined = examineSqliteHistory(file);
  expect(examined.file.join()).toContain('events by game');
  expect(examined).toMatchObject({ checkpoint: undefined, lost: [] });
  expect((await repairSqliteHistory(file, 0)).events).toBe(all.length);
  expect((await ids()).sort()).toEqual(all.map(({ eventId }) => eventId).sort());
});

test('any spoilt page is found, and all but what was on it is kept', async () => {
  const pages = statSync(file).size / PAGE;
  let kept = 0;
  for (let page = 1; page < pages; page += 5) {
    const good = openSqliteHistory(file);
    await good.close();
    const copy = join(folder, `copy-${page}.sqlite`);
    const source = new Database(file, { readonly: true });
    await source.backup(copy);
    source.close();
    spoil(copy, page * PAGE, PAGE);
    const { file: complaints, lost, checkpoint } = examineSqliteHistory(copy);
    const isFound = complaints.length > 0 || lost.length > 0 || checkpoint === undefined;
    expect(isFound).toBe(true);
    const { events } = await repairSqliteHistory(copy, 0);
    expect(examineSqliteHistory(copy)).toMatchObject({ events, file: [], lost: [], checkpoint: 0 });
    kept = Math.max(kept, events);
    expect(events).toBeGreaterThan(all.length / 2);
  }
  expect(kept).toBe(all.length);
});

test.each([
  ['its header', 0, 100],
  ['its list of tables', 100, 3900],
])('a file without %s is made anew of its games', async (_what, from, length) => {
  spoil(file, from, length);
  expect(() => examineSqliteHistory(file)).toThrow();
  expect((await repairSqliteHistory(file, 0)).events).toBe(all.length);
  expect((await ids()).sort()).toEqual(all.map(({ eventId }) => eventId).sort());
});

test('a file that is no database at all is said so', () => {
  writeFileSync(file, 'hello '.repeat(2000));
  expect(() => examineSqliteHistory(file)).toThrow(expect.objectContaining({ code: 'UNREADABLE' }));
});
