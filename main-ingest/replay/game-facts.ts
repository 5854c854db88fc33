import type { GameRow } from '../contract/games.ts';
import type { GameCompletedData, GameStartedData, HandPlayedData } from '../event/data.ts';
import type { EventRecord } from '../event/event.ts';
import { usToTimestamp } from '../event/timestamp.ts';
import type { GameOutcome } from '../event/words.ts';
import type { ReplayState } from './state.ts';
import { type AnyStep, isKnownStep } from './step.ts';

/** What a list says about a game, gathered as its steps go by. */
export class GameFacts {
  #sessionId = '';
  #started: GameStartedData | undefined;
  #startedUs: number | undefined;
  #ended: GameCompletedData | undefined;
  #endedUs: number | undefined;
  #endStep = 0;
  #lastHand: HandPlayedData | undefined;
  #bestHand: number | null = null;
  #hands = 0;
  #lastUs = 0;

  add(record: EventRecord, event: AnyStep): void {
    this.#sessionId = record.sessionId;
    this.#startedUs ??= record.timestampUs;
    this.#lastUs = record.timestampUs;
    if (!isKnownStep(event)) return;
    switch (event.eventType) {
      case 'GameStarted':
        this.#started = event.data;
        this.#startedUs = record.timestampUs;
        return;
      case 'HandPlayed':
        this.#lastHand = event.data;
        this.#bestHand = Math.max(this.#bestHand ?? 0, event.data.scoring.finalScore);
        this.#hands += 1;
        return;
      case 'GameCompleted':
        this.#ended = event.data;
        this.#endedUs = record.timestampUs;
        this.#endStep = event.sequenceId;
        return;
    }
  }

  /** `undefined` while the game goes on. */
  get end(): { readonly step: number; readonly outcome: GameOutcome } | undefined {
    return this.#ended && { step: this.#endStep, outcome: this.#ended.outcome };
  }

  row(last: ReplayState, events: number): GameRow {
    const started = this.#started;
    const ended = this.#ended;
    const startedUs = this.#startedUs ?? 0;
    return {
      sessionId: this.#sessionId,
      state: ended?.outcome ?? 'live',
      seed: started?.seed ?? null,
      strategy: started?.strategyId ?? null,
      model: started?.modelVersion ?? null,
      experiment: started?.experimentId ?? null,
      deck: started?.deck ?? null,
      stake: started?.stakes ?? null,
      startedAt: usToTimestamp(startedUs),
      endedAt: this.#endedUs === undefined ? null : usToTimestamp(this.#endedUs),
      ante: this.#lastHand?.ante ?? null,
      blindType: this.#lastHand?.blindType ?? null,
      bestHand: this.#bestHand,
      hands: this.#hands,
      money: last.money,
      durationMs: ended?.durationMs ?? (this.#lastUs - startedUs) / 1000,
      jokers: last.jokers.map(({ name }) => name),
      events,
      bookmarked: false,
    };
  }
}
