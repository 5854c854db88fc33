import type { CanonicalEvent, EventRecord } from '../event/event.ts';
import { type Reading, readEvent } from '../event/validation.ts';
import { type Journal, JournalError } from '../journal/journal.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Dialect } from './dialects/dialect.ts';
import { excerptOf } from './excerpt.ts';
import { type Rejected, Rejections } from './rejections.ts';
import { type Refusal, translated, unreadable } from './unreadable.ts';

export type { Rejected } from './rejections.ts';

/** Who sent a batch: a component, a file, the address of a program. Kept with what is refused. */
export interface Source {
  readonly name: string;
  /** When the batch was made, microseconds since 1970, where it says so; for dialects whose events bear no wall clock. */
  readonly atUs?: number | undefined;
}

export interface Acceptance {
  /** New events, durable now. */
  readonly accepted: number;
  /** Events that were known already. */
  readonly duplicates: number;
  /** Values that were refused, the first of very many; all others are kept, each as the events that it stands for. */
  readonly rejected: readonly Rejected[];
  /** All that were refused. */
  readonly rejectedCount: number;
}

/** What the intake keeps of a refused value. */
export interface RefusedValue {
  readonly source: string;
  readonly code: string;
  readonly reason: string;
  /** The first characters of it, as JSON. */
  readonly excerpt: string;
}

type Failure = Pick<JournalError, 'code' | 'message'>;

export interface IntakeOptions {
  readonly journal: Pick<Journal, 'append'>;
  readonly ledger: Pick<Ledger, 'admit' | 'forget'>;
  readonly refuse: (refused: RefusedValue) => void;
  readonly dialects?: readonly Dialect[];
  /** How long values of a batch are checked before others get their turn, in milliseconds. */
  readonly sliceMs?: number;
  /** Told what a tap threw: the events are durable all the same. */
  readonly onTapFailed?: (error: unknown) => void;
}

/** Called with the new events of a batch once they are durable, in the order of their positions from `position` on. */
export type EventTap = (records: readonly EventRecord[], position: number, source: Source) => void;

/** Values handled before others get their turn: a batch of any size holds the thread a few milliseconds at a time. */
const SLICE = 2_000;
/** And not much longer than this, in milliseconds, where they take their time. */
const SLICE_MS = 50;
const EXCERPT_CHARACTERS = 500;
/** Refused values of one batch that go to quarantine; all of them are counted and answered. */
const KEPT_OF_A_BATCH = 100;

/**
 * Where every event comes in, whichever way it came: checks it, drops doubles, makes it durable, and only then answers.
 *
 * A bad value never stops its neighbours. A double is answered like the event itself, and not before that is durable.
 */
export class Intake {
  readonly #options: IntakeOptions;
  readonly #taps = new Set<EventTap>();
  /** Appends that are not durable yet. */
  readonly #appending = new Set<Promise<unknown>>();
  #duplicates = 0;
  #rejected = 0;
  #failing: Failure | undefined;

  constructor(options: IntakeOptions) {
    this.#options = options;
  }

