import { workerData } from 'node:worker_threads';
import { EventStoreAddress } from '../history/eventstoredb-address.ts';
import { type HistoryOptions, openHistoryWriter } from '../history/open.ts';
import { Published } from '../journal/published.ts';
import { endWith } from '../unexpected.ts';
import { runDelivery, type StoreWorkerData, threadLink } from './store-worker.ts';

/** What the history's thread is started with. */
export interface HistoryWorkerData extends StoreWorkerData {
  readonly history: HistoryOptions;
}

const data: HistoryWorkerData = workerData;
const { history } = data;
const published = new Published(data.published);

runDelivery(
  { ...data, published },
  {
    store: 'history',
    kind: history.kind,
    ...(history.kind === 'eventstoredb' && { address: new EventStoreAddress(history.url).place }),
    open: async () => {
      const writer = await openHistoryWriter(history, endWith);
      return {
        ...(writer.version !== undefined && { version: writer.version }),
        checkpoint: () => writer.checkpoint(),
        hasLostPlace: writer.hasLostPlace === true,
        write: async (events, next) => {
          await writer.append(events, next);
        },
        observation: () => writer.observation?.() ?? {},
        close: () => writer.close(),
      };
    },
  },
  threadLink,
);
