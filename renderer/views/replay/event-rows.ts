import type { StepBrief } from '../../../main-ingest/contract/replay.ts';

/** A place in the list of events: a step, or the heading over the steps of a round. */
export type EventRow =
  | { readonly kind: 'step'; readonly brief: StepBrief; readonly earned: number }
  | { readonly kind: 'round'; readonly ante: number; readonly round: number; readonly blindName: string | null };

export const EVENT_KINDS = {
  all: 'All types',
  decisions: 'Decisions',
  hands: 'Hands, rounds',
  shop: 'Shop, packs',
  cards: 'Jokers, cards',
  snapshots: 'Snapshots',
} as const;
export type EventKind = keyof typeof EVENT_KINDS;

const KINDS: Readonly<Record<string, EventKind>> = {
  DecisionMade: 'decisions',
  BlindSelected: 'hands',
  BlindSkipped: 'hands',
  HandPlayed: 'hands',
  CardsDiscarded: 'hands',
  RoundCompleted: 'hands',
  RoundCashedOut: 'hands',
  GameStarted: 'hands',
  GameCompleted: 'hands',
  ShopEntered: 'shop',
  ShopRerolled: 'shop',
  ShopLeft: 'shop',
  ItemPurchased: 'shop',
  ItemSold: 'shop',
  BoosterOpened: 'shop',
  BoosterPicked: 'shop',
  BoosterSkipped: 'shop',
  JokersChanged: 'cards',
  ConsumablesChanged: 'cards',
  ConsumableUsed: 'cards',
  HandChanged: 'cards',
  DeckChanged: 'cards',
  StateSnapshot: 'snapshots',
};

export function isEventKind(text: string): text is EventKind {
  return text in EVENT_KINDS;
}

/** The events of a game under the rounds that they belong to. */
export function eventRows(steps: readonly StepBrief[], kind: EventKind): EventRow[] {
  const rows: EventRow[] = [];
  let round: number | undefined;
  let moneyBefore: number | null = null;
  for (const brief of steps) {
    const earned = brief.money !== null && moneyBefore !== null ? brief.money - moneyBefore : 0;
    moneyBefore = brief.money;
    if (kind !== 'all' && KINDS[brief.eventType] !== kind) continue;
    if (brief.round !== round) {
      round = brief.round;
      rows.push({ kind: 'round', ante: brief.ante, round, blindName: brief.blindName });
    }
    rows.push({ kind: 'step', brief, earned });
  }
  return rows;
}

/** Place of the row of a step, or of the last one before it; -1 where there is none. */
export function rowOf(rows: readonly EventRow[], step: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (stepFrom(rows, middle) <= step) low = middle + 1;
    else high = middle;
  }
  while (low > 0 && rows[low - 1]?.kind === 'round') low -= 1;
  return low - 1;
}

/** A heading counts as the step that follows it. */
function stepFrom(rows: readonly EventRow[], index: number): number {
  const row = rows[index];
  if (row?.kind === 'step') return row.brief.step;
  const next = rows[index + 1];
  return next?.kind === 'step' ? next.brief.step : Number.POSITIVE_INFINITY;
}
