import { MessageChannel } from 'node:worker_threads';
import { ExponentialBackoff, type IBackoff } from 'cockatiel';
import { portChannel } from '../metrics/channel.ts';
import type { MetricsReader } from '../metrics/metrics.ts';
import { type Answer, type Request, remoteReader } from '../metrics/remote.ts';
import type { Row } from '../metrics/tables.ts';
import type { StoreStatus } from './delivery.ts';
import type { HistoryWorkerData } from './history-worker.ts';
import type { MetricsPlaces } from './metrics-delivery.ts';
import { MetricsProxy } from './metrics-proxy.ts';
import type { MetricsWorkerData } from './metrics-worker.ts';
import { orderRebuild, removeOrder } from './rebuild-order.ts';
import { type StoreHost, startThread } from './store-host.ts';
import { canStartProcesses, type StoreProcess, startProcess } from './store-process.ts';
import type { StoreCommand } from './store-worker.ts';

/** A store's delivery in a thread or process of its own, as the main thread sees it. */
export interface StoreThread {
  /** The last that the thread has said, at most half a second old. */
  status(): StoreStatus;
  /** Told every status; answers how to stop that. */
  onStatus(listener: (status: StoreStatus) => void): () => void;
  /** Told what failed in there while nobody waited for it. */
  onUnexpected(listener: (what: string) => void): void;
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
  return new Restarting(options.history.kind, () =>
    startThread(entry, { workerData: options, name: 'history', resourceLimits: MEMORY }),
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

/** What the metrics' delivery is started with. */
export interface MetricsStart extends MetricsPlaces {
  /** Memory of the journal's `Published`. */
  readonly published: SharedArrayBuffer;
}

/** Delivers to the metrics: an embedded store in a process of its own, a server's client in a thread. */
export function startMetricsThread(options: MetricsStart): MetricsThread {
  const { kind } = options.metrics;
  const reader = new MetricsProxy(kind);
  let opening: MetricsReader | undefined;
  const thread = new Restarting(kind, () => {
    const { host, channel } =
      kind === 'duckdb' && canStartProcesses() ? startProcess(options) : startMetricsWorker(options);
    opening = remoteReader(channel, {
      engine: kind,
      ...(host.kind === 'process' && { end: (reason: string) => host.end(reason) }),
    });
    host.onExit(() => reader.use(undefined));
    return host;
  });
  // Nobody answers in a thread whose store is not open: who asks before is told so, and does not wait.
  thread.onStatus(({ state, lastError }) => {
    if (opening === undefined) return;
    if (state !== 'connected') return reader.use(undefined, lastError?.message);
    reader.use(opening);
    opening = undefined;
  });
  const { orderFile } = options.rebuild;
  const said = thread.status.bind(thread);
  return Object.assign(thread, {
    reader,
    status: (): StoreStatus => {
      const [status, damage] = [said(), reader.damage()];
      return damage === undefined ? status : { ...status, notices: [...(status.notices ?? []), damage] };
    },
    rebuild: (historyHas: number) => {
      orderRebuild(orderFile, { historyHas });
      return thread.restart();
    },
    cancelRebuild: () => removeOrder(orderFile),
    note: (rows: readonly Row[]) => thread.command({ systemMetrics: rows }),
  });
}

function startMetricsWorker(options: MetricsStart): StoreProcess {
  const { port1, port2 } = new MessageChannel();
  const workerData: MetricsWorkerData = { ...options, port: port2 };
  const entry = new URL('./metrics-worker.ts', import.meta.url);
  return {
    host: startThread(entry, { workerData, transferList: [port2], name: 'metrics', resourceLimits: MEMORY }),
    channel: portChannel<Answer, Request>(port1),
  };
}

/** Time that a thread or process has to end before it is ended, in milliseconds. */
const CLOSE_MS = 15_000;
/** The same for one that is still opening its store: nothing is under way that could be lost. */
const GIVE_UP_MS = 1000;

/** A thread or process that is started again when it dies. */
class Restarting implements StoreThread {
  readonly #start: () => StoreHost;
  readonly #listeners = new Set<(status: StoreStatus) => void>();
  readonly #unexpected = new Set<(what: string) => void>();
  readonly #first = new ExponentialBackoff({ initialDelay: 250, maxDelay: 30_000 });
  #backoff: IBackoff<unknown> | undefined;
  #deaths = 0;
  #host: StoreHost | undefined;
  #timer: NodeJS.Timeout | undefined;
  #closing = false;
  #restarting: Promise<void> | undefined;
  #placed = false;
  #status: StoreStatus;

  constructor(kind: string, start: () => StoreHost) {
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

  onUnexpected(listener: (what: string) => void): void {
    this.#unexpected.add(listener);
  }

  checkpoint(): number {
    return this.#status.checkpoint;
  }

  isPlaced(): boolean {
    return this.#placed;
  }

  retry(): void {
    if (this.#host === undefined) this.#run();
    else this.command('retry');
  }

  /** Ends the thread in order, and starts it again at once. Until it says so, nothing counts as confirmed. */
  restart(): Promise<void> {
    this.#restarting ??= this.#end().then(() => {
      this.#restarting = undefined;
      this.#tell({ ...this.#status, state: 'starting', checkpoint: 0 });
      this.#run();
    });
    return this.#restarting;
  }

  async close(): Promise<void> {
    this.#closing = true;
    await this.#end();
  }

  async #end(): Promise<void> {
    clearTimeout(this.#timer);
    const host = this.#host;
    if (host === undefined) return;
    const ended = new Promise<unknown>((resolve) => host.onExit(resolve));
    this.command('close');
    const late = setTimeout(() => host.end('It did not close'), this.#placed ? CLOSE_MS : GIVE_UP_MS);
    await ended;
    clearTimeout(late);
  }

  /** Tells the running thread; while there is none it is not told. */
  command(command: StoreCommand): void {
    this.#host?.tell(command);
  }

  #run(): void {
    if (this.#closing) return;
    clearTimeout(this.#timer);
    const host = this.#start();
    this.#host = host;
    host.onMessage((message) => {
      if ('unexpected' in message) {
        for (const listener of this.#unexpected) listener(message.unexpected);
        return;
      }
      const { status } = message;
      if (status.state === 'connected') {
        this.#backoff = undefined;
        this.#placed = true;
      }
      this.#tell(status);
    });
    host.onExit((reason, meant) => this.#died(host.kind, reason, meant));
  }

  /** @param meant nothing is wrong with the store itself: it is started again at once */
  #died(kind: StoreHost['kind'], reason: string, meant: boolean): void {
    this.#host = undefined;
    if (this.#closing || this.#restarting !== undefined) return;
    this.#backoff = this.#backoff?.next(undefined) ?? this.#first.next();
    const delayMs = meant ? 0 : this.#backoff.duration;
    this.#deaths += 1;
    const now = Date.now();
    const at = new Date(now).toISOString();
    this.#timer = setTimeout(() => this.#run(), delayMs);
    this.#tell({
      ...this.#status,
      state: 'down',
      since: this.#status.state === 'down' ? this.#status.since : at,
      eventsPerSecond: 0,
      attempts: this.#deaths,
      retryAt: new Date(now + delayMs).toISOString(),
      lastError: { code: 'THREAD_DIED', message: `The store's ${kind} died and is started again: ${reason}`, at },
    });
  }

  #tell(status: StoreStatus): void {
    this.#status = status;
    for (const listener of this.#listeners) listener(status);
  }
}
