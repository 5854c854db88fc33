import { setTimeout } from 'node:timers/promises';
import type { ContractRouterClient } from '@orpc/contract';
import type { Config } from '../config.ts';
import type { Contract } from '../contract/contract.ts';
import type { ImportJob } from '../contract/recordings.ts';
import type { Engine } from '../engine.ts';
import { openWorkbench } from './open-workbench.ts';

/** How often a running workbench is asked whether its stores have caught up, in milliseconds. */
const CAUGHT_UP_POLL_MS = 50;

/** Takes recordings into a data folder, by whichever process has it open. */
export interface Importer {
  /** Begins to import a file, named by its absolute path. */
  begin(path: string): Promise<ImportJob>;
  /** All imports, again whenever one has moved. */
  watch(signal: AbortSignal): Promise<AsyncIterable<readonly ImportJob[]>>;
  cancel(id: string): Promise<ImportJob>;
  /** Resolves when both stores have what was imported, one of them is down, or the signal aborts; tells which is down. */
  delivered(signal: AbortSignal): Promise<readonly string[]>;
  close(): Promise<void>;
}

/**
 * Opens the data folder; where a running workbench has it, that one imports.
 * @throws CommandError
 */
export function openImporter(config: Config): Promise<Importer> {
  return openWorkbench<Importer>(config, {
    own: (engine) => new OwnImporter(engine),
    running: (client) => new RunningWorkbench(client),
  });
}

class OwnImporter implements Importer {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  begin(path: string): Promise<ImportJob> {
    return this.#engine.answers.recordings.importPath(path);
  }

  async watch(signal: AbortSignal): Promise<AsyncIterable<readonly ImportJob[]>> {
    return this.#engine.answers.recordings.watch(signal);
  }

  async cancel(id: string): Promise<ImportJob> {
    return this.#engine.answers.recordings.cancel(id);
  }

  delivered(signal: AbortSignal): Promise<readonly string[]> {
    return caughtUp(async () => this.#engine.answers.live.health(), signal);
  }

  close(): Promise<void> {
    return this.#engine.close();
  }
}

/** A workbench of another process, asked over HTTP with the contract that windows use. */
class RunningWorkbench implements Importer {
  readonly #client: ContractRouterClient<Contract>;

  constructor(client: ContractRouterClient<Contract>) {
    this.#client = client;
  }

  begin(path: string): Promise<ImportJob> {
    return this.#client.recordings.importPath({ path });
  }

  watch(signal: AbortSignal): Promise<AsyncIterable<readonly ImportJob[]>> {
    return this.#client.recordings.watch(undefined, { signal });
  }

  cancel(id: string): Promise<ImportJob> {
    return this.#client.recordings.cancel({ id });
  }

  delivered(signal: AbortSignal): Promise<readonly string[]> {
    return caughtUp(() => this.#client.health.get(), signal);
  }

  async close(): Promise<void> {}
}

/** Waits until both stores have all that the journal has now, as far as they are there. */
async function caughtUp(
  ask: () => Promise<Awaited<ReturnType<ContractRouterClient<Contract>['health']['get']>>>,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const { position } = (await ask()).journal;
  while (!signal.aborted) {
    const { stores } = await ask();
    const behind = Object.entries(stores).filter(([, store]) => store.checkpoint < position);
    if (behind.every(([, store]) => store.state === 'down')) return behind.map(([name]) => name);
    await setTimeout(CAUGHT_UP_POLL_MS, undefined, { signal }).catch(() => {});
  }
  return [];
}
