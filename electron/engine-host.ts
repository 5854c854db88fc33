/** A process that answers the contract: Electron's `UtilityProcess`, as far as the host needs it. */
export interface EngineProcess<Port> {
  postMessage(message: unknown, transfer: Port[]): void;
  on(event: 'exit', listener: (code: number) => void): void;
  on(event: 'message', listener: (message: unknown) => void): void;
  kill(): boolean;
}

/** A window as the host needs it: takes the port over which it will talk to the engine. */
export interface EngineClient<Port> {
  connect(port: Port): void;
  /** Says that the engine went away; `retryInMs` is when it is started again. */
  engineGone(reason: string, retryInMs: number): void;
}

export interface EngineHostOptions<Port> {
  readonly fork: () => EngineProcess<Port>;
  readonly channel: () => { readonly forEngine: Port; readonly forWindow: Port };
  readonly log: (text: string) => void;
  readonly setTimer?: (callback: () => void, ms: number) => unknown;
  /** Milliseconds since some fixed moment. */
  readonly now?: () => number;
}

const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 15_000;
/** An engine that ran for so long was well: the next crash starts again from the first delay. */
const STEADY_MS = 60_000;
/** Room for the journal and the stores to close; what is journaled is safe even when it is not used up. */
const STOP_MS = 10_000;

/**
 * Keeps one engine alive and every window connected to it.
 *
 * A crash loses nothing that was acknowledged (the journal is on disk); the engine is started again with growing
 * delays and every window gets a new port.
 */
export class EngineHost<Port> {
  readonly #options: EngineHostOptions<Port>;
  readonly #clients = new Set<EngineClient<Port>>();
  readonly #now: () => number;
  readonly #setTimer: (callback: () => void, ms: number) => unknown;
  #process: EngineProcess<Port> | undefined;
  #ready = false;
  #startedAt = 0;
  #delayMs = FIRST_DELAY_MS;
  #stopping: (() => void) | undefined;
  /** What the engine itself said before it ended: why it cannot open, and what to do. */
  #lastWords: string | undefined;

  constructor(options: EngineHostOptions<Port>) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
    this.#setTimer = options.setTimer ?? setTimeout;
  }

  start(): void {
    this.#startedAt = this.#now();
    this.#ready = false;
    this.#lastWords = undefined;
    const engine = this.#options.fork();
    this.#process = engine;
    engine.on('message', (message) => {
      this.#lastWords = lastWordsIn(message) ?? this.#lastWords;
      if (message !== 'ready') return;
      this.#ready = true;
      for (const client of this.#clients) this.#connect(client);
    });
    engine.on('exit', (code) => this.#exited(code));
  }

  /** Connects a window now or as soon as the engine is ready, and again after every restart. */
  add(client: EngineClient<Port>): void {
    this.#clients.add(client);
    if (this.#ready) this.#connect(client);
  }

  remove(client: EngineClient<Port>): void {
    this.#clients.delete(client);
  }

  /** Asks the engine to close its stores, and ends it when it does not. */
  stop(): Promise<void> {
    const engine = this.#process;
    return new Promise((resolve) => {
      this.#stopping = resolve;
      // Between two attempts there is nothing to end, and no other is to begin.
      if (!engine) return resolve();
      engine.postMessage('stop', []);
      this.#setTimer(() => engine.kill(), STOP_MS);
    });
  }

  #connect(client: EngineClient<Port>): void {
    const { forEngine, forWindow } = this.#options.channel();
    this.#process?.postMessage('connect', [forEngine]);
    client.connect(forWindow);
  }

  #exited(code: number): void {
    this.#process = undefined;
    this.#ready = false;
    if (this.#stopping) {
      this.#stopping();
      return;
    }
    if (this.#now() - this.#startedAt >= STEADY_MS) this.#delayMs = FIRST_DELAY_MS;
    const reason =
      this.#lastWords ?? `The engine ended unexpectedly (code ${code}). Everything that was acknowledged is on disk.`;
    this.#options.log(`${reason} Starting it again in ${this.#delayMs} ms.`);
    for (const client of this.#clients) client.engineGone(reason, this.#delayMs);
    this.#setTimer(() => this.#stopping || this.start(), this.#delayMs);
    this.#delayMs = Math.min(this.#delayMs * 2, LONGEST_DELAY_MS);
  }
}

function lastWordsIn(message: unknown): string | undefined {
  if (typeof message !== 'object' || message === null || !('failed' in message)) return undefined;
  return typeof message.failed === 'string' ? message.failed : undefined;
}
