import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { EventRecord } from '../../../main-ingest/event/event.ts';
import { gameStream } from '../../../main-ingest/event/stream.ts';
import type { RecordedEvent } from '../../../main-ingest/history/history.ts';
import { openSqliteHistory, openSqliteHistoryReader } from '../../../main-ingest/history/sqlite.ts';
import { game } from '../../contract/history/game-events.ts';

let folder = '';
let file = '';
let ofGameB: EventRecord[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'history-'));
  file = join(folder, 'history.sqlite');
  const writer = openSqliteHistory(file);
  ofGameB = game('b', 40);
  await writer.append([...game('a', 30), ...ofGameB.slice(0, 30), ...game('c', 30)], 90);
  await writer.close();
});

afterEach(() => rmSync(folder, { recursive: true }));

/** Changes the file behind the history's back. */
function change(sql: string): void {
  const database = new Database(file);
  database.exec(sql);
  database.close();
}

async function read(session: string, direction: 'forwards' | 'backwards' = 'forwards'): Promise<RecordedEvent[]> {
  const reader = openSqliteHistoryReader(file);
  try {
    const events: RecordedEvent[] = [];
    for await (const each of reader.read(gameStream(session), { direction })) events.push(each);
    return events;
  } finally {
    await reader.close();
  }
}

const ofB = "(SELECT id FROM streams WHERE name = 'game-b')";
const damage = { code: 'DAMAGED', message: expect.stringMatching(/game-b .*--repair/) };

test.each([
  ['its events', `UPDATE runs SET block = unhex(hex(substr(block, 1, 20)) || 'ff' || hex(substr(block, 22)))`],
  ['its ids', 'UPDATE runs SET ids = zeroblob(length(ids))'],
  ['its place', 'UPDATE runs SET first = 1'],
  ['being there', 'DELETE FROM runs'],
])('a run that was changed in %s is an error that names the game; the other games are read', async (_what, sql) => {
  change(`${sql} WHERE stream = ${ofB}`);
  await expect(read('b')).rejects.toMatchObject(damage);
  await expect(read('b', 'backwards')).rejects.toMatchObject(damage);
  expect(await read('a')).toHaveLength(30);
  expect(await read('c')).toHaveLength(30);
});

test('a run in the place of another game’s is damage', async () => {
  change(`UPDATE runs SET block = (SELECT block FROM runs WHERE stream <> ${ofB}) WHERE stream = ${ofB}`);
  await expect(read('b')).rejects.toMatchObject(damage);
});

test('a checkpoint that was changed is not believed', async () => {
  change('UPDATE progress SET position = position - 16');
  const writer = openSqliteHistory(file);
  await expect(writer.checkpoint()).rejects.toMatchObject({ code: 'DAMAGED', retry: true });
  await writer.close();
});

test.each([
  ['a number of events', "UPDATE streams SET events = 14 WHERE name = 'game-b'"],
  ['a number by type', 'UPDATE types SET events = events + 4'],
])('%s that was changed is found on the opening', (_what, sql) => {
  change(sql);
  expect(() => openSqliteHistory(file)).toThrow(
    expect.objectContaining({
      code: 'DAMAGED',
      message: expect.stringMatching(/events by game, .* by type.*--repair/),
    }),
  );
});

test('a damaged game does not keep the others from being merged', async () => {
  const writer = openSqliteHistory(file);
  for (const name of ['d', 'e']) for (const each of game(name, 10, { ends: true })) await writer.append([each], 90);
  await writer.close();
  change(
    `UPDATE runs SET ids = zeroblob(16) WHERE first = 3 AND stream = (SELECT id FROM streams WHERE name = 'game-d')`,
  );
  const next = openSqliteHistory(file);
  const database = new Database(file, { readonly: true });
  const runs = database.prepare<[string], number>(
    'SELECT count(*) FROM runs JOIN streams s ON s.id = stream WHERE s.name = ?',
  );
  await vi.waitFor(() => expect(runs.pluck().get('game-e')).toBe(1), { interval: 5 });
  expect(runs.pluck().get('game-d')).toBe(10);
  database.close();
  await next.close();
});

test('a history of version 1 is read and written on', async () => {
  const database = new Database(file);
  database.exec('UPDATE runs SET block = substr(block, 9)');
  database.exec('ALTER TABLE progress DROP COLUMN seal; PRAGMA user_version = 1');
  database.close();
  expect(await read('a')).toHaveLength(30);
  const writer = openSqliteHistory(file);
  expect(await writer.checkpoint()).toBe(90);
  expect(await writer.append(ofGameB, 100)).toEqual({ written: 10, duplicates: 30 });
  await writer.close();
  const again = openSqliteHistory(file);
  expect(await again.checkpoint()).toBe(100);
  await again.close();
  expect(await read('b')).toHaveLength(40);
});
