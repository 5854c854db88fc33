import type { EventRecord } from '../event/event.ts';

/**
 * The durable queue between intake and stores. What {@link Journal.append} has answered is on disk and survives a
 * killed process (`sync: 'os'`) or a power cut (`sync: 'always'`, fdatasync).
 *
 * A position is the number of an event since the data folder was made, from 0 without gaps.
 */
export interface JournalOptions {
  readonly sync: 'always' | 'os';
  /** Bound of all segments together, in bytes; an append that would pass it is refused with `JOURNAL_FULL`. */
  readonly maxBytes: number;
  readonly segmentBytes: number;
}

/** Where the journal stands. Also published to the stores' threads through shared memory. */
export interface JournalState {
  /** Position of the next event: number of all events ever appended. */
  readonly position: number;
  /** First position that is still held. */
  readonly oldest: number;
  readonly bytes: number;
}

export interface Journal {
  state(): JournalState;
  /**
   * Makes a batch durable and answers the position of its first event. Concurrent calls share one write and one sync.
   * Order of positions is the order of calls.
   * @throws JournalError `JOURNAL_FULL`, `TOO_LARGE` (it would not fit into an empty journal), `DISK_FULL`, `DISK_FAILED`,
   *   `CLOSED`; nothing of the batch is kept then
   */
  append(records: readonly EventRecord[]): Promise<number>;
  /** Gives up whole segments that lie before `position`. */
  trim(position: number): Promise<void>;
  close(): Promise<void>;
}

/** Reads a journal from a position on; opened by path, in any thread of the process that owns the journal. */
export interface JournalReader {
  /**
   * The next run of events from `from`, at most `maxEvents` of them and about `maxBytes`, never past `durable`
   * (the position that the owner has published). Empty when there is nothing yet.
   * @throws JournalError `TRIMMED` when `from` lies before what is held, `CORRUPT` with the file and offset
   */
  read(from: number, durable: number, maxEvents: number, maxBytes: number): readonly EventRecord[];
  /**
   * The first position from `position` on that the journal holds or will hold: a folder that was begun anew, or has lost its
   * end, goes on behind what the stores have.
   */
  gapEnd(position: number): number;
  close(): void;
}

export type JournalErrorCode =
  | 'JOURNAL_FULL'
  | 'TOO_LARGE'
  | 'DISK_FULL'
  | 'DISK_FAILED'
  | 'CORRUPT'
  | 'TRIMMED'
  | 'LOCKED'
  /** The folder has lost its end, and not every store has said how far it is. */
  | 'UNCERTAIN'
  /** A store has confirmed more than the journal ever held. */
  | 'STORE_AHEAD'
  | 'CLOSED';

export class JournalError extends Error {
  override readonly name = 'JournalError';
  readonly code: JournalErrorCode;

  constructor(code: JournalErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.code = code;
  }
}
