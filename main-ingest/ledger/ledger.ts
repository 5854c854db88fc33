import type { CanonicalEvent, EventRecord } from '../event/event.ts';

/**
 * Which events are already known, so that one event counts once and all stores agree on which.
 *
 * The `eventId` alone tells doubles: the same id is the same event, whatever else differs, and the first one wins. Another
 * id at a place of a game that is taken is another event, and a conflict: it is refused. Where a producer sends no
 * `sequenceId`, the ledger assigns the next of the game. It stands before the journal: what is in the journal is unique,
 * and stores need only be idempotent against redelivery of the same bytes.
 *
 * It is kept in `ledger.sqlite` behind the journal like a store: it has a checkpoint, and on opening it reads on from
 * there what the journal holds since. A damaged file is set aside and begun anew, in the middle of the work too.
 */
export interface Ledger {
  /**
   * Sorts a batch into what is new, as records with a sequence, and what is not.
   * The new ones count as known from now on, unless {@link Ledger.forget} says that they did not become durable.
   * Batches must be appended to the journal in the order of these calls, each as it is: that is how the ledger knows
   * which of them a position has behind it.
   * @throws JournalError `DISK_FAILED` where the file cannot be read; nothing of the batch is known then
   */
  admit(events: readonly CanonicalEvent[]): Admission;
  forget(records: readonly EventRecord[]): void;
  /** Position up to which the ledger's own file knows the journal, also after a power cut: the journal may be trimmed to it. */
  checkpoint(): number;
  /**
   * Writes what it learnt up to `position`, the journal's durable one, into its file; nothing that is not durable yet.
   * To be called about once a second: it takes milliseconds, and memory holds what was learnt since.
   * @throws where the disk is full or fails; nothing is lost, the next call writes it
   */
  save(position: number): void;
  close(): void;
}

export interface Admission {
  /** The new ones, in the order in which they came. */
  readonly records: readonly EventRecord[];
  /** Events that were known already. */
  readonly duplicates: number;
  /** Events that have no place in their game, by their place in what was given. */
  readonly refused: readonly RefusedEvent[];
}

export interface RefusedEvent {
  readonly index: number;
  readonly code: 'SEQUENCE_TAKEN' | 'NO_SEQUENCE_LEFT';
  /** One sentence for a person. */
  readonly reason: string;
}

/** What is kept elsewhere of a game's events: asked for what happened before the ledger's file began. */
export type OlderEvents = (sessionId: string) => Iterable<Pick<EventRecord, 'eventId' | 'sequenceId'>>;
