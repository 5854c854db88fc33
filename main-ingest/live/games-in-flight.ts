import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { GameRow } from '../contract/games.ts';
import { openRecord } from '../event/data.ts';
import { type EventRecord, isRunEvent } from '../event/event.ts';
import { usToTimestamp } from '../event/record.ts';

/** What is known of a game that has not ended. */
const Game = z.object({
  sessionId: z.string(),
  seed: z.string().nullable(),
  strategy: z.string().nullable(),
  model: z.string().nullable(),
  experiment: z.string().nullable(),
  deck: z.string().nullable(),
  stake: z.string().nullable(),
  /** Its own clock, microseconds since 1970. */
  startedUs: z.number(),
  lastUs: z.number(),
  ante: z.number().nullable(),
  blindType: z.string().nullable(),
  bestHand: z.number().nullable(),
  hands: z.number(),
  money: z.number().nullable(),
  jokers: z.array(z.string()),
  events: z.number(),
  lastStep: z.number(),
  /** When its last event arrived, milliseconds since 1970. */
  heardAt: z.number(),
});
type Game = z.infer<typeof Game>;

/** All that has to be kept over a restart. */
export const GamesInFlightState = z.object({
  started: z.number(),
  ended: z.number(),
  run: z.string().nullable(),
  model: z.string().nullable(),
  games: z.array(Game),
});
export type GamesInFlightState = z.infer<typeof GamesInFlightState>;

/** A game that nothing was heard of for so long is not in flight; it is again with its next event. */
const SILENT_MS = 10 * 60_000;
/** So many games that ended are remembered, for events of theirs that arrive late. */
const ENDED_REMEMBERED = 20_000;

/**
 * The games that are being played now, as their events tell: a small fold over what the intake makes durable.
 *
 * Values are those of the event with the highest step so far, so an event that overtook others changes nothing back.
 */
export class GamesInFlight {
  readonly #games = new Map<string, Game>();
  readonly #ended = new LRUCache<string, number>({ max: ENDED_REMEMBERED });
  readonly #now: () => number;
  #started = 0;
  #endedCount = 0;
  #run: string | null = null;
  #model: string | null = null;

  constructor(options: { readonly now?: () => number; readonly state?: GamesInFlightState } = {}) {
    this.#now = options.now ?? Date.now;
    const { state } = options;
    if (!state) return;
    this.#started = state.started;
    this.#endedCount = state.ended;
    this.#run = state.run;
    this.#model = state.model;
    for (const game of state.games) this.#games.set(game.sessionId, game);
  }

  take(records: readonly EventRecord[]): void {
    const now = this.#now();
    for (const record of records) if (!isRunEvent(record.eventType)) this.#takeOne(record, now);
  }

