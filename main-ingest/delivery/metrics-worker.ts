import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { type MetricsOptions, openMetrics } from '../metrics/open.ts';
import { serveReader } from '../metrics/remote.ts';
import type { Row } from '../metrics/tables.ts';
import { MetricsSink } from './metrics-sink.ts';
import { Rebuilding, type RebuildPlaces } from './rebuilding.ts';
import { runDelivery, type StoreCommand, type StoreWorkerData } from './store-worker.ts';

/** What the metrics' thread is started with. It is asked through `port`, as an embedded store is written and read by one process. */
export interface MetricsWorkerData extends StoreWorkerData {
  readonly metrics: MetricsOptions;
  readonly port: MessagePort;
  /** What the metrics are made anew of where that is wished, and the file of the wish. */
  readonly rebuild: RebuildPlaces;
}

const data: MetricsWorkerData = workerData;
const { metrics } = data;

/** Rows of `system_metrics` that go with the next batch. */
let ownRows: Row[] = [];
const MOST_OWN_ROWS = 10_000;
parentPort?.on('message', (command: StoreCommand) => {
  if (typeof command === 'object') ownRows = [...ownRows, ...command.systemMetrics].slice(-MOST_OWN_ROWS);
});
const takeOwnRows = (): readonly Row[] => {
  const rows = ownRows;
  ownRows = [];
  return rows;
};

const rebuilding = new Rebuilding(data.rebuild, metrics);
parentPort?.on('message', (command: StoreCommand) => {
  if (command === 'close') rebuilding.stop();
});

runDelivery(data, {
  store: 'metrics',
  kind: metrics.kind,
  ...(metrics.kind === 'questdb' && {
    address: new URL(metrics.url).host,
    readAddress: new URL(metrics.readerUrl).host,
  }),
  observation: () => rebuilding.observation(),
  open: async (delivery) => {
    await rebuilding.doIfOrdered(delivery);
    const store = await openMetrics(metrics);
    serveReader(data.port, store.reader);
    // The thread lives for the delivery, and not as long as somebody might ask.
    data.port.unref();
    return new MetricsSink(store.writer, {
      close: () => store.close(),
      version: store.version,
      observation: () => store.observation?.() ?? {},
      takeOwnRows,
    });
  },
});
