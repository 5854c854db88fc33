import { setTimeout as sleep } from 'node:timers/promises';
import { type Recording, readRecording, rounds, type Scheduled } from './schedule.ts';

export interface DemoOptions {
  /** The recording that is played, `.jsonl` or `.jsonl.gz`. */
  readonly recording: string;
  /** Where the intake is reached; null while it is not. */
  readonly intake: () => { readonly url: string; readonly token: string } | null;
  /** Called when it starts or stops. */
  readonly onChange: () => void;
  readonly log: (text: string) => void;
}

/** Longest batch, in events. */
const BATCH = 500;
/** So far may the demo fall behind its own clock before the clock waits for it, in milliseconds. */
const SLACK_MS = 1000;
/** A batch is sent at most so often, in milliseconds. */
const TICK_MS = 50;
const RETRY_MS = 1000;

/** A simulated training job: plays a recording as if it happened now, a client of the HTTP intake like any other. */
export class Demo {
  readonly #options: DemoOptions;
  #playing: { readonly stop: AbortController; readonly ended: Promise<void> } | undefined;

  constructor(options: DemoOptions) {
    this.#options = options;
  }

  playing(): boolean {
    return this.#playing !== undefined;
  }

  /**
   * Plays at `pace` times the recorded speed until it is stopped; one that plays already goes on at the new pace.
   * @throws where the recording cannot be read
   */
  async start(pace: number): Promise<void> {
    const recording = await readRecording(this.#options.recording);
    await this.stop();
    const stop = new AbortController();
    const ended = this.#play(recording, pace, stop.signal).catch((error: unknown) => {
      if (stop.signal.aborted) return;
      this.#options.log(`The demo stopped: ${error instanceof Error ? error.message : error}`);
      this.#playing = undefined;
      this.#options.onChange();
    });
    this.#playing = { stop, ended };
    this.#options.onChange();
  }

  /** Resolves when nothing more is sent. */
  async stop(): Promise<void> {
    const playing = this.#playing;
    if (!playing) return;
    this.#playing = undefined;
    playing.stop.abort();
    await playing.ended;
    this.#options.onChange();
  }

  async #play(recording: Recording, pace: number, signal: AbortSignal): Promise<void> {
    const dueMs = (scheduled: Scheduled): number => scheduled.atUs / 1000 / pace;
    const events = rounds(recording);
    let startedAt = performance.now();
    let next = events.next().value;
    while (!signal.aborted) {
      const elapsed = performance.now() - startedAt;
      const batch: object[] = [];
      for (; batch.length < BATCH && dueMs(next) <= elapsed; next = events.next().value)
        batch.push(next.as(Date.now()));
      if (batch.length > 0) await this.#send(batch, signal);
      const wait = dueMs(next) - (performance.now() - startedAt);
      if (wait < -SLACK_MS) startedAt -= wait + SLACK_MS;
      if (wait > 0) await sleep(Math.max(wait, TICK_MS), undefined, { signal });
    }
  }

  /** Sends a batch until it is taken: a busy intake, or one that is away, holds the demo up and loses nothing. */
  async #send(events: readonly object[], signal: AbortSignal): Promise<void> {
    const body = JSON.stringify({ source: 'demo', events });
    for (;;) {
      const intake = this.#options.intake();
      const waitMs = intake === null ? RETRY_MS : await post(intake, body, signal);
      if (waitMs === undefined) return;
      await sleep(waitMs, undefined, { signal });
    }
  }
}

/** Undefined when the batch was taken, else how long to wait before it is sent again, in milliseconds. */
async function post(
  intake: { readonly url: string; readonly token: string },
  body: string,
  signal: AbortSignal,
): Promise<number | undefined> {
  let response: Response;
  try {
    response = await fetch(`${intake.url}/api/v1/events/batch`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${intake.token}` },
      body,
      signal,
    });
  } catch (error) {
    if (signal.aborted) throw error;
    return RETRY_MS;
  }
  const answer = await response.text();
  if (response.ok) return undefined;
  if (response.status === 503) return Number(response.headers.get('retry-after') ?? 1) * 1000;
  throw new Error(`the intake answered ${response.status}: ${answer.slice(0, 500)}`);
}
