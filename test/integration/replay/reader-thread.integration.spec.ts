import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EventRecord } from '../../../main-ingest/event/event.ts';
import { gameStream } from '../../../main-ingest/event/stream.ts';
import type { HistoryWriter } from '../../../main-ingest/history/history.ts';
import { openSqliteHistory } from '../../../main-ingest/history/sqlite.ts';
import { openReplay, type Replay, UnknownGame } from '../../../main-ingest/replay/replay.ts';
import { recordedEvents } from '../../recordings.ts';

const all = recordedEvents('endless.jsonl.gz').filter(({ sequenceId }) => sequenceId >= 0);
const sessionId = all[0]?.sessionId ?? '';
const game = all.filter((event) => event.sessionId === sessionId);

let folder: string;
let history: HistoryWriter;
let replay: Replay;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'replay-'));
  const file = join(folder, 'history.sqlite');
  replay = openReplay({ history: { kind: 'sqlite', file }, cacheBytes: 8_000_000 });
  history = openSqliteHistory(file);
});

afterEach(async () => {
  await replay.close();
  await history.close();
  rmSync(folder, { recursive: true });
});

const append = (events: readonly EventRecord[], next: number) => history.append(events, next);

test('a game is replayed out of the history, and followed as it grows', async () => {
  await append(game.slice(0, 100), 100);
  expect((await replay.summary(sessionId)).steps).toHaveLength(100);
  expect(await replay.steps(sessionId, 100, 120)).toEqual([]);
  await append(game.slice(100), game.length);
  expect((await replay.steps(sessionId, 98, 101)).map(({ step }) => step)).toEqual([98, 99, 100, 101]);
  const summary = await replay.summary(sessionId);
  expect(summary.steps).toHaveLength(game.length);
  expect(summary.snapshots.agree).toBe(summary.snapshots.compared);
  expect(await replay.preview(sessionId)).toEqual({
    game: summary.game,
    blinds: summary.blinds,
    moments: summary.moments,
  });
});

test('at most 256 steps are answered at once', async () => {
  await append(game, game.length);
  expect((await replay.steps(sessionId, 10, 5000)).map(({ step }) => step)).toEqual(
    Array.from({ length: 256 }, (_, i) => 10 + i),
  );
});

test('an unknown game is refused; the history tells what it holds', async () => {
  await expect(replay.summary('no-such-game')).rejects.toThrow(UnknownGame);
  await append(all, all.length);
  expect(await replay.history.length(gameStream(sessionId))).toBe(game.length);
  expect((await replay.history.totals()).events).toBe(all.length);
  expect(new Map(await replay.history.gameLengths()).get(sessionId)).toBe(game.length);
});

test('games that no longer fit in memory are read again', async () => {
  await append(all, all.length);
  const sessions = [...new Set(all.map((event) => event.sessionId))];
  const small = openReplay({ history: { kind: 'sqlite', file: join(folder, 'history.sqlite') }, cacheBytes: 1 });
  for (const session of [...sessions, ...sessions]) {
    const { game: row } = await small.preview(session);
    expect(row.events).toBe(all.filter((event) => event.sessionId === session).length);
  }
  await small.close();
});

test('what is asked after the end is refused', async () => {
  await replay.close();
  await expect(replay.summary(sessionId)).rejects.toMatchObject({ code: 'READER_GONE', retry: true });
});
