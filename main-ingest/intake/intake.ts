import type { CanonicalEvent, EventRecord } from '../event/event.ts';
import { type Reading, readEvent } from '../event/validation.ts';
import { type Journal, JournalError } from '../journal/journal.ts';
import type { Admission, Ledger } from '../ledger/ledger.ts';
import type { Dialect } from './dialects/dialect.ts';
import { excerptOf } from './excerpt.ts';
import { NAMED_OF_A_BATCH, type Rejected, Rejections } from './rejections.ts';
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
  /** All of it and its id, where it is an event that has no place: the same one is kept once a source. */
  readonly bytes?: Uint8Array;
  readonly eventId?: string;
}

/** A checked event, and the place in what was given of the value that it came from. */
interface Checked {
  readonly event: CanonicalEvent;
  readonly index: number;
  /** Whether something else of that value was refused. */
  readonly isRefused: boolean;
}

type Failure = Pick<JournalError, 'code' | 'message'>;

export interface IntakeOptions {
  readonly journal: Pick<Journal, 'append'>;
  readonly ledger: Pick<Ledger, 'admit' | 'forget'>;
  /** Keeps a refused value where it can, and never throws: what is refused does not decide over what is good. */
  readonly refuse: (refused: RefusedValue) => void;
  /** Why nothing may be taken now, where that is so. */
  readonly standsStill?: () => JournalError | undefined;
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
  /** Why the ledger cannot be asked, where that is so. */
  #unread: Failure | undefined;

  constructor(options: IntakeOptions) {
    this.#options = options;
  }

  /** Doubles and refused values since this intake was opened; `failing` as long as nothing can be made durable. */
  counts(): { readonly duplicates: number; readonly rejected: number; readonly failing: Failure | undefined } {
    const failing = this.#options.standsStill?.() ?? this.#failing ?? this.#unread;
    return { duplicates: this.#duplicates, rejected: this.#rejected, failing };
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
    const stands = this.#options.standsStill?.();
    if (stands) throw stands;
    const rejections = new Rejections();
    const unplaced: (Checked & Refusal)[] = [];
    const durable: Promise<void>[] = [];
    let accepted = 0;
    let duplicates = 0;
    try {
      for (let next = 0; next < values.length; ) {
        if (next > 0) await nextTurn();
        const { checked, end } = this.#check(values, next, source, rejections);
        next = end;
        const { records, refused, ...known } = this.#admit(checked);
        accepted += records.length;
        duplicates += known.duplicates;
        for (const { index, code, reason } of refused) {
          const one = checked[index];
          if (one) unplaced.push({ ...one, code, reason });
        }
        const appends = known.duplicates + refused.length > 0 ? this.#earlierAppends() : [];
        if (records.length > 0) appends.push(this.#append(records, source));
        // One that fails before the last slice is handed on is waited for all the same.
        for (const append of appends) append.catch(() => undefined);
        durable.push(...appends);
      }
    } finally {
      // Also when one slice throws: what was handed on before ends before the answer, and fails nobody else.
      await Promise.allSettled(durable);
    }
    await allOf(durable);
    this.#refuseUnplaced(unplaced, source, rejections);
    this.#duplicates += duplicates;
    this.#rejected += rejections.count;
    return { accepted, duplicates, rejected: rejections.named(), rejectedCount: rejections.count };
  }

  #admit(checked: readonly Checked[]): Admission {
    try {
      const admission = this.#options.ledger.admit(checked.map(({ event }) => event));
      this.#unread = undefined;
      return admission;
    } catch (error) {
      if (error instanceof JournalError) this.#unread = error;
      throw error;
    }
  }

  /** Checks the values from `start` on, as many as belong into one slice: those before `end`. */
  #check(
    values: readonly unknown[],
    start: number,
    source: Source,
    rejections: Rejections,
  ): { checked: readonly Checked[]; end: number } {
    const checked: Checked[] = [];
    const endsAt = performance.now() + (this.#options.sliceMs ?? SLICE_MS);
    let index = start;
    for (; index < values.length && index - start < SLICE; index++) {
      if (index > start && performance.now() >= endsAt) break;
      const value = values[index];
      const events: CanonicalEvent[] = [];
      const refusal = this.#read(value, source, events);
      for (const event of events) checked.push({ event, index, isRefused: refusal !== undefined });
      if (!refusal) continue;
      rejections.add(index, refusal);
      if (rejections.count <= NAMED_OF_A_BATCH)
        this.#options.refuse({ source: source.name, ...refusal, excerpt: excerptOf(value, EXCERPT_CHARACTERS) });
    }
    return { checked, end: index };
  }

  /**
   * Refuses events that have no place in their game: what took it is durable by now. They are good events of somebody, so
   * all of each is kept.
   */
  #refuseUnplaced(unplaced: readonly (Checked & Refusal)[], source: Source, rejections: Rejections): void {
    let told = -1;
    for (const { index, event, isRefused, code, reason } of unplaced) {
      const text = JSON.stringify(event);
      const excerpt = text.slice(0, EXCERPT_CHARACTERS);
      const { eventId } = event;
      this.#options.refuse({ source: source.name, code, reason, excerpt, bytes: Buffer.from(text), eventId });
      if (!isRefused && index !== told) rejections.add(index, { code, reason });
      told = index;
    }
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
