import { LRUCache } from 'lru-cache';
import type { EventRecord } from '../event/event.ts';
import { gameStream } from '../event/stream.ts';
import { HistoryError, type HistoryReader } from '../history/history.ts';
import { GameReplay } from './game-replay.ts';
import type { Answer, Progress, Question } from './messages.ts';

/** Games that were followed lately. */
const FOLLOWED = 256;

/** Steps that one question may ask for. */
const MOST_STEPS = 256;

/**
 * Answers questions about games out of a history. Games asked for lately stay in memory, up to a number of bytes; one
 * that has grown since is read on from where it was.
 */
export class ReplayReader {
  readonly #history: HistoryReader;
  readonly #games: LRUCache<string, GameReplay>;

  /** Events that the server has pushed of a game that is followed: they are there before the writer has noted so. */
  readonly #pushed = new LRUCache<string, number>({ max: FOLLOWED });

  constructor(history: HistoryReader, cacheBytes: number) {
    this.#history = history;
    this.#games = new LRUCache({ maxSize: cacheBytes, sizeCalculation: (game) => Math.max(1, game.bytes) });
  }

  /** One question at a time. Never rejects. */
  async answer(question: Question): Promise<Answer> {
    try {
      return await this.#answer(question);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return error instanceof HistoryError
        ? { answer: 'failed', code: error.code, message, retry: error.retry }
        : { answer: 'failed', code: 'REPLAY_FAILED', message, retry: false };
    }
  }

  /** How far the history has a game, and again whenever it grows, until it ends or the signal aborts. */
  async *follow(sessionId: string, signal: AbortSignal): AsyncGenerator<Progress> {
    const stream = gameStream(sessionId);
    // What is there already is known to who asks; its last event says how far that is.
    const from = Math.max(0, (await this.#history.length(stream)) - 1);
    let lastStep = -1;
    for await (const { sequenceId, eventType, revision } of this.#history.follow?.(stream, from, signal) ?? []) {
      this.#pushed.set(sessionId, revision + 1);
      lastStep = Math.max(lastStep, sequenceId);
      const ended = eventType === 'GameCompleted';
      yield { lastStep, ended };
      if (ended) return;
    }
  }

  close(): Promise<void> {
    return this.#history.close();
  }

  async #answer(question: Question): Promise<Answer> {
    switch (question.ask) {
      case 'length':
        return { answer: 'length', value: await this.#history.length(question.stream) };
      case 'gameLengths':
        return { answer: 'gameLengths', value: await this.#history.gameLengths() };
      case 'totals':
        return { answer: 'totals', value: await this.#history.totals() };
    }
    const game = await this.#game(question.sessionId);
    if (!game) return { answer: 'unknown-game' };
    switch (question.ask) {
      case 'summary':
        return { answer: 'summary', value: game.summary() };
      case 'preview':
        return { answer: 'preview', value: game.preview() };
      case 'steps': {
        const { from, to } = question;
        return { answer: 'steps', value: game.steps(from, Math.min(to, from + MOST_STEPS - 1)) };
      }
    }
  }

  /** The game as the history has it now; `undefined` where it has no event of it. */
  async #game(sessionId: string): Promise<GameReplay | undefined> {
    const stream = gameStream(sessionId);
    const game = this.#games.get(sessionId) ?? new GameReplay();
    const events = Math.max(await this.#history.length(stream), this.#pushed.get(sessionId) ?? 0);
    if (events > game.events) {
      const further: EventRecord[] = [];
      for await (const event of this.#history.read(stream, { from: game.events })) further.push(event);
      game.append(further);
      this.#games.set(sessionId, game);
    }
    return game.events === 0 ? undefined : game;
  }
}
