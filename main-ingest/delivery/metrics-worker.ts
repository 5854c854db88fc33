import { type MessagePort, workerData } from 'node:worker_threads';
import { Published } from '../journal/published.ts';
import { portChannel } from '../metrics/channel.ts';
import { deliverMetrics, type MetricsPlaces } from './metrics-delivery.ts';
import { type StoreWorkerData, threadLink } from './store-worker.ts';

/** What the metrics' thread is started with. It is asked through `port`. */
export interface MetricsWorkerData extends StoreWorkerData, MetricsPlaces {
  readonly port: MessagePort;
}

/** Of an embedded store, which has a process of its own wherever one can be started. */
const IN_A_THREAD = 'runs in a thread of the engine, which a query that takes all memory would end with it';

/** Entry of the metrics' thread. */
const data: MetricsWorkerData = workerData;
const remark = data.metrics.kind === 'duckdb' ? IN_A_THREAD : undefined;
deliverMetrics({ ...data, published: new Published(data.published) }, threadLink, portChannel(data.port), { remark });
