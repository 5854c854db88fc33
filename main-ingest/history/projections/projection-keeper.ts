import { setTimeout as wait } from 'node:timers/promises';
import type { EventStoreDBClient } from '@eventstore/db-client';
import type { StoreNotice, StoreObservation } from '../../contract/health.ts';
import { asServerError, within } from '../eventstoredb-client.ts';
import { keepProjections, PROJECTIONS, type Stopped } from './projections.ts';

/** How often it is looked at how they do, in milliseconds; sooner while they could not be made. */
const LOOK_MS = 60_000;
const AGAIN_MS = 10_000;

/** gRPC's code for a service that a server does not have. */
const UNIMPLEMENTED = 12;

/** What the server answers for a service of which it runs nothing, and for one that is away. */
type Finding = 'none' | 'away' | StoreNotice;

/** Keeps a server's projections in step with the code, beside the events: those never wait for it. */
export class ProjectionKeeper {
  readonly #client: EventStoreDBClient;
  readonly #answerMs: number;
  readonly #closing = new AbortController();
  #observation: StoreObservation = {};
  #replaced = false;

  constructor(client: EventStoreDBClient, answerMs: number) {
    this.#client = client;
    this.#answerMs = answerMs;
    void this.#run();
  }

  observation(): StoreObservation {
    return this.#observation;
  }

  close(): void {
    this.#closing.abort();
  }

  async #run(): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      const failed = await this.#look();
      await wait(failed ? AGAIN_MS : LOOK_MS, undefined, { signal, ref: false }).catch(() => {});
    }
  }

  /** Whether it should be tried again soon. */
  async #look(): Promise<boolean> {
    try {
      const kept = keepProjections(this.#client, { replacing: !this.#replaced });
      const stopped = await within(this.#answerMs, 'for projections', kept);
      this.#replaced = true;
      this.#observation = {
        remark: `runs ${PROJECTIONS.length - stopped.length} of ${PROJECTIONS.length} projections`,
        notices: stopped.map((one) => this.#since(stoppedNotice(one))),
      };
      return false;
    } catch (error) {
      const finding = findingOf(error);
      if (finding === 'none') this.#observation = { remark: 'this server runs no projections' };
      // Of a server that is away, those who write and read tell.
      else if (finding !== 'away') this.#observation = { notices: [this.#since(finding)] };
      return finding !== 'none';
    }
  }

  /** A notice that was there before keeps the time at which it began. */
  #since(notice: StoreNotice): StoreNotice {
    const before = this.#observation.notices?.find(({ code }) => code === notice.code);
    return before === undefined ? notice : { ...notice, since: before.since };
  }
}

const HARMLESS = 'Histories and metrics do not depend on it: recipes answer the same from the metrics.';

function stoppedNotice({ name, reason }: Stopped): StoreNotice {
  return {
    code: `projection-stopped-${name}`,
    severity: 'warning',
    since: new Date().toISOString(),
    message: `EventStoreDB has stopped the projection ${name}: ${reason}`,
    tip: `${HARMLESS} To try it again, enable it on the server’s own page (/web, Projections).`,
  };
}

function findingOf(error: unknown): Finding {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const type = error instanceof Error && 'type' in error ? error.type : undefined;
  if (code === UNIMPLEMENTED || type === 'unsupported') return 'none';
  const failure = asServerError(error);
  if (failure.code === 'UNAVAILABLE' || failure.code === 'CANCELLED') return 'away';
  return {
    code: 'projections-not-kept',
    severity: 'warning',
    since: new Date().toISOString(),
    message: `The projections could not be made or looked at: ${failure.message}`,
    tip: `${HARMLESS} It is tried again by itself; the server’s log says more.`,
  };
}
