import { type DataOf, isKnownType } from '../event/data.ts';
import type { KnownEventType } from '../event/event.ts';

/** What a replay needs of an event of any type, known or not. */
export interface AnyStep {
  readonly eventType: string;
  readonly sequenceId: number;
  /** Checked at the edge. */
  readonly data: object;
}

/** An event of a known type; `eventType` tells what `data` holds. */
export type KnownStep = {
  [T in KnownEventType]: { readonly eventType: T; readonly sequenceId: number; readonly data: DataOf<T> };
}[KnownEventType];

/** Whether the event's type is known, and so its `data`: events are checked against their type before they are kept. */
export function isKnownStep(event: AnyStep): event is KnownStep {
  return isKnownType(event.eventType);
}
