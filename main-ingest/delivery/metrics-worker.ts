import { type MessagePort, workerData } from 'node:worker_threads';
import { type DuckdbOptions, openDuckdb } from '../metrics/duckdb.ts';
import { serveReader } from '../metrics/remote.ts';
import { MetricsSink } from './metrics-sink.ts';
import { runDelivery, type StoreWorkerData } from './store-worker.ts';

/** Which metrics store, and where. */
export interface MetricsOptions extends DuckdbOptions {
  readonly kind: 'duckdb';
}

/** What the metrics' thread is started with. It is asked through `port`, as an embedded store is written and read by one process. */
export interface MetricsWorkerData extends StoreWorkerData {
  readonly metrics: MetricsOptions;
  readonly port: MessagePort;
}

const data: MetricsWorkerData = workerData;

runDelivery(data, {
  store: 'metrics',
  kind: data.metrics.kind,
  open: async () => {
    const duckdb = await openDuckdb(data.metrics);
    serveReader(data.port, duckdb.reader);
    // The thread lives for the delivery, and not as long as somebody might ask.
    data.port.unref();
    return new MetricsSink(duckdb.writer, () => duckdb.close());
  },
});
