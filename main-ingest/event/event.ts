/**
 * The canonical event: what the workbench keeps of everything it is told.
 *
 * An event has two shapes. At the edge it is a {@link CanonicalEvent}, parsed and checked once. Behind the edge it
 * travels as an {@link EventRecord}: the same facts with `data` kept as JSON text, so that threads hand on bytes and
 * only who needs the data parses it.
 */

/** Any JSON value. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** The `data` of an event: a JSON object. */
export type EventData = { readonly [key: string]: Json };

/** Types that belong to a game and carry a `sequenceId`. */
export const GAME_EVENT_TYPES = [
  'GameStarted',
  'BlindSelected',
  'BlindSkipped',
  'HandPlayed',
  'CardsDiscarded',
  'RoundCompleted',
  'RoundCashedOut',
  'ShopEntered',
  'ShopRerolled',
  'ItemPurchased',
  'ItemSold',
  'ShopLeft',
  'BoosterOpened',
  'BoosterPicked',
  'BoosterSkipped',
  'ConsumableUsed',
  'JokersChanged',
  'ConsumablesChanged',
  'HandChanged',
  'DeckChanged',
  'DecisionMade',
  'StateSnapshot',
  'GameCompleted',
] as const;

/** Types that belong to a training run and no game: no `sequenceId`, `eventId` alone tells doubles. */
export const RUN_EVENT_TYPES = ['StrategyDiscovered', 'MetricRecorded', 'ModelCheckpoint', 'ComponentError'] as const;

export type GameEventType = (typeof GAME_EVENT_TYPES)[number];
export type RunEventType = (typeof RUN_EVENT_TYPES)[number];
export type KnownEventType = GameEventType | RunEventType;

/** The largest `sequenceId` and `schemaVersion`: journal and stores keep them as 32-bit integers. */
export const MAX_INTEGER = 2 ** 31 - 1;

/** One event, checked. Unknown types are allowed and kept; they count as events of a game when they have a sequence. */
export interface CanonicalEvent {
  /** UUID, lower case. */
  readonly eventId: string;
  readonly eventType: string;
  /** ISO-8601 UTC as it was sent, up to six fractional digits. */
  readonly timestamp: string;
  /** The game, or for the run's own types the training run. */
  readonly sessionId: string;
  /** Position in the game from 0; absent where the producer sent none, until the ledger assigns it. */
  readonly sequenceId?: number;
  readonly schemaVersion?: number;
  /** Who sent it, where known: a component, a file, a mod. */
  readonly source?: string;
  readonly correlationId?: string;
  readonly data: EventData;
}

/** An event as journal, delivery and history carry it. */
export interface EventRecord {
  readonly eventId: string;
  readonly eventType: string;
  /** As sent; see {@link CanonicalEvent.timestamp}. */
  readonly timestamp: string;
  /** The same instant in microseconds since 1970 (exact in a double until the year 2255). */
  readonly timestampUs: number;
  readonly sessionId: string;
  /** Position in the game; -1 for events of no game. */
  readonly sequenceId: number;
  /** 1 where the producer sent none. */
  readonly schemaVersion: number;
  /** '' where unknown. */
  readonly source: string;
  /** '' where unknown. */
  readonly correlationId: string;
  /** `data` as JSON text. */
  readonly data: string;
}

const runTypes: ReadonlySet<string> = new Set(RUN_EVENT_TYPES);

/** Whether events of this type belong to a training run and to no game. */
export function isRunEvent(eventType: string): eventType is RunEventType {
  return runTypes.has(eventType);
}

/** Whether a value is an object of JSON and no list. */
export function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
