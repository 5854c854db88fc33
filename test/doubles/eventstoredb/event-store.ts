import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { freePorts } from '../../servers/free-ports.ts';

/**
 * A server for a test: the one that `WORKBENCH_TEST_EVENTSTORE` names, else the double.
 * The variable is an address (`esdb://…`), which is used as it is, or the path of EventStoreDB's own program, which is
 * started and killed like the double.
 */
export interface EventStore {
  readonly url: string;
  readonly port: number;
  readonly real: boolean;
  /** Ends it at once, as a power cut would. Not for a server that was only named. */
  kill(): Promise<void>;
  /** Starts it again on the same port with what it had on disk. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

const named = process.env.WORKBENCH_TEST_EVENTSTORE;

/** Whether the tests run on a real server, and whether they may kill it. */
export const isReal = named !== undefined;
export const isKillable = !named?.startsWith('esdb://');

export interface EventStoreSettings {
  /** Whether it runs projections, as most do. Not for a server that was only named. */
  readonly projections?: boolean;
}

export async function startEventStore({ projections = true }: EventStoreSettings = {}): Promise<EventStore> {
  if (named?.startsWith('esdb://')) return new NamedEventStore(named);
  const [port = 0] = await freePorts(1);
  const store = new OwnEventStore(port, named, projections);
  await store.start();
  return store;
}

class NamedEventStore implements EventStore {
  readonly real = true;
  readonly url: string;
  readonly port: number;

  constructor(url: string) {
    this.url = url;
    this.port = Number(new URL(url).port);
  }

  kill(): Promise<void> {
    throw new Error('This server was not started by the test');
  }

  async start(): Promise<void> {}
  async stop(): Promise<void> {}
}

class OwnEventStore implements EventStore {
  readonly real: boolean;
  readonly url: string;
  readonly port: number;
  readonly #program: string | undefined;
  readonly #projections: 'All' | 'None';
  readonly #folder = mkdtempSync(join(tmpdir(), 'eventstore-'));
  #child: ChildProcess | undefined;

  constructor(port: number, program: string | undefined, projections: boolean) {
    this.port = port;
    this.real = program !== undefined;
    this.url = `esdb://127.0.0.1:${port}?tls=false`;
    this.#program = program;
    this.#projections = projections ? 'All' : 'None';
  }

  async start(): Promise<void> {
    const child = this.#spawn();
    this.#child = child;
    if (child.stdout !== null) createInterface({ input: child.stdout }).on('line', () => {});
    while (!(await this.#isUp())) {
      if (child.exitCode !== null) throw new Error(`The event store ended with ${child.exitCode}`);
      await wait(20);
    }
  }

  async kill(): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }

  async stop(): Promise<void> {
    await this.kill();
    rmSync(this.#folder, { recursive: true });
  }

  #spawn(): ChildProcess {
    const stdio: ['ignore', 'pipe', 'inherit'] = ['ignore', 'pipe', 'inherit'];
    if (this.#program === undefined) {
      const entry = join(import.meta.dirname, 'server.ts');
      const env = { ...process.env, EVENTSTORE_RUN_PROJECTIONS: this.#projections };
      return spawn(process.execPath, [entry, this.#folder, String(this.port)], { stdio, env });
    }
    const projections = [`--run-projections=${this.#projections}`, '--start-standard-projections=false'];
    const options = ['--insecure', '--node-ip=127.0.0.1', ...projections];
    const place = [`--node-port=${this.port}`, `--db=${this.#folder}/db`, `--log=${this.#folder}/log`];
    return spawn(this.#program, [...options, ...place], { stdio });
  }

  async #isUp(): Promise<boolean> {
    try {
      const { status } = await fetch(`http://127.0.0.1:${this.port}/health/live`);
      return status === 204;
    } catch {
      return false;
    }
  }
}
