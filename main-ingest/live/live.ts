import type { Health, HealthDetail, StoreHealth } from '../contract/health.ts';
import type { Live as LiveState } from '../contract/live.ts';
import type { EventRecord } from '../event/event.ts';
import type { JournalReader, JournalState } from '../journal/journal.ts';
import { Changes } from './changes.ts';
import { GamesInFlight, short } from './games-in-flight.ts';
import { Problems, type SeenProblems, type Trouble } from './problems.ts';
import { Rates } from './rates.ts';
import { Samples } from './samples.ts';
import type { LiveFile, SavedLive } from './saved.ts';
import { SteadyClock } from './steady-clock.ts';
import { isWell, storeTroubles } from './store-troubles.ts';

/** What the rest of the workbench tells about itself, asked whenever it is shown. */
export interface LiveSources {
  readonly version: string;
  readonly dataFolder: string;
  readonly journal: () => JournalState;
  readonly journalLimits: { readonly maxBytes: number; readonly sync: 'always' | 'os' };
  readonly history: () => StoreHealth;
  readonly metrics: () => StoreHealth;
  /** Doubles and refused values since the engine was opened, and why nothing can be taken, where that is so. */
  readonly intake: () => {
    readonly duplicates: number;
    readonly rejected: number;
    readonly failing: Failing | undefined;
  };
  readonly demo: () => boolean;
  /** Where HTTP is served, null where it is not. */
  readonly address: () => string | null;
  readonly diskFree: () => Promise<number | null>;
  readonly stored: () => Promise<Pick<HealthDetail, 'tables' | 'asked' | 'storedBytes'>>;
  readonly memory: () => HealthDetail['memory'];
  readonly quarantine: () => HealthDetail['quarantine'];
  /** Refused values that could not be kept, and why the last one could not where that still is so. */
  readonly unkept?: () => { readonly lost: number; readonly failure: string | undefined };
  readonly seen: SeenProblems;
}

/** Why the intake answers 503. */
export interface Failing {
  readonly code: string;
  readonly message: string;
}

/** Share of the journal's room from which on a person should know. */
const JOURNAL_FILLING = 0.8;
const READ_EVENTS = 5000;
const READ_BYTES = 4 << 20;
const LIVE_PACE = { leastMs: 500, mostMs: 5000 };
const DETAIL_PACE = { leastMs: 1000, mostMs: 1000 };

/** What is happening now: kept by everything that comes in, told to whoever watches. */
export class Live {
  readonly games: GamesInFlight;
  readonly problems: Problems;
  readonly #sources: LiveSources;
  readonly #saved: SavedLive | undefined;
  readonly #rates = new Rates();
  readonly #samples = new Samples();
  readonly #changes = new Changes();
  readonly #startedAt = performance.now();
  readonly #clock: SteadyClock;
  readonly #timer: NodeJS.Timeout;
  #lastError: LiveState['lastError'] = null;
  /** Position up to which the journal's events have been folded in. */
  #position: number;

  constructor(sources: LiveSources, saved?: SavedLive, clock = new SteadyClock()) {
    this.#sources = sources;
    this.#clock = clock;
    this.#saved = saved;
    this.#position = saved?.position ?? 0;
    this.games = new GamesInFlight(saved ? { state: saved.games } : {});
    this.problems = new Problems({ seen: sources.seen });
    this.#timer = setInterval(() => this.#sample(), 1000);
    this.#timer.unref();
  }

  /** New events, durable now. Batches come in the order of their positions. */
  take(records: readonly EventRecord[], source: string): void {
    this.#rates.add(source, records.length, this.#clock.now());
    this.#fold(records);
    this.#changes.touch();
  }

