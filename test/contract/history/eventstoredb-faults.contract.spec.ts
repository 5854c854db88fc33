import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventStoreDBClient } from '@eventstore/db-client';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { EventRecord } from '../../../main-ingest/event/event.ts';
import {
  type EventStoreOptions,
  openEventStoreHistory,
  openEventStoreHistoryReader,
} from '../../../main-ingest/history/eventstoredb.ts';
import type { HistoryError, HistoryWriter } from '../../../main-ingest/history/history.ts';
import { type EventStore, isKillable, isReal, startEventStore } from '../../doubles/eventstoredb/event-store.ts';
import { FaultyConnection } from '../../doubles/faulty-connection.ts';
import { event, game } from './game-events.ts';

describe(`eventstoredb history, failing [${isReal ? 'real' : 'double'} EventStoreDB]`, () => {
  let store: EventStore;
  let connection: FaultyConnection;
  let folder = '';
  let options: EventStoreOptions;
  let writer: HistoryWriter;
  let poisoned: HistoryError[] = [];

  beforeAll(async () => {
    store = await startEventStore();
  });

  afterAll(() => store.stop());

  beforeEach(async () => {
    connection = await FaultyConnection.to(store.port);
    folder = mkdtempSync(join(tmpdir(), 'history-'));
    poisoned = [];
    options = {
      url: `esdb://127.0.0.1:${connection.port}?tls=false`,
      index: join(folder, 'index.sqlite'),
      prefix: `${randomUUID().slice(0, 8)}.`,
      answerMs: 4000,
    };
    writer = await open();
  });

  afterEach(async () => {
    await writer.close();
    await connection.close();
    rmSync(folder, { recursive: true });
  });

  const open = () => openEventStoreHistory(options, (error) => poisoned.push(error));

  /** Appends as the delivery does: the same events again until they are confirmed. */
  async function appendUntilConfirmed(events: readonly EventRecord[], next: number) {
    return vi.waitFor(() => writer.append(events, next), { timeout: 20_000, interval: 50 });
  }

  async function held(session: string): Promise<string[]> {
    const reader = await openEventStoreHistoryReader({ ...options, url: store.url });
    const ids: string[] = [];
    for await (const { eventId } of reader.read(`game-${session}`)) ids.push(eventId);
    await reader.close();
    return ids;
  }

  const idsOf = (events: readonly EventRecord[]) => events.map(({ eventId }) => eventId);

  test('an acknowledgement that is lost: the same batch again is stored once', async () => {
    const events = game('a', 30);
    await writer.append(events.slice(0, 10), 10);
    connection.loseAnswers();
    const lost = writer.append(events.slice(10, 20), 20);
    await vi.waitFor(async () => expect(await held('a')).toHaveLength(20), { timeout: 5000 });
    connection.cut();
    await expect(lost).rejects.toMatchObject({ name: 'HistoryError', retry: true });
    expect(await writer.checkpoint()).toBe(10);
    await appendUntilConfirmed(events.slice(10, 20), 20);
    await writer.append(events.slice(20), 30);
    expect(await held('a')).toEqual(idsOf(events));
    expect(await writer.checkpoint()).toBe(30);
  });

  test.each([
    ['a larger', 10, 30],
    ['a smaller', 10, 15],
    ['an overlapping', 5, 25],
  ])('an acknowledgement that is lost: %s batch instead is stored once', async (_, from, to) => {
    const events = game('a', 30);
    await writer.append(events.slice(0, 10), 10);
    connection.loseAnswers();
    const lost = writer.append(events.slice(10, 20), 20);
    await vi.waitFor(async () => expect(await held('a')).toHaveLength(20), { timeout: 5000 });
    connection.cut();
    await expect(lost).rejects.toMatchObject({ retry: true });
    await appendUntilConfirmed(events.slice(from, to), to);
    await writer.append(events.slice(to), 30);
    expect(await held('a')).toEqual(idsOf(events));
    const reader = await openEventStoreHistoryReader(options);
    expect(await reader.totals()).toMatchObject({
      streams: 1,
      events: 30,
      eventsByType: { GameStarted: 1, HandPlayed: 29 },
    });
    await reader.close();
  });

  test('a process that ends before it has noted what was acknowledged: the next one finds it', async () => {
    const events = game('a', 30);
    await writer.append(events.slice(0, 10), 10);
    connection.loseAnswers();
    const lost = writer.append(events.slice(10, 20), 20);
    await vi.waitFor(async () => expect(await held('a')).toHaveLength(20), { timeout: 5000 });
    connection.cut();
    await expect(lost).rejects.toMatchObject({ retry: true });
    await writer.close();
    writer = await vi.waitFor(open, { timeout: 10_000 });
    expect(await writer.checkpoint()).toBe(10);
    expect(await appendUntilConfirmed(events.slice(10), 30)).toEqual({ written: 10, duplicates: 10 });
    expect(await held('a')).toEqual(idsOf(events));
  });

  test('connections that break again and again: nothing is lost or doubled', async () => {
    const games = Array.from({ length: 40 }, (_, place) => game(`g${place}`, 50));
    const journal = games[0]?.flatMap((_, step) => games.flatMap((events) => events.slice(step, step + 1))) ?? [];
    let breaking = true;
    const breaks = (async () => {
      while (breaking) {
        await new Promise((resolve) => setTimeout(resolve, 60));
        connection.cut();
      }
    })();
    let breaksLeft = 12;
    for (let at = 0; at < journal.length; at += 200) {
      await appendUntilConfirmed(journal.slice(at, at + 200), at + 200);
      breaksLeft -= 1;
      if (breaksLeft === 0) breaking = false;
    }
    breaking = false;
    await breaks;
    for (const events of games) expect(await held(events[0]?.sessionId ?? '')).toEqual(idsOf(events));
    expect(await writer.checkpoint()).toBe(journal.length);
  });

  test('a short stall is only slow', async () => {
    await writer.append(game('a', 5), 5);
    connection.stall();
    const appending = writer.append(game('b', 5), 10);
    setTimeout(() => connection.resume(), 500);
    expect(await appending).toMatchObject({ written: 5 });
    expect(poisoned).toEqual([]);
  });

  test('an answer that does not come: the client is given up, and a late answer does no harm', async () => {
    await writer.close();
    options = { ...options, answerMs: 300 };
    writer = await open();
    const events = game('a', 20);
    await writer.append(events.slice(0, 5), 5);
    connection.stall();
    await expect(writer.append(events.slice(5), 20)).rejects.toMatchObject({ code: 'TIMEOUT', retry: true });
    expect(poisoned).toHaveLength(1);
    await expect(writer.append(events.slice(5), 20)).rejects.toMatchObject({ code: 'TIMEOUT' });
    await writer.close();
    connection.resume();
    writer = await open();
    expect(await writer.checkpoint()).toBe(5);
    await appendUntilConfirmed(events.slice(5), 20);
    expect(await held('a')).toEqual(idsOf(events));
  });

  test('a read that is not answered ends', async () => {
    await writer.append(game('a', 5), 5);
    const reader = await openEventStoreHistoryReader({ ...options, answerMs: 200 });
    for await (const { revision } of reader.read('game-a', { limit: 1 })) expect(revision).toBe(0);
    connection.stall();
    await expect(reader.read('game-a')[Symbol.asyncIterator]().next()).rejects.toMatchObject({
      code: 'TIMEOUT',
      retry: true,
    });
    connection.resume();
    await reader.close();
  });

  test('an event that the server does not take is named', async () => {
    const large = event({ data: JSON.stringify({ noise: 'x'.repeat(1_100_000) }) });
    const nameless = event({ eventType: '' });
    for (const bad of [large, nameless]) {
      await expect(writer.append([...game('a', 2), bad], 3)).rejects.toMatchObject({
        retry: false,
        eventId: bad.eventId,
      });
    }
    expect(await held('a')).toEqual([]);
    expect(await writer.append(game('a', 2), 3)).toMatchObject({ written: 2 });
  });

  test('many large events make several appends', async () => {
    const events = game('a', 12).map((each) => ({ ...each, data: JSON.stringify({ noise: 'x'.repeat(300_000) }) }));
    expect(await writer.append(events, 12)).toMatchObject({ written: 12 });
    expect(await held('a')).toEqual(idsOf(events));
  });

  test('a stream that was deleted for ever refuses its events, others go on', async () => {
    const direct = EventStoreDBClient.connectionString(store.url);
    await writer.append(game('a', 3), 3);
    await direct.tombstoneStream(`${options.prefix}game-a`);
    const late = event({ sequenceId: 3 });
    await expect(writer.append([late], 4)).rejects.toMatchObject({
      code: 'STREAM_DELETED',
      retry: false,
      eventId: late.eventId,
    });
    expect(await writer.append(game('b', 3), 7)).toMatchObject({ written: 3 });
    await direct.dispose();
  });

  test('a server that has lost what it confirmed is told apart from one that is away', async () => {
    const direct = EventStoreDBClient.connectionString(store.url);
    await writer.append(game('a', 3), 3);
    await direct.deleteStream(`${options.prefix}game-a`);
    await writer.close();
    await expect(open()).rejects.toMatchObject({ code: 'SERVER_BEHIND', retry: true });
    await direct.dispose();
    rmSync(options.index);
    writer = await open();
  });

  test('streams are kept as long as they should be', async () => {
    await writer.close();
    options = { ...options, retention: { 'game-': 86_400, 'system-errors': 3_600 } };
    writer = await open();
    await writer.append(
      [...game('a', 2), event({ eventType: 'ComponentError' }), event({ eventType: 'MetricRecorded' })],
      4,
    );
    const direct = EventStoreDBClient.connectionString(store.url);
    const kept = await Promise.all(
      ['game-a', 'system-errors', 'learning-metrics'].map(async (stream) => {
        const { metadata } = await direct.getStreamMetadata(`${options.prefix}${stream}`);
        return metadata?.maxAge;
      }),
    );
    expect(kept).toEqual([86_400, 3_600, undefined]);
    await direct.dispose();
  });

  test('a history that another data folder has written is taken over', async () => {
    const events = [...game('a', 30), ...game('b', 20, { ends: true })];
    await writer.append(events, 50);
    await writer.close();
    options = { ...options, index: join(folder, 'another.sqlite') };
    writer = await open();
    expect(await writer.checkpoint()).toBe(0);
    const reader = await openEventStoreHistoryReader(options);
    expect(await reader.totals()).toMatchObject({
      streams: 2,
      events: 50,
      eventsByType: { GameStarted: 2, GameCompleted: 1 },
    });
    expect([...(await reader.gameLengths())].sort()).toEqual([
      ['a', 30],
      ['b', 20],
    ]);
    await reader.close();
    expect(await writer.append(events, 50)).toEqual({ written: 0, duplicates: 50 });
  });

  test('a stream that is followed goes on after the connection was lost, from where it was', async () => {
    const reader = await openEventStoreHistoryReader(options);
    const stop = new AbortController();
    const seen: string[] = [];
    const events = game('a', 30);
    await writer.append(events.slice(0, 10), 10);
    const following = (async () => {
      for await (const { eventId } of reader.follow('game-a', 2, stop.signal)) seen.push(eventId);
    })();
    await vi.waitFor(() => expect(seen).toHaveLength(8), { timeout: 5000 });
    await writer.append(events.slice(10, 20), 20);
    await vi.waitFor(() => expect(seen).toHaveLength(18), { timeout: 5000 });
    connection.cut();
    await appendUntilConfirmed(events.slice(20), 30);
    await vi.waitFor(() => expect(seen).toEqual(idsOf(events.slice(2))), { timeout: 10_000 });
    stop.abort();
    await following;
    await reader.close();
  });

  test('consumers of a group share a stream, through a lost connection and failures of their own', async () => {
    const reader = await openEventStoreHistoryReader(options);
    const stop = new AbortController();
    const handled: string[] = [];
    const events = game('a', 20);
    let failures = 3;
    const handle = async ({ eventId }: { readonly eventId: string }) => {
      failures -= 1;
      if (failures >= 0) throw new Error('not now');
      handled.push(eventId);
    };
    const sharing = [1, 2].map(() =>
      reader.share('game-a', { group: 'g', maxRetries: 5, handle, signal: stop.signal }),
    );
    await writer.append(events.slice(0, 10), 10);
    await vi.waitFor(() => expect(handled.toSorted()).toEqual(idsOf(events.slice(0, 10)).toSorted()), {
      timeout: 10_000,
    });
    connection.cut();
    await appendUntilConfirmed(events.slice(10), 20);
    await vi.waitFor(() => expect(new Set(handled)).toEqual(new Set(idsOf(events))), { timeout: 10_000 });
    stop.abort();
    await Promise.all(sharing);
    await reader.close();
  });

  test('tells the server’s version', () => {
    expect(writer.version).toMatch(/^\d+\.\d+/);
  });

  describe.skipIf(!isKillable)('a server that is killed', () => {
    test('in the middle of appends, and again, has every event once when it is back', async () => {
      const games = Array.from({ length: 60 }, (_, place) => game(`k${place}`, 60));
      const journal = games.flat();
      for (let at = 0; at < journal.length; at += 900) {
        const appending = writer
          .append(journal.slice(at, at + 900), at + 900)
          .catch((error: HistoryError) => expect(error).toMatchObject({ retry: true }));
        await store.kill();
        await appending;
        await expect(writer.append(journal.slice(at, at + 900), at + 900)).rejects.toMatchObject({ retry: true });
        await store.start();
        await appendUntilConfirmed(journal.slice(at, at + 900), at + 900);
      }
      for (const events of games) expect(await held(events[0]?.sessionId ?? '')).toEqual(idsOf(events));
      expect(poisoned).toEqual([]);
    });

    test('can not be opened, and says so', async () => {
      await writer.close();
      await store.kill();
      await expect(open()).rejects.toMatchObject({ code: 'UNAVAILABLE', retry: true });
      await store.start();
      writer = await open();
    });
  });
});
