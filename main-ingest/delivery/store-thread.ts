import { MessageChannel, Worker } from 'node:worker_threads';
import { ExponentialBackoff, type IBackoff } from 'cockatiel';
import type { MetricsReader } from '../metrics/metrics.ts';
import { remoteReader } from '../metrics/remote.ts';
import type { Row } from '../metrics/tables.ts';
import type { StoreStatus } from './delivery.ts';
import type { HistoryWorkerData } from './history-worker.ts';
import { MetricsProxy } from './metrics-proxy.ts';
import type { MetricsWorkerData } from './metrics-worker.ts';
import { orderRebuild, removeOrder } from './rebuild-order.ts';
import type { StoreCommand, StoreMessage } from './store-worker.ts';

/** A store's delivery in a thread of its own, as the main thread sees it. */
export interface StoreThread {
  /** The last that the thread has said, at most half a second old. */
  status(): StoreStatus;
  /** Told every status; answers how to stop that. */
  onStatus(listener: (status: StoreStatus) => void): () => void;
  /** Journal position up to which the store has confirmed everything: the journal may be trimmed to there. */
  checkpoint(): number;
  /** Whether the store has said what its checkpoint is; 0 until then. */
  isPlaced(): boolean;
  /** Tries a store that is down now. */
  retry(): void;
  /** Ends the batch that is under way, closes the store and the thread. */
  close(): Promise<void>;
}

/** Without limits of its own a thread takes memory in proportion to the machine's, before it looks for what it could free. */
const MEMORY = { maxOldGenerationSizeMb: 1024, maxYoungGenerationSizeMb: 24 };

/** Delivers to the history. */
export function startHistoryThread(options: HistoryWorkerData): StoreThread {
  const entry = new URL('./history-worker.ts', import.meta.url);
  return new Restarting(
    options.history.kind,
    () => new Worker(entry, { workerData: options, name: 'history', resourceLimits: MEMORY }),
  );
}

export interface MetricsThread extends StoreThread {
  /** Asks whichever thread is the running one. */
  readonly reader: MetricsReader;
  /** Makes the store anew of the history, which has everything up to a journal position; asked in the middle it begins again. */
  rebuild(historyHas: number): Promise<void>;
  /** Ends that, and opens the store as it then is. */
  cancelRebuild(): void;
  /** Hands over rows of `system_metrics` about the workbench itself; they are written with the next batch. */
  note(rows: readonly Row[]): void;
}

/** Delivers to the metrics. */
export function startMetricsThread(options: Omit<MetricsWorkerData, 'port'>): MetricsThread {
  const entry = new URL('./metrics-worker.ts', import.meta.url);
  const reader = new MetricsProxy(options.metrics.kind);
  let opening: MetricsReader | undefined;
  const thread = new Restarting(options.metrics.kind, () => {
    const { port1, port2 } = new MessageChannel();
    const workerData: MetricsWorkerData = { ...options, port: port2 };
    const worker = new Worker(entry, { workerData, transferList: [port2], name: 'metrics', resourceLimits: MEMORY });
    opening = remoteReader(port1);
    worker.once('exit', () => reader.use(undefined));
    return worker;
  });
  // Nobody answers in a thread whose store is not open: who asks before is told so, and does not wait.
  thread.onStatus(({ state }) => {
    if (state !== 'connected' || opening === undefined) return;
    reader.use(opening);
    opening = undefined;
  });
  const { orderFile } = options.rebuild;
  return Object.assign(thread, {
    reader,
    rebuild: (historyHas: number) => {
      orderRebuild(orderFile, { historyHas });
      return thread.restart();
    },
    cancelRebuild: () => removeOrder(orderFile),
    note: (rows: readonly Row[]) => thread.command({ systemMetrics: rows }),
  });
}

/** Time that a thread has to end before it is ended, in milliseconds. */
const CLOSE_MS = 15_000;

/** A worker that is started again when it dies. */
class Restarting implements StoreThread {
  readonly #start: () => Worker;
  readonly #listeners = new Set<(status: StoreStatus) => void>();
  readonly #first = new ExponentialBackoff({ initialDelay: 250, maxDelay: 30_000 });
  #backoff: IBackoff<unknown> | undefined;
  #deaths = 0;
  #worker: Worker | undefined;
  #timer: NodeJS.Timeout | undefined;
  #closing = false;
  #restarting = false;
  #placed = false;
  #status: StoreStatus;

  constructor(kind: string, start: () => Worker) {
    this.#start = start;
    this.#status = {
      kind,
      state: 'starting',
      since: new Date().toISOString(),
      checkpoint: 0,
      lagEvents: 0,
      lagMs: 0,
      eventsPerSecond: 0,
      quarantined: 0,
    };
    this.#run();
  }

  status(): StoreStatus {
    return this.#status;
  }

  onStatus(listener: (status: StoreStatus) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  checkpoint(): number {
    return this.#status.checkpoint;
  }

  isPlaced(): boolean {
    return this.#placed;
  }

  retry(): void {
    if (this.#worker === undefined) this.#run();
    else this.command('retry');
  }

  /** Ends the thread in order, and starts it again at once. Until it says so, nothing counts as confirmed. */
  async restart(): Promise<void> {
    this.#restarting = true;
    await this.#end();
    this.#restarting = false;
    this.#tell({ ...this.#status, state: 'starting', checkpoint: 0 });
    this.#run();
  }

  async close(): Promise<void> {
    this.#closing = true;
    await this.#end();
  }

  async #end(): Promise<void> {
    clearTimeout(this.#timer);
    const worker = this.#worker;
    if (worker === undefined) return;
    const ended = new Promise((resolve) => worker.once('exit', resolve));
    this.command('close');
    const late = setTimeout(() => void worker.terminate(), CLOSE_MS);
    await ended;
    clearTimeout(late);
  }

  /** Tells the running thread; while there is none it is not told. */
  command(command: StoreCommand): void {
    this.#worker?.postMessage(command);
  }

  #run(): void {
    if (this.#closing) return;
    clearTimeout(this.#timer);
    const worker = this.#start();
    this.#worker = worker;
    let reason = 'The thread ended by itself';
    worker.on('error', (error) => {
      reason = error instanceof Error ? error.message : String(error);
    });
    worker.on('message', ({ status }: StoreMessage) => {
      if (status.state === 'connected') {
        this.#backoff = undefined;
        this.#placed = true;
      }
      this.#tell(status);
    });
    worker.on('exit', () => this.#died(reason));
  }

  #died(reason: string): void {
    this.#worker = undefined;
    if (this.#closing || this.#restarting) return;
    this.#backoff = this.#backoff?.next(undefined) ?? this.#first.next();
    this.#deaths += 1;
    const now = Date.now();
    const at = new Date(now).toISOString();
    this.#timer = setTimeout(() => this.#run(), this.#backoff.duration);
    this.#tell({
      ...this.#status,
      state: 'down',
      since: this.#status.state === 'down' ? this.#status.since : at,
      eventsPerSecond: 0,
      attempts: this.#deaths,
      retryAt: new Date(now + this.#backoff.duration).toISOString(),
      lastError: { code: 'THREAD_DIED', message: `The store's thread died and is started again: ${reason}`, at },
    });
  }

  #tell(status: StoreStatus): void {
    this.#status = status;
    for (const listener of this.#listeners) listener(status);
  }
}