  /** Reads again what became durable between the last save and this start, as far as the journal holds it. */
  readOn(journal: JournalReader, oldest: number, durable: number): void {
    this.#position = Math.max(this.#position, oldest);
    for (;;) {
      this.#position = journal.gapEnd(this.#position);
      if (this.#position >= durable) return;
      const records = journal.read(this.#position, durable, READ_EVENTS, READ_BYTES);
      if (records.length === 0) return;
      this.#fold(records);
    }
  }

  /** An answer to a producer, and how long it took from the arrival of its request, in milliseconds. */
  acknowledged(milliseconds: number): void {
    this.#samples.acknowledged(milliseconds);
  }

  /** Something beside events moved: a store's state, the demo. */
  changed(): void {
    this.#changes.touch();
  }

  /** Saves what has to be kept over a restart; answers the position from which the journal is to be read on then. */
  async save(file: Pick<LiveFile, 'write'>): Promise<number> {
    const position = this.#position;
    await file.write({ position, ...this.#intakeCounts(), games: this.games.totals() }, this.games);
    return position;
  }

  health(): Health {
    const { version, journalLimits } = this.#sources;
    const journal = this.#sources.journal();
    const stores = {
      history: asOf(journal, this.#sources.history()),
      metrics: asOf(journal, this.#sources.metrics()),
    };
    const well = Object.values(stores).every(isWell);
    return {
      status: this.#sources.intake().failing ? 'down' : well ? 'ok' : 'degraded',
      version,
      uptimeMs: Math.round(performance.now() - this.#startedAt),
      journal: { ...journal, ...journalLimits },
      stores,
      intake: {
        events: journal.position,
        ...this.#intakeCounts(),
        eventsPerSecond: this.#rates.perSecond(this.#clock.now()),
      },
      gamesInFlight: this.games.count(),
    };
  }

  state(): LiveState {
    const health = this.health();
    const { started, ended, run, model } = this.games.totals();
    return {
      at: new Date().toISOString(),
      health,
      dataVersion: health.stores.metrics.checkpoint,
      games: { started, ended },
      run,
      model,
      lastError: this.#newestError(health),
      openProblems: this.problems.unseen(),
      demo: this.#sources.demo(),
    };
  }

  /** The last second as named values, for the table of the workbench's own health; none before the first second. */
  measures(): Readonly<Record<string, number>> {
    const sample = this.#samples.list().at(-1);
    if (!sample) return {};
    return {
      events_per_second: sample.eventsPerSecond,
      games_in_flight: this.games.count(),
      history_lag_ms: sample.historyLagMs,
      metrics_lag_ms: sample.metricsLagMs,
      acknowledge_p50_ms: sample.acknowledgeMs.p50,
      acknowledge_p99_ms: sample.acknowledgeMs.p99,
      memory_bytes: sample.memoryBytes,
      journal_bytes: sample.journalBytes,
    };
  }

  async detail(): Promise<HealthDetail> {
    const { dataFolder } = this.#sources;
    return {
      health: this.health(),
      dataFolder,
      address: this.#sources.address(),
      diskFreeBytes: await this.#sources.diskFree(),
      samples: this.#samples.list(),
      ...(await this.#sources.stored()),
      memory: this.#sources.memory(),
      quarantine: this.#sources.quarantine(),
      problems: this.problems.list(),
    };
  }

  /** The state now and whenever it moves, at most twice a second, at least every 5 s. */
  watch(signal?: AbortSignal): AsyncGenerator<LiveState, void> {
    return this.#changes.watch(() => this.state(), LIVE_PACE, signal);
  }

  /** Everything about the workbench's health, each second; of the samples, each one once. */
  async *watchDetail(signal?: AbortSignal): AsyncGenerator<HealthDetail, void> {
    let told = '';
    for await (const detail of this.#changes.watch(() => this.detail(), DETAIL_PACE, signal)) {
      const samples = detail.samples.filter(({ at }) => at > told);
      told = samples.at(-1)?.at ?? told;
      yield { ...detail, samples };
    }
  }

  /** How far a game has come, whenever it grows; ends with the game, at once for one that is not in flight. */
  async *follow(sessionId: string, signal?: AbortSignal): AsyncGenerator<{ lastStep: number; ended: boolean }, void> {
    let told = -1;
    const read = () => this.games.progress(sessionId);
    for await (const progress of this.#changes.watch(read, LIVE_PACE, signal)) {
      if (!progress) return;
      if (progress.lastStep !== told || progress.ended) yield progress;
      told = progress.lastStep;
      if (progress.ended) return;
    }
  }

  /** Ends every watch. */
  close(): void {
    clearInterval(this.#timer);
    this.#changes.end();
  }

  #fold(records: readonly EventRecord[]): void {
    const position = this.#position;
    this.#position += records.length;
    this.games.take(records, position);
    for (const record of records) if (record.eventType === 'ComponentError') this.#noteError(record);
  }

  #noteError(record: EventRecord): void {
    const data: { code: string; message: string; component: string } = JSON.parse(record.data);
    const message = short(`${data.component}: ${data.message}`);
    this.#lastError = { code: short(data.code), message, at: record.timestamp };
  }

  #intakeCounts(): { duplicates: number; rejected: number } {
    const now = this.#sources.intake();
    return {
      duplicates: (this.#saved?.duplicates ?? 0) + now.duplicates,
      rejected: (this.#saved?.rejected ?? 0) + now.rejected,
    };
  }

  #newestError(health: Health): LiveState['lastError'] {
    const { history, metrics } = health.stores;
    const errors = [this.#lastError, history.lastError, metrics.lastError].filter((error) => error != null);
    return errors.sort((a, b) => b.at.localeCompare(a.at))[0] ?? null;
  }

  #sample(): void {
    const health = this.health();
    const now = this.#clock.now();
    this.#samples.add({
      at: new Date(now).toISOString(),
      eventsPerSecond: this.#rates.perSecond(now, 1),
      bySource: this.#rates.bySource(now, 1),
      historyLagMs: health.stores.history.lagMs,
      metricsLagMs: health.stores.metrics.lagMs,
      memoryBytes: process.memoryUsage.rss(),
      journalBytes: health.journal.bytes,
    });
    this.#lookForTrouble(health);
    if (health.intake.eventsPerSecond > 0) this.#changes.touch();
  }

  #lookForTrouble({ journal, stores }: Health): void {
    this.problems.keepAll('history', storeTroubles('history', stores.history));
    this.problems.keepAll('metrics', storeTroubles('metrics', stores.metrics));
    const { failing } = this.#sources.intake();
    this.problems.keep(
      'intake-refusing',
      failing && {
        severity: 'failure',
        message: `The intake takes nothing and answers 503: ${failing.message}`,
        tip: 'Producers keep what they could not send and try again. Make room on the disk, or bring back the store that is behind.',
      },
    );
    this.problems.keep('quarantine-failing', unkeptTrouble(this.#sources.unkept?.()));
    const share = journal.bytes / journal.maxBytes;
    this.problems.keep(
      'journal-filling',
      share >= JOURNAL_FILLING
        ? {
            severity: share >= 1 ? 'failure' : 'warning',
            message: `The journal uses ${Math.round(share * 100)} % of its room; at 100 % the intake answers 503`,
            tip: 'A store is behind: see which on Health. More room: setting journal.maxBytes.',
          }
        : undefined,
    );
  }
}

/** Refused values that could not be kept for a person to look at. */
function unkeptTrouble(
  unkept: ReturnType<NonNullable<LiveSources['unkept']>> | undefined,
): Omit<Trouble, 'code'> | undefined {
  if (!unkept || (unkept.lost === 0 && unkept.failure === undefined)) return undefined;
  const { lost, failure } = unkept;
  return {
    severity: failure === undefined ? 'note' : 'warning',
    message: `The quarantine could not keep ${lost} refused values${failure === undefined ? '' : `: ${failure}`}`,
    tip: 'Their senders were told why each was refused, and good events are taken as ever. Make room on the disk of the data folder; `npm run doctor` looks at the file.',
  };
}

/** A store has told its state a moment ago; how far it is behind is counted to where the journal is now. */
function asOf(journal: JournalState, store: StoreHealth): StoreHealth {
  return { ...store, lagEvents: Math.max(0, journal.position - store.checkpoint) };
}
