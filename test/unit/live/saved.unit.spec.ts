import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EventData, EventRecord } from '../../../main-ingest/event/event.ts';
import { toRecord } from '../../../main-ingest/event/record.ts';
import { GamesInFlight } from '../../../main-ingest/live/games-in-flight.ts';
import { LiveFile } from '../../../main-ingest/live/saved.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'live-'));
  file = join(folder, 'live.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

let made = 0;
function event(eventType: string, sessionId: string, sequenceId: number, data: EventData): EventRecord {
  const eventId = `00000000-0000-4000-8000-${String(made++).padStart(12, '0')}`;
  return toRecord({ eventId, eventType, timestamp: '2026-10-01T09:30:00Z', sessionId, data }, sequenceId);
}
const started = (sessionId: string) =>
  event('GameStarted', sessionId, 0, { seed: 'S', stakes: 'White', deck: 'Red Deck', startingMoney: 4 });
const sold = (sessionId: string, step: number) => event('ItemSold', sessionId, step, { moneyAfter: step });
const completed = (sessionId: string, step: number) => event('GameCompleted', sessionId, step, { outcome: 'loss' });

const counts = (position: number, games: GamesInFlight) => ({
  position,
  duplicates: 1,
  rejected: 2,
  games: games.totals(),
});

/** What a start finds in the folder. */
function reopened(): { games: GamesInFlight; position: number } {
  const again = new LiveFile(file);
  const saved = again.read();
  again.close();
  if (!saved) throw new Error('nothing was saved');
  return { games: new GamesInFlight({ state: saved.games }), position: saved.position };
}

test('what was saved outlives a restart, and so do the games that ended since', async () => {
  const live = new LiveFile(file);
  expect(live.read()).toBeUndefined();
  const games = new GamesInFlight();
  games.take([started('a'), started('b'), started('c')], 0);
  await live.write(counts(3, games), games);
  games.take([sold('a', 1), completed('b', 1)], 3);
  await live.write(counts(5, games), games);
  live.close();
  const again = reopened();
  expect(again.position).toBe(5);
  expect(again.games.rows()).toEqual(games.rows());
  expect(again.games.totals()).toEqual({ started: 3, ended: 1, run: null, model: null });
});

test('events that come while a save is under way are counted once, wherever the process ends', async () => {
  const live = new LiveFile(file);
  live.read();
  const games = new GamesInFlight();
  const sessions = Array.from({ length: 2_000 }, (_, at) => `g${at}`);
  games.take(sessions.map(started), 0);
  const saving = live.write(counts(2_000, games), games);
  // The first games are saved as they were, the last as they are by then.
  const later = [...sessions.map((session) => sold(session, 1)), completed('g1999', 2), started('new')];
  games.take(later, 2_000);
  await saving;
  live.close();
  const again = reopened();
  expect(again.position).toBe(2_000);
  again.games.take(later, 2_000);
  const known = (flight: GamesInFlight) =>
    flight.rows().map(({ sessionId, events, money }) => `${sessionId} ${events} ${money}`);
  expect(known(again.games).sort()).toEqual(known(games).sort());
  expect(again.games.totals()).toEqual(games.totals());
});

test('a save writes what changed, not all there is', async () => {
  const live = new LiveFile(file);
  live.read();
  const games = new GamesInFlight();
  games.take(
    Array.from({ length: 1_000 }, (_, at) => started(`g${at}`)),
    0,
  );
  await live.write(counts(1_000, games), games);
  expect(games.takeChanged().size).toBe(0);
  games.take([sold('g7', 1)], 1_000);
  expect([...games.takeChanged()]).toEqual(['g7']);
  expect(readFileSync(file, 'utf8').length).toBeLessThan(300);
  live.close();
});

test('the file of an older version is read, and written as it is now', async () => {
  const games = new GamesInFlight();
  games.take([started('a'), sold('a', 1)], 0);
  const { position: _, ...game } = games.saved('a') ?? expect.fail('no game');
  writeFileSync(
    file,
    JSON.stringify({ position: 2, duplicates: 0, rejected: 0, games: { ...games.totals(), games: [game] } }),
  );
  expect(reopened().games.rows()).toEqual(games.rows());
  const live = new LiveFile(file);
  live.read();
  await live.write(counts(2, games), games);
  live.close();
  expect(readFileSync(file, 'utf8')).not.toContain('sessionId');
  expect(reopened().games.rows()).toEqual(games.rows());
});

test.each(['live.json', 'live-games.sqlite'])(
  'a damaged %s is begun anew, and the next saves succeed',
  async (name) => {
    const live = new LiveFile(file);
    live.read();
    const games = new GamesInFlight();
    games.take([started('a')], 0);
    await live.write(counts(1, games), games);
    live.close();
    writeFileSync(join(folder, name), 'x'.repeat(5_000));
    const next = new LiveFile(file);
    const saved = next.read();
    expect(saved?.games.games ?? []).toEqual([]);
    games.take([started('b')], 1);
    games.keepChanged();
    await next.write(counts(2, games), games);
    next.close();
    expect(reopened().games.row('b')).toBeDefined();
  },
);

test('damage that shows while it is written to holds up one save', async () => {
  const live = new LiveFile(file);
  live.read();
  const games = new GamesInFlight();
  games.take([started('a')], 0);
  await live.write(counts(1, games), games);
  live.close();
  const next = new LiveFile(file);
  writeFileSync(join(folder, 'live-games.sqlite'), 'x'.repeat(5_000));
  games.take([started('b')], 1);
  await expect(next.write(counts(2, games), games)).rejects.toThrow();
  await next.write(counts(2, games), games);
  next.close();
  expect(existsSync(file)).toBe(true);
  expect(reopened().games.rows()).toHaveLength(2);
});

test('a number that the disk changed is not believed', async () => {
  const live = new LiveFile(file);
  live.read();
  const games = new GamesInFlight();
  games.take([started('a')], 0);
  await live.write(counts(1, games), games);
  live.close();
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace('"duplicates":1', '"duplicates":3'));
  expect(new LiveFile(file).read()).toBeUndefined();
  writeFileSync(file, text);
  expect(new LiveFile(file).read()).toMatchObject({ position: 1, duplicates: 1, rejected: 2 });
});
