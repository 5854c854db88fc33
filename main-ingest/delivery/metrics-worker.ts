import { type MessagePort, workerData } from 'node:worker_threads';
import { Published } from '../journal/published.ts';
import { portChannel } from '../metrics/channel.ts';
import { deliverMetrics, type MetricsPlaces } from './metrics-delivery.ts';
import { type StoreWorkerData, threadLink } from './store-worker.ts';

/** What the metrics' thread is started with. It is asked through `port`. */
export interface MetricsWorkerData extends StoreWorkerData, MetricsPlaces {
  readonly port: MessagePort;
}

/** Entry of the metrics' thread. */
const data: MetricsWorkerData = workerData;
deliverMetrics({ ...data, published: new Published(data.published) }, threadLink, portChannel(data.port));
