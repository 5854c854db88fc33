import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  type EventStoreOptions,
  openEventStoreHistory,
  openEventStoreHistoryReader,
} from '../../../main-ingest/history/eventstoredb.ts';
import type { HistoryReader, HistoryWriter } from '../../../main-ingest/history/history.ts';
import { DoubleEventStore } from '../../doubles/eventstoredb/double.ts';
import { game } from './game-events.ts';

describe('a cluster of three [double EventStoreDB]', () => {
  let cluster: DoubleEventStore;
  let folder = '';
  let options: EventStoreOptions;
  let writer: HistoryWriter;
  let reader: HistoryReader;

  beforeEach(async () => {
    cluster = await DoubleEventStore.start({ nodes: 3 });
    folder = mkdtempSync(join(tmpdir(), 'history-'));
    options = { url: `esdb://${cluster.hosts}?tls=false`, index: join(folder, 'index.sqlite'), answerMs: 5000 };
    writer = await openEventStoreHistory(options, (error) => {
      throw error;
    });
    reader = await openEventStoreHistoryReader(options);
  });

  afterEach(async () => {
    await reader.close();
    await writer.close();
    await cluster.stop();
    rmSync(folder, { recursive: true });
  });

  const idsIn = async (stream: string) => {
    const ids: string[] = [];
    for await (const { eventId } of reader.read(stream)) ids.push(eventId);
    return ids;
  };

  test('its leader killed three times under load: all is there once and in order, read and followed too', async () => {
    const games = Array.from({ length: 30 }, (_, place) => game(`c${place}`, 60));
    const journal = Array.from({ length: 60 }, (_, step) => games.flatMap((events) => events.slice(step, step + 1)));
    const stop = new AbortController();
    const followed: string[] = [];
    const following = (async () => {
      for await (const { eventId } of reader.follow?.('game-c0', 0, stop.signal) ?? []) followed.push(eventId);
    })();
    const leaders: (string | undefined)[] = [writer.observation?.().address];
    const attacked = (async () => {
      for (let kill = 0; kill < 3; kill += 1) {
        await wait(200);
        const port = await cluster.killLeader();
        expect(leaders.at(-1)).toBe(`127.0.0.1:${port}`);
        const other = expect.stringMatching(new RegExp(`^127\\.0\\.0\\.1:(?!${port}$)\\d+$`));
        await vi.waitFor(() => expect(writer.observation?.().address).toEqual(other), { timeout: 20_000 });
        leaders.push(writer.observation?.().address);
        await cluster.startNode(port);
      }
    })();
    let position = 0;
    let isAttacked = true;
    void attacked.finally(() => {
      isAttacked = false;
    });
    for (const [step, events] of journal.entries()) {
      position += events.length;
      await vi.waitFor(() => writer.append(events, position), { timeout: 30_000, interval: 50 });
      // The load lasts for as long as nodes are killed.
      if (isAttacked && step < 50) await wait(150);
    }
    await attacked;
    for (const events of games) {
      const ids = events.map(({ eventId }) => eventId);
      expect(await vi.waitFor(() => idsIn(`game-${events[0]?.sessionId}`), { timeout: 10_000 })).toEqual(ids);
    }
    await vi.waitFor(() => expect(followed).toEqual(games[0]?.map(({ eventId }) => eventId)), { timeout: 15_000 });
    expect(await reader.totals()).toMatchObject({ streams: 30, events: 1800 });
    expect(await writer.checkpoint()).toBe(1800);
    stop.abort();
    await following;
  });

  test('it is opened while its first node is away, and while most are away is said to have no leader', async () => {
    const first = await cluster.killLeader();
    const again = await vi.waitFor(
      () => openEventStoreHistory({ ...options, index: join(folder, 'b.sqlite') }, () => {}),
      { timeout: 20_000 },
    );
    expect(again.observation?.().address).not.toBe(`127.0.0.1:${first}`);
    await again.close();
    await cluster.killLeader();
    await vi.waitFor(
      () =>
        expect(writer.append(game('late', 3), 3)).rejects.toMatchObject({
          code: 'UNAVAILABLE',
          message: expect.stringContaining('no node answers that leads the cluster'),
        }),
      { timeout: 20_000 },
    );
    expect(writer.observation?.().address).toBeUndefined();
    await expect(
      openEventStoreHistory({ ...options, index: join(folder, 'c.sqlite') }, () => {}),
    ).rejects.toMatchObject({
      code: 'NO_LEADER',
      retry: true,
      message: expect.stringContaining(`127.0.0.1:${first}`),
    });
  });
});
