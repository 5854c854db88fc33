import { Worker } from 'node:worker_threads';
import type { ReplaySummary, Step } from '../contract/replay.ts';
import { HistoryError, type HistoryReader } from '../history/history.ts';
import { Follower, gone } from './follower.ts';
import type {
  Answer,
  Answered,
  Followed,
  Numbered,
  Preview,
  Progress,
  Question,
  ReaderOptions,
  Unexpected,
  Values,
} from './messages.ts';

export type { Preview } from './messages.ts';

/** The history has no event of this game. */
export class UnknownGame extends Error {
  override readonly name = 'UnknownGame';
  readonly sessionId: string;

  constructor(sessionId: string) {
    super(`No event of game ${sessionId} is in the history`);
    this.sessionId = sessionId;
  }
}

/** Replayed games, and what the history holds. Whatever is asked is answered by a thread of its own. */
export interface Replay {
  /** @throws UnknownGame, HistoryError */
  summary(sessionId: string): Promise<ReplaySummary>;
  /** A game's row, blinds and moments. @throws UnknownGame, HistoryError */
  preview(sessionId: string): Promise<Preview>;
  /** Steps `from` to `to`, both inclusive, at most 256; fewer where the history has fewer. @throws UnknownGame, HistoryError */
  steps(sessionId: string, from: number, to: number): Promise<Step[]>;
  /**
   * How far the history has a game, and again whenever it grows, until it ends or the signal aborts; who is slow misses steps,
   * never the last one. Only where the history is a server that pushes.
   * @throws HistoryError
   */
  readonly follow?: ((sessionId: string, signal?: AbortSignal) => AsyncGenerator<Progress, void>) | undefined;
  readonly history: Pick<HistoryReader, 'length' | 'gameLengths' | 'totals'>;
  close(): Promise<void>;
}

export interface ReplayOptions {
  readonly history: ReaderOptions['history'];
  /** Told what failed in the thread while nobody waited for it. */
  readonly onUnexpected?: (what: string) => void;
  /** Bytes of replayed games that are kept in memory. Default 64 MB: some 60 long games. */
  readonly cacheBytes?: number;
}

/** Starts the reader thread. One that dies is started again with the next question; what was asked of it is refused. */
export function openReplay(options: ReplayOptions): Replay {
  const { history, cacheBytes = 64 * 1024 * 1024, onUnexpected = () => undefined } = options;
  return new ThreadedReplay({ history, cacheBytes }, onUnexpected);
}

interface Waiting {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

class ThreadedReplay implements Replay {
  readonly #options: ReaderOptions;
  readonly #onUnexpected: (what: string) => void;
  readonly #waiting = new Map<number, Waiting>();
  readonly #followers = new Map<number, Follower>();
  #worker: Worker | undefined;
  #closed: Promise<void> | undefined;
  #asked = 0;

  readonly follow: Replay['follow'];

  readonly history: Replay['history'] = {
    length: (stream) => this.#value('length', { ask: 'length', stream }),
    gameLengths: () => this.#value('gameLengths', { ask: 'gameLengths' }),
    totals: () => this.#value('totals', { ask: 'totals' }),
  };

  constructor(options: ReaderOptions, onUnexpected: (what: string) => void) {
    this.#options = options;
    this.#onUnexpected = onUnexpected;
    if (options.history.kind === 'eventstoredb') this.follow = (...game) => this.#follow(...game);
    this.#worker = this.#start();
  }

  summary(sessionId: string): Promise<ReplaySummary> {
    return this.#value('summary', { ask: 'summary', sessionId });
  }

  preview(sessionId: string): Promise<Preview> {
    return this.#value('preview', { ask: 'preview', sessionId });
  }

  steps(sessionId: string, from: number, to: number): Promise<Step[]> {
    return this.#value('steps', { ask: 'steps', sessionId, from, to });
  }

  close(): Promise<void> {
    const worker = this.#worker;
    this.#closed ??= worker
      ? new Promise((resolve) => {
          worker.once('exit', () => resolve());
          worker.postMessage('close');
        })
      : Promise.resolve();
    return this.#closed;
  }

  async *#follow(sessionId: string, signal?: AbortSignal): AsyncGenerator<Progress, void> {
    const worker = this.#running();
    const id = this.#asked++;
    const follower = new Follower();
    const stop = () => follower.take({ followed: 'ended' });
    signal?.addEventListener('abort', stop);
    if (signal?.aborted) stop();
    this.#followers.set(id, follower);
    worker.postMessage({ follow: sessionId, id });
    try {
      yield* follower.progress();
    } finally {
      signal?.removeEventListener('abort', stop);
      this.#followers.delete(id);
      worker.postMessage({ unfollow: true, id });
    }
  }

  async #value<Kind extends keyof Values>(kind: Kind, question: Question): Promise<Values[Kind]> {
    const answer = await this.#ask(question);
    if (isAnswerTo(answer, kind)) return answer.value;
    if (answer.answer === 'unknown-game') throw new UnknownGame('sessionId' in question ? question.sessionId : '');
    if (answer.answer === 'failed') throw new HistoryError(answer.code, answer.message, { retry: answer.retry });
    throw new HistoryError('REPLAY_FAILED', `Asked for ${kind}, was told ${answer.answer}`, { retry: false });
  }

  #ask(question: Question): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const worker = this.#running();
      const id = this.#asked++;
      this.#waiting.set(id, { resolve, reject });
      worker.postMessage({ ...question, id });
    });
  }

  #running(): Worker {
    if (this.#closed) throw gone('The history is closed');
    this.#worker ??= this.#start();
    return this.#worker;
  }

  #start(): Worker {
    const worker = new Worker(new URL('./reader-thread.ts', import.meta.url), {
      name: 'reader',
      workerData: this.#options,
      // Without limits a thread takes memory in proportion to the machine's, before it looks for what it could free.
      resourceLimits: { maxOldGenerationSizeMb: 1024, maxYoungGenerationSizeMb: 24 },
    });
    worker.on('message', (answer: Numbered<Answer | Followed> | Unexpected) => {
      if ('unexpected' in answer) return this.#onUnexpected(answer.unexpected);
      if ('followed' in answer) return this.#followers.get(answer.id)?.take(answer);
      this.#waiting.get(answer.id)?.resolve(answer);
      this.#waiting.delete(answer.id);
    });
    let failure: Error | undefined;
    worker.on('error', (error: Error) => {
      failure = error;
    });
    worker.on('exit', () => {
      if (this.#worker === worker) this.#worker = undefined;
      const refused = gone(failure ? `The reader thread failed: ${failure.message}` : 'The history is closed');
      for (const { reject } of this.#waiting.values()) reject(refused);
      this.#waiting.clear();
      for (const follower of this.#followers.values()) follower.take({ followed: 'ended', failure: refused.message });
    });
    return worker;
  }
}

function isAnswerTo<Kind extends keyof Values>(
  answer: { readonly answer: string },
  kind: Kind,
): answer is Answered<Kind> {
  return answer.answer === kind;
}
