import { setTimeout as sleep } from 'node:timers/promises';
import type { EventRecord } from '../../../main-ingest/event/event.ts';
import { toCanonical } from '../../../main-ingest/event/record.ts';
import { freshRecords } from '../../bench/fresh-records.ts';
import { postLines } from '../engine/client.ts';

/** Events a second, as a training job of some games sends them. */
export const LIVE_RATE = 1000;
const BATCHES_A_SECOND = 10;
const GAMES = 20;

/** A training job that sends on and on at an even rate, until it is ended. */
export class LiveLoad {
  /** What was acknowledged, in the order in which it was sent. */
  readonly sent: EventRecord[] = [];
  readonly #origin: string;
  readonly #events = endless();
  #sending: Promise<void> | undefined;
  #ending = false;

  constructor(origin: string) {
    this.#origin = origin;
  }

  start(): void {
    this.#ending = false;
    this.#sending ??= this.#send();
  }

  /** Ends it after the batch that is under way. @throws where an event was not acknowledged */
  async end(): Promise<void> {
    this.#ending = true;
    await this.#sending;
    this.#sending = undefined;
  }

  async #send(): Promise<void> {
    while (!this.#ending) {
      const due = sleep(1000 / BATCHES_A_SECOND);
      const batch = this.#events.take(LIVE_RATE / BATCHES_A_SECOND);
      const { status } = await postLines(
        this.#origin,
        batch.map((event) => JSON.stringify(toCanonical(event))),
      );
      if (status !== 200) throw new Error(`The intake answered ${status}`);
      this.sent.push(...batch);
      await due;
    }
  }
}

function endless() {
  let ready: EventRecord[] = [];
  return {
    take(count: number): EventRecord[] {
      if (ready.length < count) ready = [...ready, ...freshRecords(20_000, GAMES)];
      return ready.splice(0, count);
    },
  };
}