  /** Games that ever started and ended; experiment and model of the last that started. */
  totals(): {
    readonly started: number;
    readonly ended: number;
    readonly run: string | null;
    readonly model: string | null;
  } {
    return { started: this.#started, ended: this.#endedCount, run: this.#run, model: this.#model };
  }

  count(): number {
    const since = this.#now() - SILENT_MS;
    let count = 0;
    for (const game of this.#games.values()) if (game.heardAt >= since) count++;
    return count;
  }

  /** Games in flight, the one that started last first. */
  rows(): GameRow[] {
    const since = this.#now() - SILENT_MS;
    return [...this.#games.values()]
      .filter((game) => game.heardAt >= since)
      .sort((a, b) => b.startedUs - a.startedUs)
      .map(rowOf);
  }

  /** A game in flight or silent; undefined for one that ended or was never heard of. */
  row(sessionId: string): GameRow | undefined {
    const game = this.#games.get(sessionId);
    return game && rowOf(game);
  }

  /** How far a game has come; undefined where it is neither in flight nor has ended lately. */
  progress(sessionId: string): { readonly lastStep: number; readonly ended: boolean } | undefined {
    const game = this.#games.get(sessionId);
    if (game) return { lastStep: game.lastStep, ended: false };
    const lastStep = this.#ended.get(sessionId);
    return lastStep === undefined ? undefined : { lastStep, ended: true };
  }

  state(): GamesInFlightState {
    const { started, ended, run, model } = this.totals();
    return { started, ended, run, model, games: [...this.#games.values()] };
  }

  #takeOne(record: EventRecord, now: number): void {
    const endedAt = this.#ended.get(record.sessionId);
    if (endedAt !== undefined) {
      this.#ended.set(record.sessionId, Math.max(endedAt, record.sequenceId));
      return;
    }
    const game = this.#games.get(record.sessionId) ?? this.#begin(record);
    const newest = record.sequenceId >= game.lastStep;
    game.events++;
    game.heardAt = now;
    game.startedUs = Math.min(game.startedUs, record.timestampUs);
    game.lastUs = Math.max(game.lastUs, record.timestampUs);
    if (newest) game.lastStep = record.sequenceId;
    this.#read(game, record, newest);
  }

  #begin(record: EventRecord): Game {
    const game: Game = {
      sessionId: record.sessionId,
      seed: null,
      strategy: null,
      model: null,
      experiment: null,
      deck: null,
      stake: null,
      startedUs: record.timestampUs,
      lastUs: record.timestampUs,
      ante: null,
      blindType: null,
      bestHand: null,
      hands: 0,
      money: null,
      jokers: [],
      events: 0,
      lastStep: -1,
      heardAt: 0,
    };
    this.#games.set(record.sessionId, game);
    return game;
  }

  /** Only the few types that tell something here are parsed: most of what comes are decisions. */
  #read(game: Game, record: EventRecord, newest: boolean): void {
    switch (record.eventType) {
      case 'GameStarted':
      case 'HandPlayed':
      case 'JokersChanged':
      case 'GameCompleted':
        this.#readData(game, record, newest);
        return;
      default:
        if (newest) game.money = moneyAfter(record.data) ?? game.money;
    }
  }

  #readData(game: Game, record: EventRecord, newest: boolean): void {
    const event = openRecord(record);
    if (event?.eventType === 'GameStarted') {
      const { data } = event;
      this.#started++;
      this.#run = data.experimentId ?? null;
      this.#model = data.modelVersion ?? null;
      game.seed = data.seed;
      game.strategy = data.strategyId ?? null;
      game.model = data.modelVersion ?? null;
      game.experiment = data.experimentId ?? null;
      game.deck = data.deck;
      game.stake = data.stakes;
      if (!newest) return;
      game.money = data.startingMoney;
      game.jokers = data.jokers ?? [];
    } else if (event?.eventType === 'HandPlayed') {
      const { data } = event;
      game.hands++;
      game.bestHand = Math.max(game.bestHand ?? 0, data.scoring.finalScore);
      if (!newest) return;
      game.ante = data.ante;
      game.blindType = data.blindType;
      game.money = data.moneyAfter;
      game.jokers = data.jokers;
    } else if (event?.eventType === 'JokersChanged') {
      if (newest) game.jokers = event.data.jokers.map((joker) => joker.name);
    } else if (event?.eventType === 'GameCompleted') {
      this.#endedCount++;
      this.#games.delete(game.sessionId);
      this.#ended.set(game.sessionId, game.lastStep);
    }
  }
}

const MONEY_AFTER = /"moneyAfter":(-?\d+)/;

/** Money after an event, read off its text: parsing the whole of each event would cost more than all else here. */
function moneyAfter(data: string): number | undefined {
  const found = MONEY_AFTER.exec(data)?.[1];
  return found === undefined ? undefined : Number(found);
}

function rowOf(game: Game): GameRow {
  return {
    sessionId: game.sessionId,
    state: 'live',
    seed: game.seed,
    strategy: game.strategy,
    model: game.model,
    experiment: game.experiment,
    deck: game.deck,
    stake: game.stake,
    startedAt: usToTimestamp(game.startedUs),
    endedAt: null,
    ante: game.ante,
    blindType: game.blindType,
    bestHand: game.bestHand,
    hands: game.hands,
    money: game.money,
    durationMs: Math.round((game.lastUs - game.startedUs) / 1000),
    jokers: game.jokers,
    events: game.events,
    bookmarked: false,
  };
}
