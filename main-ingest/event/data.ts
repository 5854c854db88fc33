import { z } from 'zod';
import { isCardCode } from './card.ts';
import type { EventRecord, KnownEventType } from './event.ts';
import {
  BLIND_TYPES,
  BOOSTER_KINDS,
  DECISION_TYPES,
  GAME_OUTCOMES,
  HAND_TYPES,
  ITEM_TYPES,
  JOKER_EFFECTS,
  PHASES,
  ROUND_OUTCOMES,
} from './words.ts';

/**
 * What the `data` of each event type holds (interfaces, section 2). Fields that are not listed are kept in an event but
 * not typed here. Money is whole dollars, durations are milliseconds, scores, chips and multipliers are float64.
 */

const text = z.string();
const names = z.array(z.string());
const flag = z.boolean();
/** What the stores keep as 32-bit integers; the smallest of them is QuestDB's null. */
const integer = z.int32().min(-(2 ** 31 - 1));
const count = z.int32().nonnegative();
const dollars = integer;
/** A step of a training run. */
const step = z.int();
const milliseconds = z.number();
/** A score, an amount of chips or a multiplier: finite, see the number rule in `validation.ts`. */
const score = z.number();
const card = z.string().refine(isCardCode, { error: 'expected a card code such as H_T or S_K+Gold' });
const cards = z.array(card);
const blindType = z.enum(BLIND_TYPES);
const itemType = z.enum(ITEM_TYPES);

/** What the shop offers. `slot` stays with an item until the next offer. */
export const ShopItem = z.object({ slot: count, type: itemType, name: text, cost: dollars });
export type ShopItem = z.infer<typeof ShopItem>;

/** What one joker did to a hand, added up (`xmult`: multiplied) over its triggers. */
export const JokerEffectEntry = z.object({ name: text, effect: z.enum(JOKER_EFFECTS), value: score });
export type JokerEffectEntry = z.infer<typeof JokerEffectEntry>;

/** How a hand came to its score: `finalScore` = ⌊`finalChips` × `finalMult`⌋. */
export const Scoring = z.object({
  baseChips: score,
  baseMult: score,
  jokerEffects: z.array(JokerEffectEntry),
  finalChips: score.optional(),
  finalMult: score.optional(),
  finalScore: score,
});
export type Scoring = z.infer<typeof Scoring>;

/** The state of a game, as far as its producer knows it (interfaces, section 3). */
export const GameStateData = z.object({
  phase: z.enum(PHASES).optional(),
  ante: integer.optional(),
  round: count.optional(),
  blindType: blindType.optional(),
  blindName: text.optional(),
  targetScore: score.optional(),
  roundScore: score.optional(),
  handsRemaining: integer.optional(),
  discardsRemaining: integer.optional(),
  money: dollars.optional(),
  hand: cards.optional(),
  jokers: names.optional(),
  consumables: names.optional(),
  deckSize: count.optional(),
  shopItems: z.array(ShopItem).optional(),
  rerollCost: dollars.optional(),
  outcome: z.enum(GAME_OUTCOMES).optional(),
});
export type GameStateData = z.infer<typeof GameStateData>;

/** Fields that any game event may carry; where it does, they are the state's from then on. */
const state = {
  ante: integer.optional(),
  round: count.optional(),
  handsRemaining: integer.optional(),
  discardsRemaining: integer.optional(),
  targetScore: score.optional(),
  roundScore: score.optional(),
  shopItems: z.array(ShopItem).optional(),
  rerollCost: dollars.optional(),
  /** Set by the workbench where a number of this event passed the largest finite one. */
  scoreOverflow: flag.optional(),
};

const moneyChange = { moneyBefore: dollars, moneyAfter: dollars };

function game<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return z.object(state).extend(shape);
}

