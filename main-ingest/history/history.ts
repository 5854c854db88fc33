import type { StoreObservation } from '../contract/health.ts';
import type { EventRecord } from '../event/event.ts';

/** An event as a history holds it: the record and its place in its stream. */
export interface RecordedEvent extends EventRecord {
  readonly stream: string;
  /** Place in the stream in order of arrival, from 0 without gaps. A game's own order is `sequenceId`. */
  readonly revision: number;
}

/** What an append did. */
export interface AppendResult {
  readonly written: number;
  /** Events that the history already held and did not write again. */
  readonly duplicates: number;
}

/**
 * Writing side of a history: complete event streams, append-only.
 *
 * Idempotent: an event whose id its stream already holds is not written again, so a batch may be sent any number of
 * times. One writer a history; the writer lives in a thread of its own.
 */
export interface HistoryWriter {
  /** Version of the server, where it is one. */
  readonly version?: string | undefined;
  /** Journal position up to which (exclusive) everything has been confirmed; 0 for a new history. */
  checkpoint(): Promise<number>;
  /**
   * Appends events, in order within each stream, and moves the checkpoint to `next` once all of them are confirmed.
   * @throws HistoryError with `retry: true` when the store is away, `retry: false` with `eventId` when one event is unacceptable
   */
  append(events: readonly EventRecord[], next: number): Promise<AppendResult>;
  /** What it holds is known, and not how far that goes: what was remembered of that beside a server was lost. */
  readonly hasLostPlace?: boolean;
  /** What else is known of a server now. */
  observation?(): StoreObservation;
  close(): Promise<void>;
}

export interface ReadOptions {
  /** First revision, inclusive. Default 0 forwards, the end backwards. */
  readonly from?: number;
  readonly limit?: number;
  readonly direction?: 'forwards' | 'backwards';
  readonly signal?: AbortSignal;
}

export interface HistoryTotals {
  readonly streams: number;
  readonly events: number;
  readonly bytes: number;
  /** Events by type over all streams. */
  readonly eventsByType: Readonly<Record<string, number>>;
}

/** Reading side of a history. Any number of readers, in any thread. */
export interface HistoryReader {
  /** Events of one stream in revision order. An unknown stream reads as empty. */
  read(stream: string, options?: ReadOptions): AsyncIterable<RecordedEvent>;
  /**
   * Events of one stream from a revision on, and then those that come, until the signal; it survives a lost connection.
   * Only where a server pushes: the embedded history's events are pushed by who takes them in.
   */
  follow?(stream: string, from: number, signal: AbortSignal): AsyncIterable<RecordedEvent>;
  /** Number of events in a stream; 0 for an unknown one. */
  length(stream: string): Promise<number>;
  /** Events by stream: `[stream, events]`, for all streams, oldest first. */
  streams(): Promise<ReadonlyArray<readonly [stream: string, events: number]>>;
  /** Events by game: `[sessionId, events]`, for all games. */
  gameLengths(): Promise<ReadonlyArray<readonly [sessionId: string, events: number]>>;
  totals(): Promise<HistoryTotals>;
  close(): Promise<void>;
}

/** Why a history refused, as data for the delivery loop. */
export class HistoryError extends Error {
  override readonly name = 'HistoryError';
  readonly code: string;
  /** Whether the same call can succeed later. */
  readonly retry: boolean;
  /** The one event that is unacceptable, where it is only one. */
  readonly eventId: string | undefined;

  constructor(code: string, message: string, options: { retry: boolean; eventId?: string; cause?: unknown }) {
    super(message, { cause: options.cause });
    this.code = code;
    this.retry = options.retry;
    this.eventId = options.eventId;
  }
}
