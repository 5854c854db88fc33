import type { CanonicalEvent, EventRecord } from '../event/event.ts';

/**
 * Which events are already known, so that one event counts once and all stores agree on which.
 *
 * An event is a double when its `eventId`, or its game and `sequenceId`, was seen before; the first one wins. Where a
 * producer sends no `sequenceId`, the ledger assigns the next of the game. It stands before the journal: what is in the
 * journal is unique, and stores need only be idempotent against redelivery of the same bytes.
 *
 * It is kept in `ledger.sqlite` behind the journal like a store: it has a checkpoint, and on opening it reads on from
 * there what the journal holds since.
 */
export interface Ledger {
  /**
   * Sorts a batch into what is new, as records with a sequence, and what is not.
   * The new ones count as known from now on, unless {@link Ledger.forget} says that they did not become durable.
   */
  admit(events: readonly CanonicalEvent[]): Admission;
  forget(records: readonly EventRecord[]): void;
  /** Position up to which the ledger's own file knows the journal. */
  checkpoint(): number;
  /** Writes what it learnt up to `position` into its file. */
  save(position: number): void;
  close(): void;
}

export interface Admission {
  readonly records: readonly EventRecord[];
  readonly duplicates: number;
}
