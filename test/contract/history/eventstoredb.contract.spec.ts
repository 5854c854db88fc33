import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import {
  type EventStoreOptions,
  openEventStoreHistory,
  openEventStoreHistoryReader,
} from '../../../main-ingest/history/eventstoredb.ts';
import { EventStoreIndex } from '../../../main-ingest/history/eventstoredb-index.ts';
import { type EventStore, isReal, startEventStore } from '../../doubles/eventstoredb/event-store.ts';
import { historyContract } from './history.contract.ts';

let store: EventStore;

beforeAll(async () => {
  store = await startEventStore();
});

afterAll(() => store.stop());

historyContract(`[${isReal ? 'real' : 'double'} EventStoreDB]`, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'history-'));
  const options: EventStoreOptions = {
    url: store.url,
    index: join(folder, 'index.sqlite'),
    prefix: `${randomUUID().slice(0, 8)}.`,
  };
  // A new index would be filled with the streams of all tests before this one.
  const index = new EventStoreIndex(options.index);
  index.markComplete();
  index.close();
  return {
    writer: () =>
      openEventStoreHistory(options, (error) => {
        throw error;
      }),
    reader: () => openEventStoreHistoryReader(options),
    remove: async () => rmSync(folder, { recursive: true }),
  };
});
