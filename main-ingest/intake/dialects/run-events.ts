import { createHash } from 'node:crypto';
import { eventData, isKnownType } from '../../event/data.ts';
import type { CanonicalEvent } from '../../event/event.ts';
import { usToTimestamp } from '../../event/record.ts';
import type { Draft } from './step.ts';
import { uuidFromName, WORKBENCH_NAMESPACE } from './uuid.ts';

/** Gives the events of one run their envelope: ids that follow from the run's name, and their places from 0. */
export class RunEvents {
  readonly sessionId: string;
  readonly #source: string;
  #next = 0;

  /** @param name what tells this run from every other, of any length */
  constructor(source: string, name: string) {
    const hash = createHash('sha256').update(name).digest('hex');
    this.#source = source;
    this.sessionId = uuidFromName(WORKBENCH_NAMESPACE, `${source}\n${hash}`);
  }

  make(draft: Draft, atUs: number): CanonicalEvent {
    const sequenceId = this.#next;
    this.#next += 1;
    return {
      eventId: uuidFromName(this.sessionId, String(sequenceId)),
      eventType: honestType(draft),
      timestamp: usToTimestamp(atUs),
      sessionId: this.sessionId,
      sequenceId,
      source: this.#source,
      data: draft.data,
    };
  }
}

/**
 * The type that a draft may bear: one that lacks what its type must have, because no state told it, is kept as
 * `Incomplete…`, a type of its own, with what is known.
 */
export function honestType(draft: Draft): string {
  if (!isKnownType(draft.eventType)) return draft.eventType;
  return eventData[draft.eventType].safeParse(draft.data).success ? draft.eventType : `Incomplete${draft.eventType}`;
}
