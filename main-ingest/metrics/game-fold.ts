import { foldGameEvent, type GameEvent, relevantData } from './game-rows.ts';
import { copyOf, type GameState, newGame } from './game-state.ts';
import { RowBatch } from './row-batch.ts';

/** A game's carry as it is saved. `ahead` holds the events that wait behind a gap, by sequence. */
interface SavedGame {
  readonly next: number;
  readonly settled: GameState;
  readonly ahead: readonly GameEvent[];
}

/**
 * One game's fold. Events in order of sequence change the settled state. An event that comes before its turn makes its
 * rows at once from what is known, and waits; when the gap before it closes it is folded again in its place and its rows are
 * made anew. An event that comes after its gap was given up makes its rows, and leaves what is current alone.
 */
export class GameFold {
  readonly sessionId: string;
  #next: number;
  readonly #settled: GameState;
  #ahead: GameEvent[];
  /** The settled state with all of `ahead` folded in; only there while something waits. */
  #latest: GameState | null = null;

  constructor(sessionId: string, saved?: string) {
    this.sessionId = sessionId;
    if (saved === undefined) {
      this.#next = 0;
      this.#settled = newGame();
      this.#ahead = [];
      return;
    }
    const game: SavedGame = JSON.parse(saved);
    this.#next = game.next;
    this.#settled = game.settled;
    this.#ahead = [...game.ahead];
  }

  /** Number of events that wait behind a gap. */
  get waiting(): number {
    return this.#ahead.length;
  }

  /** Whether the game has ended and nothing of it is missing. */
  get done(): boolean {
    return this.#settled.completed && this.#ahead.length === 0;
  }

  save(): string {
    const game: SavedGame = { next: this.#next, settled: this.#settled, ahead: this.#ahead };
    return JSON.stringify(game);
  }

  fold(record: GameEvent, batch: RowBatch): void {
    const data = relevantData(record.eventType, record.data);
    if (record.sequenceId === this.#next) {
      foldGameEvent(this.sessionId, data === record.data ? record : waitingEvent(record, data), this.#settled, batch);
      this.#next += 1;
      if (this.#ahead.length > 0) this.#settle(batch);
    } else if (record.sequenceId > this.#next) {
      this.#wait(waitingEvent(record, data), batch);
    } else {
      this.#foldLate(waitingEvent(record, data), batch);
    }
  }

  /** Gives up what is missing before the first waiting event. */
  skipGap(batch: RowBatch): void {
    const first = this.#ahead[0];
    if (first === undefined) return;
    this.#next = first.sequenceId;
    this.#settle(batch);
  }

  #wait(event: GameEvent, batch: RowBatch): void {
    const latest = this.#latest ?? this.#foldAhead();
    foldGameEvent(this.sessionId, event, latest, batch);
    this.#latest = latest;
    let place = this.#ahead.length;
    while (place > 0 && (this.#ahead[place - 1]?.sequenceId ?? 0) > event.sequenceId) place -= 1;
    this.#ahead.splice(place, 0, event);
  }

  /** Folds in what waited and is now in turn. */
  #settle(batch: RowBatch): void {
    let settled = 0;
    for (const event of this.#ahead) {
      if (event.sequenceId > this.#next) break;
      foldGameEvent(this.sessionId, event, this.#settled, batch);
      this.#next = Math.max(this.#next, event.sequenceId + 1);
      settled += 1;
    }
    if (settled === 0) return;
    this.#ahead = this.#ahead.slice(settled);
    this.#latest = null;
  }

  #foldLate(event: GameEvent, batch: RowBatch): void {
    const state = this.#settled;
    const { ante, round, blindName, lastBlindType, hand } = state;
    foldGameEvent(this.sessionId, event, state, batch);
    Object.assign(state, { ante, round, blindName, lastBlindType, hand });
    this.#latest = null;
  }

  #foldAhead(): GameState {
    const state = copyOf(this.#settled);
    const unused = new RowBatch();
    for (const event of this.#ahead) foldGameEvent(this.sessionId, event, state, unused);
    return state;
  }
}

function waitingEvent(event: GameEvent, data: string): GameEvent {
  return { sequenceId: event.sequenceId, timestampUs: event.timestampUs, eventType: event.eventType, data };
}