  /** Doubles and refused values since this intake was opened; `failing` as long as nothing can be made durable. */
  counts(): { readonly duplicates: number; readonly rejected: number; readonly failing: Failure | undefined } {
    return { duplicates: this.#duplicates, rejected: this.#rejected, failing: this.#failing };
  }

  onEvents(tap: EventTap): () => void {
    this.#taps.add(tap);
    return () => this.#taps.delete(tap);
  }

  /**
   * Takes a batch of values as parsed from JSON. Resolves when all that counts is durable.
   * @throws JournalError; then the caller sends the whole batch again, what had become durable counts as doubles
   */
  async accept(values: readonly unknown[], source: Source): Promise<Acceptance> {
    const rejections = new Rejections();
    const durable: Promise<void>[] = [];
    let accepted = 0;
    let duplicates = 0;
    for (let next = 0; next < values.length; ) {
      if (next > 0) await nextTurn();
      const { events, end } = this.#check(values, next, source, rejections);
      next = end;
      const admission = this.#options.ledger.admit(events);
      accepted += admission.records.length;
      duplicates += admission.duplicates;
      if (admission.duplicates > 0) durable.push(...this.#earlierAppends());
      if (admission.records.length > 0) durable.push(this.#append(admission.records, source));
    }
    await allOf(durable);
    this.#duplicates += duplicates;
    this.#rejected += rejections.count;
    return { accepted, duplicates, rejected: rejections.named, rejectedCount: rejections.count };
  }

  /** Checks the values from `start` on, as many as belong into one slice: those before `end`. */
  #check(
    values: readonly unknown[],
    start: number,
    source: Source,
    rejections: Rejections,
  ): { events: CanonicalEvent[]; end: number } {
    const events: CanonicalEvent[] = [];
    const endsAt = performance.now() + (this.#options.sliceMs ?? SLICE_MS);
    let index = start;
    for (; index < values.length && index - start < SLICE; index++) {
      if (index > start && performance.now() >= endsAt) break;
      const value = values[index];
      const refusal = this.#read(value, source, events);
      if (!refusal) continue;
      rejections.add(index, refusal);
      if (rejections.count <= KEPT_OF_A_BATCH)
        this.#options.refuse({ source: source.name, ...refusal, excerpt: excerptOf(value, EXCERPT_CHARACTERS) });
    }
    return { events, end: index };
  }

  /** Adds the events that a value stands for; or answers why there are none. Never throws. */
  #read(value: unknown, source: Source, events: CanonicalEvent[]): Refusal | undefined {
    const before = events.length;
    try {
      return this.#readInto(events, value, source);
    } catch (error) {
      events.length = before;
      return unreadable(error);
    }
  }

  #readInto(events: CanonicalEvent[], value: unknown, source: Source): Refusal | undefined {
    const dialect = isCanonical(value) ? undefined : this.#options.dialects?.find((one) => one.reads(value));
    if (!dialect) return take(readEvent(value), source, events);
    const arrival = { source: source.name, atUs: source.atUs ?? Date.now() * 1000 };
    const translation = translated(dialect, value, arrival);
    if ('refused' in translation) return translation.refused;
    let refusal: Refusal | undefined;
    for (const event of translation.events) {
      const refused = take(readEvent(event), source, events);
      refusal ??= refused;
    }
    return refusal;
  }

  async #append(records: readonly EventRecord[], source: Source): Promise<void> {
    const appending = this.#options.journal.append(records);
    this.#appending.add(appending);
    try {
      const position = await appending;
      this.#failing = undefined;
      this.#tell(records, position, source);
    } catch (error) {
      this.#options.ledger.forget(records);
      if (error instanceof JournalError && error.code !== 'TOO_LARGE') this.#failing = error;
      throw error;
    } finally {
      this.#appending.delete(appending);
    }
  }

  #tell(records: readonly EventRecord[], position: number, source: Source): void {
    for (const tap of this.#taps) {
      try {
        tap(records, position, source);
      } catch (error) {
        this.#options.onTapFailed?.(error);
      }
    }
  }

  /** The event that a double repeats may be among these. */
  #earlierAppends(): Promise<void>[] {
    return [...this.#appending].map((appending) => appending.then(() => undefined));
  }
}

/** Waits for all, also when one fails, then fails with the first failure. */
async function allOf(promises: readonly Promise<void>[]): Promise<void> {
  for (const result of await Promise.allSettled(promises)) if (result.status === 'rejected') throw result.reason;
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** An event that does not say who sent it is of whoever sent the batch. */
function take(read: Reading, { name }: Source, events: CanonicalEvent[]): Refusal | undefined {
  if ('refused' in read) return read.refused;
  events.push(read.event.source === undefined ? { ...read.event, source: name } : read.event);
  return undefined;
}

const isCanonical = (value: unknown): boolean => typeof value === 'object' && value !== null && 'eventType' in value;
