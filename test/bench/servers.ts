import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EventStoreDBClient, type JSONEventType, jsonEvent, NO_STREAM } from '@eventstore/db-client';
import { Sender } from '@questdb/nodejs-client';
import { openQuarantine } from '../../main-ingest/delivery/quarantine.ts';
import { type StoreThread, startHistoryThread, startMetricsThread } from '../../main-ingest/delivery/store-thread.ts';
import type { EventData, EventRecord } from '../../main-ingest/event/event.ts';
import { streamOf } from '../../main-ingest/event/stream.ts';
import { Published } from '../../main-ingest/journal/published.ts';
import { openJournal } from '../../main-ingest/journal/segments.ts';
import { openMetrics } from '../../main-ingest/metrics/open.ts';
import { MetricsFold } from '../../main-ingest/metrics/rows.ts';
import { TABLES, type TableRows } from '../../main-ingest/metrics/tables.ts';
import { type EventStore, startEventStore } from '../doubles/eventstoredb/event-store.ts';
import { type QuestdbServer, residentBytes, startQuestdb } from '../servers/questdb.ts';
import { SCHEMA_FILE } from '../servers/questdb-schema.ts';
import type { BenchContext, Benchmark, Measurement } from './bench.ts';
import { freshRecords } from './fresh-records.ts';

const BATCH = 8192;
const APPEND_EVENTS = 500;
const IN_FLIGHT = 8;
const MiB = 2 ** 20;

/** From a full journal into both servers, against the bare clients that write the same batches one after the other. */
export const journalToServers: Benchmark = {
  name: 'servers',
  what: 'journal → EventStoreDB (or its double) and QuestDB, against the bare clients',
  async run(context) {
    const records = freshRecords(context.quick ? 20_000 : 200_000, 100);
    context.say(`${records.length} events`);
    const bare = await withServers((servers) => bareClients(servers, records, context));
    return await withServers((servers) => workbench(servers, records, context, bare));
  },
};

interface Servers {
  readonly store: EventStore;
  readonly questdb: QuestdbServer;
}

/** Seconds. */
interface Bare {
  readonly history: number;
  readonly metrics: number;
}

async function withServers<T>(use: (servers: Servers) => Promise<T>): Promise<T> {
  const [store, questdb] = await Promise.all([startEventStore(), startQuestdb()]);
  try {
    return await use({ store, questdb });
  } finally {
    await Promise.all([store.stop(), questdb.stop()]);
  }
}

async function workbench(
  { store, questdb }: Servers,
  records: readonly EventRecord[],
  { folder, say }: BenchContext,
  bare: Bare,
): Promise<Measurement[]> {
  say('workbench');
  const journalFolder = join(folder, 'journal');
  const published = new Published();
  const journal = await openJournal(journalFolder, { sync: 'os', maxBytes: 2 ** 33, segmentBytes: 2 ** 26 }, published);
  const quarantineFile = join(folder, 'quarantine.sqlite');
  openQuarantine(quarantineFile).close();
  const options = { journalFolder, published: published.buffer, quarantineFile };
  const { url, pgUrl, readerUrl } = questdb;
  const exportFolder = join(folder, 'export');

  const history = startHistoryThread({
    ...options,
    history: { kind: 'eventstoredb', url: store.url, index: join(folder, 'delivery.sqlite') },
  });
  const metrics = startMetricsThread({
    ...options,
    rebuild: {
      history: { kind: 'sqlite', file: join(folder, 'history.sqlite') },
      orderFile: join(folder, 'rebuild.json'),
    },
    metrics: { kind: 'questdb', url, pgUrl, readerUrl, schemaFile: SCHEMA_FILE, exportFolder },
  });
  // Connecting and making tables is not what is measured.
  while ([history, metrics].some((thread) => thread.status().state !== 'connected')) await sleep(5);
  const start = performance.now();
  for (let from = 0; from < records.length; from += BATCH) await journal.append(records.slice(from, from + BATCH));
  const seconds = async (thread: StoreThread): Promise<number> => {
    while (thread.checkpoint() < records.length) await sleep(5);
    return (performance.now() - start) / 1000;
  };
  const [historySeconds, metricsSeconds] = await Promise.all([seconds(history), seconds(metrics)]);
  const serverMemory = (await residentBytes(questdb.pid)) / MiB;
  await Promise.all([history.close(), metrics.close()]);
  await journal.close();
  const rate = (value: number) => records.length / value;
  return [
    {
      name: 'journal to both servers',
      value: rate(Math.max(historySeconds, metricsSeconds)),
      unit: 'events/s',
      baseline: { what: 'the slower bare client alone', value: rate(Math.max(bare.history, bare.metrics)) },
      detail: {
        'history events/s': rate(historySeconds),
        'bare EventStoreDB client events/s': rate(bare.history),
        'metrics events/s': rate(metricsSeconds),
        'bare QuestDB client events/s': rate(bare.metrics),
        'QuestDB memory MB': serverMemory,
        'own memory MB': process.memoryUsage().rss / MiB,
      },
    },
    {
      name: 'both servers, bare clients after one another',
      value: rate(Math.max(historySeconds, metricsSeconds)),
      unit: 'events/s',
      baseline: { what: 'both bare clients, one after the other', value: rate(bare.history + bare.metrics) },
    },
  ];
}

