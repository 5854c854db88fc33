import type { DataOf } from '../event/data.ts';
import { double, integer, long } from './cells.ts';
import type { GameState } from './game-state.ts';
import { anteRows, confidenceRows, llmDecisions, tallyDecision, tallyMoney } from './game-summary.ts';
import { comboText, synergyRows, tallyHand } from './joker-synergies.ts';
import type { RowBatch } from './row-batch.ts';
import type { Row } from './tables.ts';

/** An event of a game, cut down to what rows are made of; `data` is '' where nothing in it matters to them. */
export interface GameEvent {
  readonly sequenceId: number;
  readonly timestampUs: number;
  readonly eventType: string;
  readonly data: string;
}

/** The part of an event that decides which rows it makes: where it lies, and the state that it met. */
interface Place {
  readonly sessionId: string;
  readonly event: GameEvent;
  readonly state: GameState;
  readonly batch: RowBatch;
}

const OUTCOME = 20;

/** Folds one event into a game: changes its state, and adds the rows that follow from both. */
export function foldGameEvent(sessionId: string, event: GameEvent, state: GameState, batch: RowBatch): void {
  if (event.data === '') return;
  const place: Place = { sessionId, event, state, batch };
  switch (event.eventType) {
    case 'GameStarted':
      gameStarted(place, JSON.parse(event.data));
      break;
    case 'BlindSelected':
      blindSelected(place, JSON.parse(event.data));
      break;
    case 'HandPlayed':
      handPlayed(place, JSON.parse(event.data));
      break;
    case 'RoundCompleted':
      roundCompleted(place, JSON.parse(event.data));
      break;
    case 'RoundCashedOut':
      roundCashedOut(place, JSON.parse(event.data));
      break;
    case 'DecisionMade':
      decisionMade(place, JSON.parse(event.data));
      break;
    case 'ItemPurchased': {
      const data: DataOf<'ItemPurchased'> = JSON.parse(event.data);
      moneyChanged(place, 'purchase', data.name, data);
      break;
    }
    case 'ItemSold': {
      const data: DataOf<'ItemSold'> = JSON.parse(event.data);
      moneyChanged(place, 'sale', data.name, data);
      break;
    }
    case 'ShopRerolled': {
      const data: DataOf<'ShopRerolled'> = JSON.parse(event.data);
      moneyChanged(place, 'reroll', null, data);
      break;
    }
    case 'BoosterOpened': {
      const data: DataOf<'BoosterOpened'> = JSON.parse(event.data);
      moneyChanged(place, 'booster', data.name, data);
      break;
    }
    case 'ConsumableUsed': {
      const data: DataOf<'ConsumableUsed'> = JSON.parse(event.data);
      moneyChanged(place, 'other', data.name, data);
      break;
    }
    case 'CardsDiscarded': {
      const data: DataOf<'CardsDiscarded'> = JSON.parse(event.data);
      moneyChanged(place, 'other', data.cause ?? null, data);
      break;
    }
    case 'BlindSkipped': {
      const data: DataOf<'BlindSkipped'> = JSON.parse(event.data);
      moneyChanged(place, 'other', data.tag ?? null, data);
      break;
    }
    case 'GameCompleted':
      gameCompleted(place, JSON.parse(event.data));
      break;
    default:
      noteProgress(state, JSON.parse(event.data));
  }
}

const silent: ReadonlySet<string> = new Set([
  'StateSnapshot',
  'ShopEntered',
  'ShopLeft',
  'BoosterPicked',
  'BoosterSkipped',
  'JokersChanged',
  'ConsumablesChanged',
  'HandChanged',
  'DeckChanged',
]);

/**
 * The data of an event, or '' where no row can follow from it: events that make no row of their own matter only where
 * they carry the ante or the round, which any event may.
 */
export function relevantData(eventType: string, data: string): string {
  if (!silent.has(eventType)) return data;
  return data.includes('"ante"') || data.includes('"round"') ? data : '';
}

interface Progress {
  readonly ante?: number | undefined;
  readonly round?: number | undefined;
}

function noteProgress(state: GameState, data: Progress): void {
  if (typeof data.ante === 'number') state.ante = integer(data.ante);
  if (typeof data.round === 'number') state.round = integer(data.round);
}

function gameStarted({ sessionId, event, state, batch }: Place, data: DataOf<'GameStarted'>): void {
  noteProgress(state, data);
  const start = {
    seed: data.seed,
    deck: data.deck,
    stakes: data.stakes,
    strategyId: data.strategyId ?? null,
    modelVersion: data.modelVersion ?? null,
    experimentId: data.experimentId ?? null,
  };
  state.start = start;
  state.startedUs = event.timestampUs;
  batch.add('game_starts', [
    event.timestampUs,
    sessionId,
    start.seed,
    start.deck,
    start.stakes,
    start.strategyId,
    start.modelVersion,
    start.experimentId,
    integer(data.startingMoney),
  ]);
}

function blindSelected({ state }: Place, data: DataOf<'BlindSelected'>): void {
  noteProgress(state, data);
  state.blindName = data.blindName;
  state.hand = null;
}

