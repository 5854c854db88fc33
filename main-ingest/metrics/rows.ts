import type { EventRecord } from '../event/event.ts';
import { GameFold } from './game-fold.ts';
import type { MetricsCheckpoint } from './metrics.ts';
import { RowBatch } from './row-batch.ts';
import { foldRunEvent } from './run-rows.ts';
import type { TableRows } from './tables.ts';

export { systemMetricRows } from './run-rows.ts';

/** Events of all games that may wait behind gaps; past it the game whose events wait longest goes on without. */
const MOST_WAITING = 40_000;
const MOST_WAITING_IN_A_GAME = 2_048;
/** Games that are remembered at once; past it the one that was quiet longest is forgotten. */
const MOST_GAMES = 10_000;
/** What is remembered of them all, as characters of the carry: texts of events have any length. */
const MOST_CHARACTERS = 64 * 2 ** 20;

export interface FoldLimits {
  readonly waiting: number;
  readonly waitingInAGame: number;
  readonly games: number;
  readonly characters: number;
}

/** An event whose data cannot be folded: it was not checked, or by other rules than today's. */
export class FoldError extends Error {
  override readonly name = 'FoldError';
  readonly code = 'UNFOLDABLE';
  /** Trying again would not help. */
  readonly retry = false;
  readonly eventId: string;

  constructor({ eventId, eventType }: EventRecord, cause: unknown) {
    super(`No rows can be made of this ${eventType}: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
    this.eventId = eventId;
  }
}

/**
 * Turns events into rows of the metrics tables, in one pass. What it must remember of games in flight, its carry, is
 * handed out with each checkpoint: a fold that starts from a checkpoint's carry makes the same rows again from there on.
 *
 * Each row is made as soon as its event is there, and again (same key) when a later event tells more: a hand's outcome is
 * `continues` until its round ends. Events of a game that come out of order end in the same rows as in order, as long as
 * not more than the limits' numbers of events come before a missing one; a row of `game_antes` that named an ante too early
 * stays, with nothing in it. Past that the fold goes on with the gap: an event that comes still later has its own rows, but
 * rows made before it know nothing of it.
 *
 * A call that throws (FoldError) leaves the fold unusable: start a new one from the last saved checkpoint.
 */
export class MetricsFold {
  /** Least recently touched first. */
  readonly #games = new Map<string, GameFold>();
  /** Games with waiting events, by the time that their gap opened. */
  readonly #gaps = new Set<GameFold>();
  /** Characters of each game's carry as it was saved last, and of all. */
  readonly #sizes = new Map<string, number>();
  #characters = 0;
  readonly #limits: FoldLimits;

  constructor(carry: ReadonlyMap<string, string | null>, limits: Partial<FoldLimits> = {}) {
    this.#limits = {
      waiting: MOST_WAITING,
      waitingInAGame: MOST_WAITING_IN_A_GAME,
      games: MOST_GAMES,
      characters: MOST_CHARACTERS,
      ...limits,
    };
    for (const [sessionId, saved] of carry) {
      if (saved === null) continue;
      const game = new GameFold(sessionId, saved);
      this.#games.set(sessionId, game);
      this.#resize(sessionId, saved.length);
      if (game.waiting > 0) this.#gaps.add(game);
    }
  }

  /** Folds a run of the journal that ends before position `next`. */
  fold(events: readonly EventRecord[], next: number): { rows: TableRows; checkpoint: MetricsCheckpoint } {
    const batch = new RowBatch();
    const touched = new Map<string, GameFold>();
    for (const event of events) {
      try {
        if (event.sequenceId < 0) foldRunEvent(event, batch);
        else this.#game(event.sessionId, touched).fold(event, batch);
      } catch (cause) {
        throw new FoldError(event, cause);
      }
    }
    const carry = this.#remember(touched, batch);
    return { rows: batch.rows(), checkpoint: { position: next, carry } };
  }

  #game(sessionId: string, touched: Map<string, GameFold>): GameFold {
    let game = touched.get(sessionId);
    if (game === undefined) {
      game = this.#games.get(sessionId) ?? new GameFold(sessionId);
      touched.set(sessionId, game);
    }
    return game;
  }

  /** Keeps the touched games, within the limits, and says what changed. */
  #remember(touched: ReadonlyMap<string, GameFold>, batch: RowBatch): Map<string, string | null> {
    for (const [sessionId, game] of touched) {
      this.#games.delete(sessionId);
      this.#games.set(sessionId, game);
      if (game.waiting > this.#limits.waitingInAGame) game.skipGap(batch);
      if (game.waiting === 0) this.#gaps.delete(game);
      else this.#gaps.add(game);
    }
    const changed = new Set(touched.values());
    for (const game of this.#gapsToSkip()) {
      while (game.waiting > 0) game.skipGap(batch);
      this.#gaps.delete(game);
      changed.add(game);
    }
    const carry = new Map<string, string | null>();
    for (const game of changed) {
      const saved = game.done ? null : game.save();
      if (game.done) this.#games.delete(game.sessionId);
      this.#resize(game.sessionId, saved?.length ?? 0);
      carry.set(game.sessionId, saved);
    }
    for (const game of this.#games.values()) {
      if (this.#games.size <= this.#limits.games && this.#characters <= this.#limits.characters) break;
      this.#games.delete(game.sessionId);
      this.#gaps.delete(game);
      this.#resize(game.sessionId, 0);
      carry.set(game.sessionId, null);
    }
    return carry;
  }

  #resize(sessionId: string, characters: number): void {
    this.#characters += characters - (this.#sizes.get(sessionId) ?? 0);
    if (characters > 0) this.#sizes.set(sessionId, characters);
    else this.#sizes.delete(sessionId);
  }

  #gapsToSkip(): GameFold[] {
    let waiting = 0;
    for (const game of this.#gaps) waiting += game.waiting;
    const skip: GameFold[] = [];
    for (const game of this.#gaps) {
      if (waiting <= this.#limits.waiting) break;
      waiting -= game.waiting;
      skip.push(game);
    }
    return skip;
  }
}
