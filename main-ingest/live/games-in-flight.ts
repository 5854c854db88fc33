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
  /** Position in the journal behind the last event that was folded in: what is read again before it changes nothing. */
  position: z.number().default(0),
});
type Game = z.infer<typeof Game>;

export { Game as GameInFlight };

/** Games that ever started and ended; experiment and model of the last that started. */
export const GameTotals = z.object({
  started: z.number(),
  ended: z.number(),
  run: z.string().nullable(),
  model: z.string().nullable(),
});
export type GameTotals = z.infer<typeof GameTotals>;

/** All that has to be kept over a restart. */
export interface GamesInFlightState extends GameTotals {
  readonly games: readonly Game[];
}

/** So many games are kept; of more the one that was not heard of for longest is forgotten, and begins anew with its next event. */
const MOST_GAMES = 20_000;
/** What is kept of a text, and of a list of names: enough to be shown. */
const LONGEST_TEXT = 200;
const MOST_NAMES = 100;

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
  /** The one that was not heard of for longest first. */
  readonly #games = new Map<string, Game>();
  /** Games that are not as they were saved last: changed, ended or forgotten. */
  #changed = new Set<string>();
  readonly #ended = new LRUCache<string, number>({ max: ENDED_REMEMBERED });
  readonly #now: () => number;
  #next = 0;
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
    for (const game of state.games.toSorted((a, b) => a.heardAt - b.heardAt)) this.#games.set(game.sessionId, game);
  }

  /** @param position of the first of the records in the journal; where it is not said, behind the last ones */
  take(records: readonly EventRecord[], position = this.#next): void {
    this.#next = position + records.length;
    const now = this.#now();
    for (const [place, record] of records.entries()) {
      if (!isRunEvent(record.eventType)) this.#takeOne(record, position + place, now);
    }
    for (const sessionId of this.#games.keys()) {
      if (this.#games.size <= MOST_GAMES) break;
      this.#games.delete(sessionId);
      this.#changed.add(sessionId);
    }
  }

  totals(): GameTotals {
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

  /** Sessions whose games are to be saved, or to be taken away where {@link saved} knows none; they count as saved then. */
  takeChanged(): ReadonlySet<string> {
    const changed = this.#changed;
    this.#changed = new Set();
    return changed;
  }

  /** These could not be saved after all; all where none are named. */
  keepChanged(sessions: Iterable<string> = this.#games.keys()): void {
    for (const sessionId of sessions) this.#changed.add(sessionId);
  }

  /** A game as it is to be saved; undefined for one that ended or was forgotten. */
  saved(sessionId: string): Readonly<Game> | undefined {
    return this.#games.get(sessionId);
  }

  #takeOne(record: EventRecord, position: number, now: number): void {
    if (record.eventType === 'GameStarted') this.#countStart(record);
    if (record.eventType === 'GameCompleted' && !this.#ended.has(record.sessionId)) this.#endedCount++;
    const endedAt = this.#ended.get(record.sessionId);
    if (endedAt !== undefined) {
      this.#ended.set(record.sessionId, Math.max(endedAt, record.sequenceId));
      return;
    }
    const game = this.#games.get(record.sessionId) ?? this.#begin(record);
    if (position < game.position) return;
    game.position = position + 1;
    this.#changed.add(game.sessionId);
    if (game.heardAt !== now) {
      this.#games.delete(game.sessionId);
      this.#games.set(game.sessionId, game);
    }
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
      position: 0,
    };
    this.#games.set(record.sessionId, game);
    return game;
  }

  #countStart(record: EventRecord): void {
    const event = openRecord(record);
    if (event?.eventType !== 'GameStarted') return;
    this.#started++;
    this.#run = short(event.data.experimentId);
    this.#model = short(event.data.modelVersion);
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
      game.seed = short(data.seed);
      game.strategy = short(data.strategyId);
      game.model = short(data.modelVersion);
      game.experiment = short(data.experimentId);
      game.deck = short(data.deck);
      game.stake = short(data.stakes);
      if (!newest) return;
      game.money = data.startingMoney;
      game.jokers = shortList(data.jokers ?? []);
    } else if (event?.eventType === 'HandPlayed') {
      const { data } = event;
      game.hands++;
      game.bestHand = Math.max(game.bestHand ?? 0, data.scoring.finalScore);
      if (!newest) return;
      game.ante = data.ante;
      game.blindType = data.blindType;
      game.money = data.moneyAfter;
      game.jokers = shortList(data.jokers);
    } else if (event?.eventType === 'JokersChanged') {
      if (newest) game.jokers = shortList(event.data.jokers.map((joker) => joker.name));
    } else if (event?.eventType === 'GameCompleted') {
      this.#games.delete(game.sessionId);
      this.#ended.set(game.sessionId, game.lastStep);
    }
  }
}

/** The beginning of a text that is too long to be kept; a copy, or all of it would stay in memory. */
export function short(text: string): string;
export function short(text: string | undefined): string | null;
export function short(text: string | undefined): string | null {
  if (text === undefined || text.length <= LONGEST_TEXT) return text ?? null;
  return Buffer.from(`${text.slice(0, LONGEST_TEXT - 1)}…`).toString();
}

function shortList(names: readonly string[]): string[] {
  return names.slice(0, MOST_NAMES).map((name) => short(name));
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
