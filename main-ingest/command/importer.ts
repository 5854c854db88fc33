import { setTimeout } from 'node:timers/promises';
import type { ContractRouterClient } from '@orpc/contract';
import type { Config } from '../config.ts';
import type { Contract } from '../contract/contract.ts';
import type { ImportJob } from '../contract/recordings.ts';
import { aloud } from '../delivery/aloud.ts';
import { troubleOf, waitingFor } from '../delivery/catch-up.ts';
import type { Engine } from '../engine.ts';
import type { CommandContext } from './command.ts';
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
export function openImporter(config: Config, { say }: Pick<CommandContext, 'say'>): Promise<Importer> {
  return openWorkbench<Importer>(config, {
    say,
    own: (engine) => new OwnImporter(engine, say),
    running: (client) => new RunningWorkbench(client, say),
  });
}

class OwnImporter implements Importer {
  readonly #engine: Engine;
  readonly #say: (text: string) => void;

  constructor(engine: Engine, say: (text: string) => void) {
    this.#engine = engine;
    this.#say = say;
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
    return this.#engine.delivered({ signal, say: this.#say });
  }

  close(): Promise<void> {
    return this.#engine.close();
  }
}

/** A workbench of another process, asked over HTTP with the contract that windows use. */
class RunningWorkbench implements Importer {
  readonly #client: ContractRouterClient<Contract>;
  readonly #say: (text: string) => void;

  constructor(client: ContractRouterClient<Contract>, say: (text: string) => void) {
    this.#client = client;
    this.#say = say;
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
    return caughtUp(() => this.#client.health.get(), signal, this.#say);
  }

  async close(): Promise<void> {}
}

/** Waits until both stores have all that the journal has now, as far as they are there. */
async function caughtUp(
  ask: () => Promise<Awaited<ReturnType<ContractRouterClient<Contract>['health']['get']>>>,
  signal: AbortSignal,
  say: (text: string) => void,
): Promise<readonly string[]> {
  const { position } = (await ask()).journal;
  let words: string | undefined;
  const catchingUp = async (): Promise<readonly string[]> => {
    while (!signal.aborted) {
      const stores = Object.entries((await ask()).stores).map(([name, status]) => ({ name, status }));
      words = waitingFor(stores, position);
      const behind = stores.filter(({ status }) => status.checkpoint < position);
      if (behind.every(({ status }) => status.state === 'down')) return behind.map(troubleOf);
      await setTimeout(CAUGHT_UP_POLL_MS, undefined, { signal }).catch(() => {});
    }
    return [];
  };
  return aloud(catchingUp(), () => words, say);
}
