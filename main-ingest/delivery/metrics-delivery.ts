import type { Channel } from '../metrics/channel.ts';
import type { MemoryRoom } from '../metrics/memory-room.ts';
import { type MetricsOptions, openMetrics } from '../metrics/open.ts';
import { type Answer, type Request, serveReader } from '../metrics/remote.ts';
import type { Row } from '../metrics/tables.ts';
import type { DeliveryOptions } from './delivery.ts';
import { MetricsSink } from './metrics-sink.ts';
import { type BeforeDelivery, Rebuilding, type RebuildPlaces } from './rebuilding.ts';
import { runDelivery, type StoreLink, type StorePlaces } from './store-worker.ts';

/** Which metrics store to deliver to, and from where. Plain data: it is handed to threads and processes. */
export interface MetricsPlaces extends StorePlaces {
  readonly metrics: MetricsOptions;
  /** What the metrics are made anew of where that is wished, and the file of the wish. */
  readonly rebuild: RebuildPlaces;
}

export interface HostOptions {
  /** What is to be known of where this runs. */
  readonly remark?: string | undefined;
  /** Of the process, where it is the store's own. */
  readonly room?: MemoryRoom;
}

const MOST_OWN_ROWS = 10_000;

/** Ends the thread or process, which is then started again and opens the store anew. */
const endHost = (error: Error): void => {
  setImmediate(() => {
    throw error;
  });
};

/** Delivers to the metrics in this thread or process, and answers the questions that come through `asked`. */
export function deliverMetrics(
  data: MetricsPlaces & { readonly published: DeliveryOptions['published'] },
  link: StoreLink,
  asked: Channel<Request, Answer>,
  { remark, room }: HostOptions = {},
): void {
  const { metrics } = data;
  const rebuilding = new Rebuilding(data.rebuild, metrics);
  /** Rows of `system_metrics` that go with the next batch. */
  let ownRows: Row[] = [];
  link.onCommand((command) => {
    if (command === 'close') rebuilding.stop();
    if (typeof command === 'object') ownRows = [...ownRows, ...command.systemMetrics].slice(-MOST_OWN_ROWS);
  });
  const takeOwnRows = (): readonly Row[] => {
    const rows = ownRows;
    ownRows = [];
    return rows;
  };
  const store = {
    store: 'metrics' as const,
    kind: metrics.kind,
    ...(metrics.kind === 'questdb' && {
      address: new URL(metrics.url).host,
      readAddress: new URL(metrics.readerUrl).host,
    }),
    observation: () => rebuilding.observation(),
    open: async (delivery: BeforeDelivery) => {
      await rebuilding.doIfOrdered(delivery);
      const opened = await openMetrics(metrics, room);
      serveReader(asked, opened.reader);
      return new MetricsSink(opened.writer, {
        close: () => opened.close(),
        version: opened.version,
        observation: () => ({
          ...(remark !== undefined && { remark }),
          ...(room && { memory: { bytes: room.used(), limit: room.limit } }),
          ...opened.observation?.(),
        }),
        takeOwnRows,
        onBroken: endHost,
      });
    },
  };
  runDelivery(data, store, link);
}