async function bareClients(
  servers: Servers,
  records: readonly EventRecord[],
  { folder, say }: BenchContext,
): Promise<Bare> {
  say('bare clients');
  return {
    history: await bareEventStore(servers.store, records),
    metrics: await bareQuestdb(servers.questdb, records, join(folder, 'bare-export')),
  };
}

/** The same events of the same batches, appended by stream with as many appends under way. */
async function bareEventStore({ url }: EventStore, records: readonly EventRecord[]): Promise<number> {
  const client = EventStoreDBClient.connectionString(url);
  const revisions = new Map<string, bigint>();
  const start = performance.now();
  for (let from = 0; from < records.length; from += BATCH) {
    const streams = Map.groupBy(records.slice(from, from + BATCH), streamOf).entries();
    const work = async () => {
      for (const [stream, events] of streams) {
        for (let first = 0; first < events.length; first += APPEND_EVENTS) {
          const stored = events.slice(first, first + APPEND_EVENTS).map(asStored);
          const expectedRevision = revisions.get(stream) ?? NO_STREAM;
          const { nextExpectedRevision } = await client.appendToStream(stream, stored, { expectedRevision });
          revisions.set(stream, nextExpectedRevision);
        }
      }
    };
    await Promise.all(Array.from({ length: IN_FLIGHT }, work));
  }
  const seconds = (performance.now() - start) / 1000;
  await client.dispose();
  return seconds;
}

function asStored({ eventId, eventType, timestamp, sequenceId, data: text }: EventRecord) {
  const data: EventData = JSON.parse(text);
  const metadata = { timestamp, sequenceId };
  return jsonEvent<JSONEventType<string, EventData>>({ id: eventId, type: eventType, data, metadata });
}

/** The same rows of the same batches, one request a table. */
async function bareQuestdb(
  { url, pgUrl, readerUrl }: QuestdbServer,
  records: readonly EventRecord[],
  exportFolder: string,
): Promise<number> {
  // Makes the tables.
  const options = { url, pgUrl, readerUrl, schemaFile: SCHEMA_FILE, exportFolder };
  await (await openMetrics({ kind: 'questdb', ...options })).close();
  const fold = new MetricsFold(new Map());
  const batches: TableRows[] = [];
  for (let from = 0; from < records.length; from += BATCH) {
    const batch = records.slice(from, from + BATCH);
    batches.push(fold.fold(batch, from + batch.length).rows);
  }
  const sender = await Sender.fromConfig(`http::addr=${new URL(url).host};auto_flush=off;`, { log: () => undefined });
  const start = performance.now();
  for (const rows of batches) {
    for (const table of TABLES) {
      for (const row of rows.get(table.name) ?? []) {
        sender.table(table.name);
        for (const [place, { name, symbol }] of table.columns.entries()) {
          const cell = row[place] ?? null;
          if (symbol && cell !== null) sender.symbol(name, cell);
        }
        for (const [place, { name, type, symbol }] of table.columns.entries()) {
          const cell = row[place] ?? null;
          if (symbol || cell === null || place === 0) continue;
          if (type === 'text') sender.stringColumn(name, String(cell));
          else if (type === 'integer') sender.intColumn(name, Number(cell));
          else if (type === 'double') sender.floatColumn(name, Number(cell));
          else if (type === 'boolean') sender.booleanColumn(name, cell === true);
          else sender.timestampColumn(name, Number(cell), 'us');
        }
        await sender.at(Number(row[0]), 'us');
      }
      await sender.flush();
    }
  }
  const seconds = (performance.now() - start) / 1000;
  await sender.close();
  return seconds;
}
