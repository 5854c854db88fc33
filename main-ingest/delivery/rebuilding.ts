import type { StoreHealth } from '../contract/health.ts';
import { type HistoryOptions, openHistoryReader } from '../history/open.ts';
import { type MetricsOptions, openAnew } from '../metrics/open.ts';
import type { DeliveryOptions } from './delivery.ts';
import { refusedBy } from './quarantine.ts';
import { type RebuildProgress, rebuildMetrics } from './rebuild.ts';
import { isOrdered, type RebuildOrder, readOrder, removeOrder } from './rebuild-order.ts';

/** What the metrics are made anew of, and the file that says that it is wished. Plain data: it is handed to threads. */
export interface RebuildPlaces {
  readonly history: HistoryOptions;
  readonly orderFile: string;
}

/** What a rebuild needs of the delivery that it stands before. */
export type BeforeDelivery = Pick<DeliveryOptions, 'journal' | 'published' | 'quarantine'>;

/** Makes the metrics anew where it is wished, before their store is opened; and tells how far it is, and how it ended. */
export class Rebuilding {
  readonly #places: RebuildPlaces;
  readonly #metrics: MetricsOptions;
  readonly #stop = new AbortController();
  #progress: RebuildProgress | undefined;
  #rebuilt: StoreHealth['rebuilt'];

  constructor(places: RebuildPlaces, metrics: MetricsOptions) {
    this.#places = places;
    this.#metrics = metrics;
  }

  observation(): Pick<StoreHealth, 'rebuilding' | 'rebuilt'> {
    return {
      ...(this.#progress && { rebuilding: this.#progress }),
      ...(this.#rebuilt && { rebuilt: this.#rebuilt }),
    };
  }

  /** Ends it in the middle; the next start begins it again. */
  stop(): void {
    this.#stop.abort();
  }

  /** @throws what the stores throw; then it is wished still, and begins again with the next try */
  async doIfOrdered(delivery: BeforeDelivery): Promise<void> {
    const { orderFile } = this.#places;
    const order = readOrder(orderFile);
    if (order === undefined) return;
    this.#progress = { done: 0, total: 0 };
    const cancelled = new AbortController();
    try {
      await this.#do(order, delivery, cancelled);
    } catch (error) {
      // A wish that was taken back leaves the store as it was.
      if (!cancelled.signal.aborted) throw error;
    } finally {
      this.#progress = undefined;
    }
  }

  async #do(order: RebuildOrder, delivery: BeforeDelivery, cancelled: AbortController): Promise<void> {
    const { history: options, orderFile } = this.#places;
    const history = await openHistoryReader(options);
    try {
      const anew = await openAnew(this.#metrics);
      try {
        const { events, unreadable } = await rebuildMetrics({
          history,
          ...delivery,
          anew,
          historyHas: order.historyHas,
          refuse: (event, failure) => delivery.quarantine.add(refusedBy('metrics', event, failure)),
          signal: AbortSignal.any([this.#stop.signal, cancelled.signal]),
          onProgress: (progress) => {
            this.#progress = progress;
            if (!isOrdered(orderFile)) cancelled.abort();
          },
        });
        const { keptAs } = await anew.finish();
        this.#rebuilt = {
          at: new Date().toISOString(),
          events,
          unreadable: [...unreadable],
          ...(keptAs !== undefined && { keptAs }),
        };
        removeOrder(orderFile);
      } catch (error) {
        await anew.abandon();
        throw error;
      }
    } finally {
      await history.close();
    }
  }
}