function handPlayed(place: Place, data: DataOf<'HandPlayed'>): void {
  const { sessionId, event, state, batch } = place;
  noteProgress(state, data);
  const { scoring } = data;
  const score = double(scoring.finalScore);
  const row: Row = [
    event.timestampUs,
    sessionId,
    event.sequenceId,
    integer(data.ante),
    data.blindType,
    data.blindName,
    integer(data.handNumber),
    data.handType,
    data.hand.join(' '),
    double(scoring.baseChips),
    double(scoring.baseMult),
    optional(scoring.finalChips),
    optional(scoring.finalMult),
    score,
    integer(data.moneyBefore),
    integer(data.moneyAfter),
    data.jokers.length,
    comboText(data.jokers),
    data.consumablesUsed?.length ? data.consumablesUsed.join('+') : null,
    data.decisionTimeMs === undefined ? null : integer(data.decisionTimeMs),
    'continues',
    state.start?.strategyId ?? null,
  ];
  batch.addHand(row);
  state.hand = { round: data.round, row };
  state.lastBlindType = data.blindType;
  tallyHand(state, data.jokers, score, scoring.finalMult);
  moneyChanged(place, 'other', null, data);
}

function roundCompleted({ state, batch }: Place, data: DataOf<'RoundCompleted'>): void {
  noteProgress(state, data);
  if (state.hand?.round === data.round) {
    const previous = state.hand.row;
    batch.replaceHand(previous, previous.with(OUTCOME, data.outcome));
    state.hand = null;
  }
  if (data.outcome === 'won' && data.blindType === 'boss') state.ante = integer(state.ante + 1);
}

function roundCashedOut(place: Place, data: DataOf<'RoundCashedOut'>): void {
  noteProgress(place.state, data);
  const { earned } = data;
  let balance = data.moneyBefore;
  const book = (kind: string, item: string | null, amount: number): void => {
    balance += amount;
    addFlow(place, kind, item, amount, balance);
  };
  book('blind-reward', place.state.blindName, earned.blind);
  book('hands', null, earned.hands);
  book('interest', null, earned.interest);
  book('other', null, earned.other);
}

interface MoneyChange extends Progress {
  readonly moneyBefore?: number | undefined;
  readonly moneyAfter?: number | undefined;
}

function moneyChanged(place: Place, kind: string, item: string | null, data: MoneyChange): void {
  noteProgress(place.state, data);
  if (data.moneyBefore === undefined || data.moneyAfter === undefined) return;
  addFlow(place, kind, item, data.moneyAfter - data.moneyBefore, data.moneyAfter);
}

function addFlow(place: Place, kind: string, item: string | null, amount: number, balance: number): void {
  if (amount === 0) return;
  const { sessionId, event, state, batch } = place;
  const change = integer(amount);
  const held = integer(balance);
  if (state.summary) tallyMoney(state.summary, state.ante, kind, change, held);
  batch.add('economic_flow', [
    event.timestampUs,
    sessionId,
    event.sequenceId,
    state.ante,
    state.round,
    kind,
    item,
    change,
    held,
    state.start?.strategyId ?? null,
  ]);
}

function decisionMade({ sessionId, event, state, batch }: Place, data: DataOf<'DecisionMade'> & Progress): void {
  noteProgress(state, data);
  const confidence = double(data.confidenceScore);
  if (state.summary) tallyDecision(state.summary, confidence, data.usedLlm);
  batch.add('decision_points', [
    event.timestampUs,
    sessionId,
    event.sequenceId,
    data.decisionType,
    data.phase,
    JSON.stringify(data.optionsAvailable),
    data.optionSelected,
    confidence,
    data.usedLlm,
    data.contextHash,
    data.strategyId ?? state.start?.strategyId ?? null,
    optional(data.latencyMs),
  ]);
}

function gameCompleted({ sessionId, event, state, batch }: Place, data: DataOf<'GameCompleted'>): void {
  const { start, startedUs, summary } = state;
  const { outcome } = data;
  batch.add('game_results', [
    event.timestampUs,
    sessionId,
    start?.seed ?? null,
    start?.deck ?? null,
    start?.stakes ?? null,
    start?.strategyId ?? null,
    start?.modelVersion ?? null,
    start?.experimentId ?? null,
    outcome,
    integer(data.finalAnte),
    integer(data.finalRound),
    double(data.finalScore),
    integer(data.finalMoney),
    comboText(data.finalJokers),
    integer(data.handsPlayed),
    long(data.durationMs),
    startedUs,
    state.lastBlindType,
    data.finalJokers.join('+') || null,
    summary ? llmDecisions(summary) : null,
  ]);
  for (const row of synergyRows(event.timestampUs, sessionId, state, data.finalJokers, outcome)) {
    batch.add('joker_synergies', row);
  }
  if (summary) {
    const end = { timestampUs: event.timestampUs, sessionId, startedUs, start, outcome };
    for (const row of anteRows(summary, end)) batch.add('game_antes', row);
    for (const row of confidenceRows(summary, end)) batch.add('game_confidence', row);
  }
  state.completed = true;
}

function optional(value: number | undefined): number | null {
  return value === undefined ? null : double(value);
}