/** The schema of each known type's `data`. */
export const eventData = {
  GameStarted: game({
    seed: text,
    stakes: text,
    deck: text,
    startingMoney: dollars,
    strategyId: text.optional(),
    modelVersion: text.optional(),
    experimentId: text.optional(),
    hands: count.optional(),
    discards: count.optional(),
    handSize: integer.optional(),
    jokerSlots: integer.optional(),
    deckSize: count.optional(),
    jokers: names.optional(),
    consumables: names.optional(),
    vouchers: names.optional(),
    handLevels: z.record(z.string(), integer).optional(),
  }),
  BlindSelected: game({
    ante: integer,
    round: count,
    blindType,
    blindName: text,
    targetScore: score,
    handsRemaining: integer,
    discardsRemaining: integer,
    drawn: cards,
  }),
  BlindSkipped: game({
    ante: integer,
    blindType,
    tag: text.optional(),
    moneyBefore: dollars.optional(),
    moneyAfter: dollars.optional(),
  }),
  HandPlayed: game({
    hand: cards,
    handType: z.enum(HAND_TYPES),
    scoring: Scoring,
    ante: integer,
    round: count,
    blindType,
    blindName: text,
    handNumber: integer,
    roundScore: score,
    targetScore: score,
    handsRemaining: integer,
    discardsRemaining: integer,
    ...moneyChange,
    jokers: names,
    consumablesUsed: names.optional(),
    drawn: cards,
    decisionTimeMs: milliseconds.optional(),
  }),
  CardsDiscarded: game({
    cards,
    drawn: cards,
    handsRemaining: integer,
    discardsRemaining: integer,
    ...moneyChange,
    cause: text.optional(),
  }),
  RoundCompleted: game({
    ante: integer,
    round: count,
    blindType,
    blindName: text,
    outcome: z.enum(ROUND_OUTCOMES),
    score,
    targetScore: score,
    handsUsed: count,
  }),
  RoundCashedOut: game({
    earned: z.object({ blind: dollars, hands: dollars, interest: dollars, other: dollars }),
    ...moneyChange,
  }),
  ShopEntered: game({ money: dollars, shopItems: z.array(ShopItem), rerollCost: dollars }),
  ShopRerolled: game({ cost: dollars, ...moneyChange, shopItems: z.array(ShopItem), rerollCost: dollars }),
  ItemPurchased: game({ slot: count, type: itemType, name: text, cost: dollars, ...moneyChange }),
  ItemSold: game({ type: itemType, name: text, value: dollars, ...moneyChange }),
  ShopLeft: game({ money: dollars.optional() }),
  BoosterOpened: game({
    name: text,
    kind: z.enum(BOOSTER_KINDS),
    slot: count.optional(),
    cost: dollars,
    options: names,
    picks: count,
    drawn: cards,
    ...moneyChange,
  }),
  BoosterPicked: game({ name: text, type: itemType, picksRemaining: count }),
  BoosterSkipped: game({ name: text }),
  ConsumableUsed: game({ name: text, type: itemType, targets: cards, ...moneyChange, handAfter: cards.optional() }),
  JokersChanged: game({
    jokers: z.array(z.object({ name: text, edition: text.optional(), sellValue: dollars.optional() })),
    jokerSlots: integer,
  }),
  ConsumablesChanged: game({ consumables: names }),
  HandChanged: game({ hand: cards }),
  DeckChanged: game({ deckSize: count }),
  DecisionMade: game({
    decisionType: z.enum(DECISION_TYPES),
    phase: z.enum(PHASES),
    optionsAvailable: names,
    optionSelected: text,
    confidenceScore: z.number().min(0).max(1),
    usedLlm: flag,
    contextHash: text,
    strategyId: text.optional(),
    latencyMs: milliseconds.optional(),
    reasoning: text.optional(),
  }),
  StateSnapshot: game({ state: GameStateData }),
  GameCompleted: game({
    outcome: z.enum(GAME_OUTCOMES),
    finalScore: score,
    finalAnte: integer,
    finalRound: count,
    finalMoney: dollars,
    finalJokers: names,
    handsPlayed: count,
    durationMs: milliseconds,
  }),
  StrategyDiscovered: z.object({
    strategyId: text,
    name: text,
    jokers: names,
    description: text.optional(),
    evidence: z.unknown().optional(),
  }),
  MetricRecorded: z.object({
    name: text,
    value: score,
    step: step.optional(),
    unit: text.optional(),
    labels: z.record(z.string(), z.string()).optional(),
  }),
  ModelCheckpoint: z.object({ modelVersion: text, step, metrics: z.record(z.string(), score) }),
  ComponentError: z.object({ component: text, code: text, message: text, context: z.unknown().optional() }),
} as const satisfies Readonly<Record<KnownEventType, z.ZodType>>;

