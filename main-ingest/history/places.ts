import type { EventRecord } from '../event/event.ts';
import { SequenceSet } from '../ledger/sequence-set.ts';
import { HistoryError } from './history.ts';

/** An event of a history as far as its id and its place in the game. */
export type Placed = Pick<EventRecord, 'eventId' | 'sequenceId'>;

/** Places of a game that are taken. The ledger sees to it that each is given once; this is for when it was lost. */
export class TakenPlaces {
  readonly #taken = new SequenceSet();

  constructor(held: Iterable<Placed>) {
    this.hold(held);
  }

  /** Adds places of events that the stream holds. */
  hold(held: Iterable<Placed>): void {
    for (const { sequenceId } of held) if (sequenceId >= 0) this.#taken.add(sequenceId);
  }

  /** Takes the places of events that the stream does not hold. @throws HistoryError `SEQUENCE_TAKEN` naming the event */
  take(events: readonly EventRecord[]): void {
    for (const { eventId, sessionId, sequenceId } of events) {
      if (sequenceId < 0 || this.#taken.add(sequenceId)) continue;
      const message = `Step ${sequenceId} of game ${sessionId} is taken by another event; do two producers use one sessionId?`;
      throw new HistoryError('SEQUENCE_TAKEN', message, { retry: false, eventId });
    }
  }
}
