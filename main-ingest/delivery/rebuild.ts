import type { EventRecord } from '../event/event.ts';
import { IdSet, isUuid, packIds } from '../history/event-ids.ts';
import { HistoryError, type HistoryReader } from '../history/history.ts';
import type { JournalReader } from '../journal/journal.ts';
import type { Published } from '../journal/published.ts';
import type { AnewMetrics } from '../metrics/open.ts';
import { MetricsSink } from './metrics-sink.ts';
import { PoisonFilter } from './poison.ts';
import { asStoreFailure, type StoreFailure } from './store-error.ts';

export interface RebuildOptions {
  readonly history: Pick<HistoryReader, 'streams' | 'read'>;
  readonly journal: JournalReader;
  readonly published: Pick<Published, 'durable' | 'oldest'>;
  /** The store that is made anew. */
  readonly anew: AnewMetrics;
  /** Journal position up to which (exclusive) the history is known to have everything. */
  readonly historyHas: number;
  readonly refuse: (event: EventRecord, failure: StoreFailure) => void;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: RebuildProgress) => void;
}

export interface RebuildProgress {
  readonly done: number;
  readonly total: number;
}

export interface RebuildResult {
  readonly events: number;
  /** Journal position that the delivery goes on from. */
  readonly position: number;
  /** Streams of which the history could not give all, and why. */
  readonly unreadable: readonly string[];
}

const BATCH_EVENTS = 4000;
const BATCH_BYTES = 4 * 2 ** 20;
const JOURNAL_EVENTS = 5000;

/**
 * Makes the metrics anew of all events that the history holds.
 *
 * The hand-over to the delivery is a position of the journal: every event before it is in the history, every one from it on
 * is in the journal. What the history holds of the latter is left out here and comes with the delivery, so nothing is missed
 * and nothing folded twice, however far the history comes meanwhile: an event is in the journal before it is in the history,
 * so the journal is read on after each part of the history and before that is folded.
 *
 * A stream comes in the order of its arrival, as the delivery would bring it; the fold puts a game's steps in order. What is
 * damaged in the history is left out and named. An end in the middle leaves the store that is there as it is.
 * @throws the signal's reason, JournalError, HistoryError but for damage, MetricsError
 */
export async function rebuildMetrics(options: RebuildOptions): Promise<RebuildResult> {
  const { history, anew, published, signal, onProgress } = options;
  // What was given up of the journal every store had, the history too.
  const position = Math.max(options.historyHas, published.oldest());
  const later = new LaterEvents(options.journal, published, position);
  const filter = filterInto(anew, options.refuse);
  const streams = await history.streams();
  const total = streams.reduce((sum, [, events]) => sum + events, 0);
  const unreadable: string[] = [];
  let batch: EventRecord[] = [];
  let bytes = 0;
  let done = 0;
  let events = 0;
  const fold = async (): Promise<void> => {
    signal.throwIfAborted();
    later.readOn();
    const earlier = batch.filter((event) => !later.has(event));
    await filter.write(
      earlier.map((event) => ({ event, position: 0 })),
      0,
    );
    events += earlier.length;
    onProgress({ done, total });
    batch = [];
    bytes = 0;
  };
  onProgress({ done, total });
  for (const [stream, held] of streams) {
    const before = done;
    try {
      for await (const event of history.read(stream, { signal })) {
        batch.push(event);
        bytes += event.data.length;
        done += 1;
        if (batch.length >= BATCH_EVENTS || bytes >= BATCH_BYTES) await fold();
      }
    } catch (error) {
      if (!(error instanceof HistoryError) || error.code !== 'DAMAGED') throw error;
      unreadable.push(stream);
      done = before + held;
    }
  }
  await fold();
  await anew.writer.write(new Map(), { position, carry: new Map() });
  return { events, position, unreadable };
}

function filterInto({ writer }: AnewMetrics, refuse: RebuildOptions['refuse']): PoisonFilter {
  const sink = new MetricsSink(writer, { close: async () => {} });
  return new PoisonFilter({
    write: async (events, next) => {
      try {
        await sink.write(events, next);
        return undefined;
      } catch (error) {
        const failure = asStoreFailure(error);
        if (failure.fault === 'store' || events.length === 0) throw error;
        return failure;
      }
    },
    quarantine: refuse,
  });
}

/** Which events the journal holds from a position on. */
class LaterEvents {
  readonly #journal: JournalReader;
  readonly #published: Pick<Published, 'durable'>;
  readonly #ids = new IdSet();
  #position: number;

  constructor(journal: JournalReader, published: Pick<Published, 'durable'>, from: number) {
    this.#journal = journal;
    this.#published = published;
    this.#position = from;
  }

  /** Reads what has become durable since. */
  readOn(): void {
    for (;;) {
      const durable = this.#published.durable();
      this.#position = this.#journal.gapEnd(this.#position);
      if (this.#position >= durable) return;
      const events = this.#journal.read(this.#position, durable, JOURNAL_EVENTS, BATCH_BYTES);
      if (events.length === 0) return;
      // Another id than a UUID no history takes.
      this.#ids.addAll(packIds(events.filter(({ eventId }) => isUuid(eventId))));
      this.#position += events.length;
    }
  }

  has(event: EventRecord): boolean {
    return this.#ids.has(packIds([event]), 0);
  }
}
