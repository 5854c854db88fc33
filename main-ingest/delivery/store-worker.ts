import { parentPort } from 'node:worker_threads';
import { openJournalReader } from '../journal/segments.ts';
import type { Row } from '../metrics/tables.ts';
import { endWith, outliveRejections } from '../unexpected.ts';
import { Delivery, type DeliveryOptions, type StoreStatus } from './delivery.ts';
import { openQuarantine } from './quarantine.ts';
import { DeliveryError } from './store-error.ts';

/** Where a store's delivery finds what it delivers. Plain data: it is handed to threads and processes. */
export interface StorePlaces {
  readonly journalFolder: string;
  readonly quarantineFile: string;
  /** Why the store is not to be opened: its events are elsewhere. */
  readonly elsewhere?: string | undefined;
  /** What to say where the store lacks events that it should have. */
  readonly moved?: string | undefined;
}

/** What a store's thread is started with. */
export interface StoreWorkerData extends StorePlaces {
  /** Memory of the journal's `Published`. */
  readonly published: SharedArrayBuffer;
}

/** From the main thread to a store's. */
export type StoreCommand = 'retry' | 'close' | { readonly systemMetrics: readonly Row[] };

/** From a store's thread to the main one; `unexpected`: what failed there while nobody waited for it. */
export type StoreMessage = { readonly status: StoreStatus } | { readonly unexpected: string };

/** The way between a delivery and the main thread. */
export interface StoreLink {
  tell(message: StoreMessage): void;
  onCommand(listener: (command: StoreCommand) => void): void;
  /** Nothing more is said, so that the thread or process ends. */
  close(): void;
}

/** The link of a thread. */
export const threadLink: StoreLink = {
  tell: (message) => parentPort?.postMessage(message),
  onCommand: (listener) => void parentPort?.on('message', listener),
  close: () => parentPort?.close(),
};

/** Runs a delivery in this thread or process until the main thread says `close`. */
export function runDelivery(
  data: StorePlaces & { readonly published: DeliveryOptions['published'] },
  store: Pick<DeliveryOptions, 'store' | 'kind' | 'address' | 'readAddress' | 'open' | 'observation'>,
  link: StoreLink,
): void {
  outliveRejections((error) => {
    link.tell({ unexpected: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  });
  const journal = openJournalReader(data.journalFolder);
  const quarantine = openQuarantine(data.quarantineFile);
  const delivery = new Delivery({
    ...store,
    open: async (before) => {
      if (data.elsewhere !== undefined) throw new DeliveryError('ELSEWHERE', data.elsewhere);
      return store.open(before);
    },
    moved: data.moved,
    journal,
    published: data.published,
    quarantine,
    onStatus: (status) => link.tell({ status }),
  });

  // A thread that delivers no more is of no use: another one may.
  delivery.ended.catch(endWith);

  const close = async () => {
    await delivery.close();
    link.tell({ status: delivery.status() });
    journal.close();
    quarantine.close();
    link.close();
  };
  link.onCommand((command) => {
    if (command === 'retry') delivery.retry();
    else if (command === 'close') close().catch(endWith);
  });
}
