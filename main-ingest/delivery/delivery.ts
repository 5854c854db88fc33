import type { StoreHealth, StoreObservation } from '../contract/health.ts';
import type { EventRecord } from '../event/event.ts';
import { JournalError, type JournalReader } from '../journal/journal.ts';
import type { Published } from '../journal/published.ts';
import { Attempts, type Backoff } from './attempts.ts';
import { BatchSize } from './batch-size.ts';
import { Lag, Rate } from './lag.ts';
import { PoisonFilter } from './poison.ts';
import { type Quarantine, type Refused, refusedBy } from './quarantine.ts';
import { asStoreFailure, checkPlace, DeliveryError, type StoreFailure, unkept } from './store-error.ts';

/** Where events are delivered to: a store behind its port. */
export interface Sink {
  /** Version of the server, where it is one. */
  readonly version?: string | undefined;
  /** Journal position up to which (exclusive) the store has confirmed everything. */
  checkpoint(): Promise<number>;
  /**
   * What the store holds is known, and not how far that goes: its checkpoint was lost. It goes on with the first event that the
   * journal has, which was there for as long as the store had not confirmed it.
   */
  readonly hasLostPlace?: boolean;
  /**
   * Stores events, of which it may have some already, and moves the checkpoint to `next`.
   * @throws an error with `retry: false` when an event is unacceptable, with its `eventId` where that is known;
   *   with `retry: true` when the store is away
   */
  write(events: readonly EventRecord[], next: number): Promise<void>;
  /** What else is known of the store now. */
  observation?(): StoreObservation;
  close(): Promise<void>;
}

/** State of a store as the health page shows it. */
export type StoreStatus = StoreHealth;

export interface DeliveryOptions {
  /** Which store this is, for the quarantine. */
  readonly store: 'history' | 'metrics';
  /** What stands behind it: `sqlite`, `duckdb`, … */
  readonly kind: string;
  /** Where it is, for a server. */
  readonly address?: string;
  /** Where it is asked, where that is another place. */
  readonly readAddress?: string;
  /** Opens the store; tried again when it fails. */
  readonly open: (delivery: Pick<DeliveryOptions, 'journal' | 'published' | 'quarantine'>) => Promise<Sink>;
  /** What is known of the store, also before it is open. */
  readonly observation?: () => Pick<StoreHealth, 'rebuilding' | 'rebuilt'>;
  readonly journal: JournalReader;
  readonly published: Pick<Published, 'durable' | 'oldest' | 'waitBeyond'>;
  readonly quarantine: Pick<Quarantine, 'add' | 'count'>;
  /** Told on every change of state, after each batch, and twice a second. */
  readonly onStatus: (status: StoreStatus) => void;
  /** What to say instead where the store lacks events that it should have: they are on another server. */
  readonly moved?: string | undefined;
  readonly backoff?: Backoff;
  /** Shortest time between two batches when there is little to do, so that it does not become many transactions. */
  readonly lingerMs?: number;
}

/** A try costs next to nothing, and a store that is back should not wait for it. */
const BACKOFF: Backoff = { initialDelay: 250, maxDelay: 5_000 };
const LINGER_MS = 50;
const BATCH_BYTES = 8 * 2 ** 20;
const STATUS_MS = 500;

/** Codes of a store that lacks events which it should have. */
const LACKING: ReadonlySet<string> = new Set(['TRIMMED', 'AHEAD', 'SERVER_BEHIND']);

/** Times that an error which says nothing about itself counts as the store's. */
const UNKNOWN_TRIES = 3;

/**
 * Carries events from the journal to one store, in order, from the store's own checkpoint on, for as long as it is open.
 * A store that is down holds up only itself; an event that it won't take goes to quarantine and its neighbours go on.
 */
export class Delivery {
  readonly #options: DeliveryOptions;
  readonly #attempts: Attempts;
  readonly #batch = new BatchSize();
  readonly #lag = new Lag();
  readonly #rate = new Rate();
  readonly #ticker: NodeJS.Timeout;
  /** Resolves when it is closed. Rejects where nothing is delivered any more. */
  readonly ended: Promise<void>;
  #open = true;
  #position = 0;
  #state: StoreStatus['state'] = 'starting';
  #since = new Date();
  #retryAt: Date | undefined;
  #lastError: StoreStatus['lastError'];
  #sink: Sink | undefined;
  #quarantined = 0;
  #wake: () => void = () => {};

  constructor(options: DeliveryOptions) {
    this.#options = options;
    this.#attempts = new Attempts(options.backoff ?? BACKOFF);
    this.#ticker = setInterval(() => options.onStatus(this.status()), STATUS_MS);
    this.ended = this.#run();
  }

