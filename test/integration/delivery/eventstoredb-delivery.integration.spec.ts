import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { StoreStatus } from '../../../main-ingest/delivery/delivery.ts';
import { startHistoryThread } from '../../../main-ingest/delivery/store-thread.ts';
import { streamOf } from '../../../main-ingest/event/stream.ts';
import { type EventStoreOptions, openEventStoreHistoryReader } from '../../../main-ingest/history/eventstoredb.ts';
import { Published } from '../../../main-ingest/journal/published.ts';
import { openJournal } from '../../../main-ingest/journal/segments.ts';
import { type EventStore, isKillable, startEventStore } from '../../doubles/eventstoredb/event-store.ts';
import { FaultyConnection } from '../../doubles/faulty-connection.ts';
import { recordedEvents } from '../../recordings.ts';

const events = recordedEvents('train-small.jsonl.gz').slice(0, 12_000);
const until = (condition: () => void) => vi.waitFor(condition, { interval: 10, timeout: 60_000 });

let folder = '';
let store: EventStore;
let connection: FaultyConnection;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'delivery-'));
  store = await startEventStore();
  connection = await FaultyConnection.to(store.port);
});

afterEach(async () => {
  await connection.close();
  await store.stop();
  rmSync(folder, { recursive: true });
});

test.skipIf(!isKillable)(
  'stalled, cut off and killed in mid-load: the thread is replaced, every event is there once',
  async () => {
    const published = new Published();
    const journalFolder = join(folder, 'journal');
    const journal = await openJournal(
      journalFolder,
      { sync: 'os', maxBytes: 2 ** 30, segmentBytes: 2 ** 22 },
      published,
    );
    const options: EventStoreOptions = {
      url: `esdb://127.0.0.1:${connection.port}?tls=false`,
      index: join(folder, 'index.sqlite'),
      answerMs: 1000,
    };
    const thread = startHistoryThread({
      journalFolder,
      published: published.buffer,
      quarantineFile: join(folder, 'quarantine.sqlite'),
      history: { kind: 'eventstoredb', ...options },
    });
    const seen: StoreStatus[] = [];
    thread.onStatus((status) => seen.push(status));
    const delivered = (position: number) =>
      until(() => expect(thread.status()).toMatchObject({ state: 'connected', checkpoint: position }));
    await journal.append(events.slice(0, 3000));
    await delivered(3000);

    connection.stall();
    await journal.append(events.slice(3000, 6000));
    await until(() => expect(seen.some(({ lastError }) => lastError?.code === 'THREAD_DIED')).toBe(true));
    connection.cut();
    await delivered(6000);

    await journal.append(events.slice(6000, 9000));
    connection.cut();
    await delivered(9000);

    await journal.append(events.slice(9000));
    await store.kill();
    await until(() => expect(['degraded', 'down']).toContain(thread.status().state));
    await store.start();
    await delivered(events.length);
    expect(thread.status()).toMatchObject({
      kind: 'eventstoredb',
      address: `127.0.0.1:${connection.port}`,
      version: '24.2.0',
    });
    await thread.close();
    await journal.close();

    const reader = await openEventStoreHistoryReader(options);
    for (const [stream, written] of Map.groupBy(events, streamOf)) {
      const ids: string[] = [];
      for await (const { eventId } of reader.read(stream)) ids.push(eventId);
      expect(ids).toEqual(written.map(({ eventId }) => eventId));
    }
    expect((await reader.totals()).events).toBe(events.length);
    await reader.close();
  },
);