/** The `data` of an event of type `T`. */
export type DataOf<T extends KnownEventType> = z.infer<(typeof eventData)[T]>;

export type GameStartedData = DataOf<'GameStarted'>;
export type BlindSelectedData = DataOf<'BlindSelected'>;
export type BlindSkippedData = DataOf<'BlindSkipped'>;
export type HandPlayedData = DataOf<'HandPlayed'>;
export type CardsDiscardedData = DataOf<'CardsDiscarded'>;
export type RoundCompletedData = DataOf<'RoundCompleted'>;
export type RoundCashedOutData = DataOf<'RoundCashedOut'>;
export type ShopEnteredData = DataOf<'ShopEntered'>;
export type ShopRerolledData = DataOf<'ShopRerolled'>;
export type ItemPurchasedData = DataOf<'ItemPurchased'>;
export type ItemSoldData = DataOf<'ItemSold'>;
export type ShopLeftData = DataOf<'ShopLeft'>;
export type BoosterOpenedData = DataOf<'BoosterOpened'>;
export type BoosterPickedData = DataOf<'BoosterPicked'>;
export type BoosterSkippedData = DataOf<'BoosterSkipped'>;
export type ConsumableUsedData = DataOf<'ConsumableUsed'>;
export type JokersChangedData = DataOf<'JokersChanged'>;
export type ConsumablesChangedData = DataOf<'ConsumablesChanged'>;
export type HandChangedData = DataOf<'HandChanged'>;
export type DeckChangedData = DataOf<'DeckChanged'>;
export type DecisionMadeData = DataOf<'DecisionMade'>;
export type StateSnapshotData = DataOf<'StateSnapshot'>;
export type GameCompletedData = DataOf<'GameCompleted'>;
export type StrategyDiscoveredData = DataOf<'StrategyDiscovered'>;
export type MetricRecordedData = DataOf<'MetricRecorded'>;
export type ModelCheckpointData = DataOf<'ModelCheckpoint'>;
export type ComponentErrorData = DataOf<'ComponentError'>;

/** An event of a known type with its `data` parsed; `eventType` tells which. */
export type KnownEvent = {
  [T in KnownEventType]: Omit<EventRecord, 'eventType' | 'data'> & { readonly eventType: T; readonly data: DataOf<T> };
}[KnownEventType];

/** Parses a record's `data`. Undefined for an unknown type. The data was checked at the edge and is not checked again. */
export function openRecord(record: EventRecord): KnownEvent | undefined {
  if (!isKnownType(record.eventType)) return undefined;
  const opened: Opened = { ...record, data: JSON.parse(record.data) };
  return isKnownEvent(opened) ? opened : undefined;
}

type Opened = Omit<EventRecord, 'data'> & { readonly data: unknown };

/** True by what the edge has checked: data of a known type has that type's shape. */
function isKnownEvent(event: Opened): event is KnownEvent {
  return isKnownType(event.eventType);
}

const knownTypes: ReadonlySet<string> = new Set(Object.keys(eventData));

/** Whether this is a type whose `data` the workbench understands. */
export function isKnownType(eventType: string): eventType is KnownEventType {
  return knownTypes.has(eventType);
}