  status(): StoreStatus {
    const { kind, address, readAddress, published } = this.#options;
    const now = performance.now();
    const version = this.#sink?.version;
    const observed = this.#options.observation?.();
    this.#lag.journalAt(published.durable(), now);
    return {
      kind,
      // Who waits for the store at the start does not wait for all of the history.
      state: observed?.rebuilding ? 'down' : this.#state,
      since: this.#since.toISOString(),
      checkpoint: this.#position,
      lagEvents: this.#lag.events,
      lagMs: this.#lag.milliseconds(now),
      eventsPerSecond: this.#rate.perSecond(now),
      quarantined: this.#quarantined,
      ...(version !== undefined && { version }),
      ...(address !== undefined && { address }),
      ...(readAddress !== undefined && { readAddress }),
      ...this.#sink?.observation?.(),
      ...observed,
      ...(this.#attempts.count > 0 && { attempts: this.#attempts.count }),
      ...(this.#retryAt !== undefined && { retryAt: this.#retryAt.toISOString() }),
      ...(this.#lastError !== undefined && { lastError: this.#lastError }),
    };
  }

  /** Tries a store that is down now, not when its next try is due. */
  retry(): void {
    this.#wake();
  }

  /** Ends the batch that is under way and closes the store. */
  async close(): Promise<void> {
    this.#open = false;
    this.#wake();
    await this.ended;
    clearInterval(this.#ticker);
  }

  async #run(): Promise<void> {
    // Connected is only who has said how far it is: others go by that.
    const sink = await this.#persist(async () => {
      this.#sink ??= await this.#options.open(this.#options);
      this.#quarantined = this.#options.quarantine.count(this.#options.store);
      this.#position = await this.#sink.checkpoint();
      this.#lag.deliveredTo(this.#position);
      return this.#sink;
    });
    if (sink === undefined) return this.#sink?.close();
    const filter = new PoisonFilter({
      write: (events, next) => this.#write(sink, events, next),
      quarantine: (event, failure) => this.#quarantine(event, failure),
    });
    while (this.#open) await this.#persist(() => this.#deliver(filter));
    await sink.close();
  }

  /** One batch, or a wait for one. */
  async #deliver(filter: PoisonFilter): Promise<void> {
    const { published, journal, lingerMs = LINGER_MS } = this.#options;
    const from = this.#position;
    const durable = published.durable();
    // The journal is opened once all stores have said how far they are; until then -1 is published.
    if (durable < 0) return this.#until(published.waitBeyond(durable, STATUS_MS));
    const next = journal.gapEnd(from);
    if (next > from) return this.#passGap(filter, from, next);
    const oldest = published.oldest();
    // Of another server than before it says nothing.
    const isOurs = this.#options.moved === undefined;
    if (from < oldest && isOurs && this.#sink?.hasLostPlace) return void (await filter.write([], oldest));
    checkPlace(this.#options, from, oldest, durable);
    this.#lag.journalAt(durable, performance.now());
    if (from === durable) return this.#until(published.waitBeyond(from, STATUS_MS));
    const start = performance.now();
    const size = this.#batch.events;
    const events = journal.read(from, durable, size, BATCH_BYTES);
    if (events.length === 0) return this.#sleep(lingerMs);
    await filter.write(
      events.map((event, place) => ({ event, position: from + place })),
      from + events.length,
    );
    const passed = performance.now() - start;
    this.#batch.took(events.length, passed);
    // Who waits for an event to be delivered hears of it now.
    this.#options.onStatus(this.status());
    if (published.durable() - this.#position < size) await this.#sleep(lingerMs - passed);
  }

  /** Goes on behind events that this journal never held, and writes down that the store may lack them. */
  async #passGap(filter: PoisonFilter, from: number, next: number): Promise<void> {
    this.#keepRefused({
      source: this.#options.store,
      code: 'NOT_IN_JOURNAL',
      reason:
        `Events ${from} to ${next - 1} are not in this journal, which was begun anew or has lost its end. ` +
        'The store goes on behind them; what it had not got of them is missing.',
      excerpt: '',
      eventId: `${from}-${next}`,
    });
    await filter.write([], next);
  }

  /** Writes through outages; answers why, when the events are unacceptable. */
  async #write(sink: Sink, events: readonly EventRecord[], next: number): Promise<StoreFailure | undefined> {
    let tries = 0;
    return this.#persist(async () => {
      try {
        await sink.write(events, next);
      } catch (error) {
        const failure = asStoreFailure(error);
        tries += 1;
        const suspect = failure.fault === 'event' || (failure.fault === 'unknown' && tries >= UNKNOWN_TRIES);
        if (suspect && events.length > 0) return failure;
        throw error;
      }
      this.#position = next;
      this.#lag.deliveredTo(next);
      this.#rate.add(events.length, performance.now());
      return undefined;
    });
  }

  /** Does it until it succeeds; undefined when the delivery is closed before. */
  async #persist<T>(action: () => T | Promise<T>): Promise<T | undefined> {
    while (this.#open) {
      try {
        const result = await action();
        this.#attempts.succeeded();
        this.#become('connected', undefined);
        return result;
      } catch (error) {
        await this.#failed(error);
      }
    }
    return undefined;
  }

  async #failed(error: unknown): Promise<void> {
    const { code, message } = this.#explained(asStoreFailure(error));
    const lasting = error instanceof DeliveryError || error instanceof JournalError;
    const { delayMs, down } = this.#attempts.failed(lasting);
    this.#lastError = { code, message, at: new Date().toISOString() };
    this.#become(down ? 'down' : 'degraded', new Date(Date.now() + delayMs));
    await this.#sleep(delayMs);
  }

  #explained(failure: StoreFailure): Pick<StoreFailure, 'code' | 'message'> {
    const { moved } = this.#options;
    return moved !== undefined && LACKING.has(failure.code) ? { code: 'OTHER_SERVER', message: moved } : failure;
  }

  #become(state: StoreStatus['state'], retryAt: Date | undefined): void {
    const changed = this.#state !== state || this.#retryAt !== retryAt;
    if (this.#state !== state) this.#since = new Date();
    this.#state = state;
    this.#retryAt = retryAt;
    if (changed) this.#options.onStatus(this.status());
  }

  #quarantine(event: EventRecord, failure: StoreFailure): void {
    this.#keepRefused(refusedBy(this.#options.store, event, failure));
  }

  #keepRefused(refused: Refused): void {
    const { quarantine, store } = this.#options;
    try {
      quarantine.add(refused);
      this.#quarantined = quarantine.count(store);
    } catch (cause) {
      throw unkept(refused, cause);
    }
  }

  #sleep(milliseconds: number): Promise<void> {
    if (!this.#open || milliseconds <= 0) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Waits for something, or until woken. */
  #until(waiting: Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#wake = resolve;
      waiting.then(resolve, reject);
    });
  }
}
