import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Published } from '../journal/published.ts';
import type { Channel } from '../metrics/channel.ts';
import type { Answer, Request } from '../metrics/remote.ts';
import type { MetricsPlaces } from './metrics-delivery.ts';
import { type FromProcess, type Positions, TOO_MUCH_MEMORY, type ToProcess } from './process-messages.ts';
import type { StoreHost } from './store-host.ts';

const MiB = 1024 * 1024;
/** JavaScript's heap: results being packed, and games in flight being folded. */
const HEAP_MB = 1024;
/** What the process has of memory beside its heap and the store's. */
const SPARE_MB = 768;
/**
 * What the system counts and nobody has: what Node sets aside and never uses, and what was freed in the middle of what is used, as
 * after a query that made a great many small things. Not so much that one call could take the process beyond its bound.
 */
const COUNTED_MB = 512;
/** Queries, the writer, and room for what Node itself does: each holds a thread of the pool while it is in the store. */
const POOL_THREADS = '8';
/** Of DuckDB's allocator: what was freed counts no more as the process's, neither for its limit nor for the machine. */
const ALLOCATOR = 'retain:false,dirty_decay_ms:1000,muzzy_decay_ms:0';
/** A burst of appends is told once. */
const TELL_MS = 25;
const LOOK_MS = 500;

export interface StoreProcess {
  readonly host: StoreHost;
  /** Asks the store's reader. */
  readonly channel: Channel<Answer, Request>;
}

/** Whether this program can start another Node: in Electron's own process it cannot, where it is packaged. */
export function canStartProcesses(): boolean {
  return process.versions.electron === undefined;
}

/** Runs an embedded metrics store in a process of its own, so that no query can take the engine along. */
export function startProcess(places: MetricsPlaces & { readonly published: SharedArrayBuffer }): StoreProcess {
  const { published: buffer, ...start } = places;
  const published = new Published(buffer);
  const memoryMb = HEAP_MB + SPARE_MB + (start.metrics.kind === 'duckdb' ? start.metrics.memoryLimitMb : 0);
  const child = spawnLimited(fileURLToPath(new URL('./metrics-process.ts', import.meta.url)), memoryMb);
  const ended = new AbortController();
  let reason: string | undefined;
  let meant = false;
  const exits: ((reason: string, meant: boolean) => void)[] = [];
  const exited = (why: string): void => {
    if (ended.signal.aborted) return;
    ended.abort();
    for (const listener of exits) listener(reason ?? why, meant);
  };
  child.on('error', (error) => exited(error.message));
  child.on('exit', (code, signal) => exited(wordsFor(code, signal)));
  child.on('message', (message: FromProcess) => {
    if ('died' in message) reason = message.died;
  });
  const send = (message: ToProcess): undefined => {
    if (child.connected) child.send(message);
  };
  const positions = (): Positions => ({ durable: published.durable(), oldest: published.oldest() });
  send({ start: { ...start, positions: positions(), memoryBytes: memoryMb * MiB } });
  void tellPositions(published, (now) => send({ published: now }), ended.signal);
  return {
    host: {
      kind: 'process',
      tell: (command) => send({ command }),
      onMessage: (listener) =>
        void child.on('message', (message: FromProcess) => {
          if ('status' in message || 'unexpected' in message) listener(message);
        }),
      onExit: (listener) => exits.push(listener),
      end: (why) => {
        reason = why;
        meant = true;
        child.kill('SIGKILL');
      },
    },
    channel: {
      send: (request) => send({ request }),
      onMessage: (listener) =>
        void child.on('message', (message: FromProcess) => {
          if ('answer' in message) listener(message.answer);
        }),
      onClose: (listener) => exits.push(listener),
      close: () => undefined,
    },
  };
}

/**
 * Starts a module in a Node of its own. Where there is a shell, the system refuses memory beyond the limit: what asks for too
 * much at once, and be it in the store's own code, fails as a query out of memory, and nothing is killed.
 */
function spawnLimited(file: string, memoryMb: number): ChildProcess {
  const node = [
    '--disable-warning=ExperimentalWarning',
    `--max-old-space-size=${HEAP_MB}`,
    '--max-semi-space-size=32',
    '--expose-gc',
    file,
  ];
  const limited = `ulimit -d ${(memoryMb + COUNTED_MB) * 1024} 2>/dev/null; exec "$0" "$@"`;
  const [command, args] = existsSync('/bin/sh')
    ? ['/bin/sh', ['-c', limited, process.execPath, ...node]]
    : [process.execPath, node];
  return spawn(command, args, {
    // Nothing that a query makes the store print belongs among the answers of a command.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    serialization: 'advanced',
    env: { ...process.env, UV_THREADPOOL_SIZE: POOL_THREADS, DUCKDB_JE_MALLOC_CONF: ALLOCATOR },
  });
}

/** Tells of each change until `ended`. */
async function tellPositions(published: Published, tell: (now: Positions) => void, ended: AbortSignal): Promise<void> {
  let told: Positions = { durable: Number.NaN, oldest: Number.NaN };
  while (!ended.aborted) {
    const now = { durable: published.durable(), oldest: published.oldest() };
    if (now.durable !== told.durable || now.oldest !== told.oldest) tell(now);
    told = now;
    await published.waitBeyond(now.durable, LOOK_MS);
    await sleep(TELL_MS, undefined, { ref: false });
  }
}

function wordsFor(code: number | null, signal: string | null): string {
  if (code === TOO_MUCH_MEMORY) return 'it took more memory than it may';
  return signal === null ? `it ended with code ${code}` : `it was ended by ${signal}`;
}
