import { workerData } from 'node:worker_threads';
import { type HistoryOptions, openHistoryWriter } from '../history/open.ts';
import { runDelivery, type StoreWorkerData } from './store-worker.ts';

/** What the history's thread is started with. */
export interface HistoryWorkerData extends StoreWorkerData {
  readonly history: HistoryOptions;
}

const data: HistoryWorkerData = workerData;

runDelivery(data, {
  store: 'history',
  kind: data.history.kind,
  open: async () => {
    const writer = await openHistoryWriter(data.history);
    return {
      checkpoint: () => writer.checkpoint(),
      write: async (events, next) => {
        await writer.append(events, next);
      },
      close: () => writer.close(),
    };
  },
});
