import { parentPort } from 'node:worker_threads';
import { Published } from '../journal/published.ts';
import { openJournalReader } from '../journal/segments.ts';
import type { Row } from '../metrics/tables.ts';
import { Delivery, type DeliveryOptions, type StoreStatus } from './delivery.ts';
import { openQuarantine } from './quarantine.ts';

/** What a store's thread is started with. */
export interface StoreWorkerData {
  readonly journalFolder: string;
  /** Memory of the journal's `Published`. */
  readonly published: SharedArrayBuffer;
  readonly quarantineFile: string;
}

/** From the main thread to a store's. */
export type StoreCommand = 'retry' | 'close' | { readonly systemMetrics: readonly Row[] };

/** From a store's thread to the main one. */
export interface StoreMessage {
  readonly status: StoreStatus;
}

/** Runs a delivery in this thread until the main thread says `close`. */
export function runDelivery(
  data: StoreWorkerData,
  store: Pick<DeliveryOptions, 'store' | 'kind' | 'address' | 'readAddress' | 'open' | 'observation'>,
): void {
  const journal = openJournalReader(data.journalFolder);
  const quarantine = openQuarantine(data.quarantineFile);
  const tell = (message: StoreMessage) => parentPort?.postMessage(message);
  const delivery = new Delivery({
    ...store,
    journal,
    published: new Published(data.published),
    quarantine,
    onStatus: (status) => tell({ status }),
  });

  const close = async () => {
    await delivery.close();
    tell({ status: delivery.status() });
    journal.close();
    quarantine.close();
    parentPort?.close();
  };
  parentPort?.on('message', (command: StoreCommand) => {
    if (command === 'retry') delivery.retry();
    else if (command === 'close') void close();
  });
}
