import { writeFileSync } from 'node:fs';
import { Published } from '../journal/published.ts';
import { MemoryRoom } from '../metrics/memory-room.ts';
import type { Request } from '../metrics/remote.ts';
import { deliverMetrics } from './metrics-delivery.ts';
import { type FromProcess, type ProcessStart, TOO_MUCH_MEMORY, type ToProcess } from './process-messages.ts';
import type { StoreCommand } from './store-worker.ts';

/**
 * Entry of the metrics' process. It holds the embedded store: whatever a query does to memory or to the process itself, the
 * engine lives on and starts it again.
 */

/** Where something has to go for want of memory it is this process, and neither the engine nor a training job. */
const FIRST_TO_GO = '800';
const WATCH_MS = 50;
/** Where less than that is left, free SQL gives way: the store's own limit and large results have room below. */
const SHORT_BYTES = 896 * 1024 * 1024;
const COLLECT_MS = 1_000;

const published = new Published();
const commands: ((command: StoreCommand) => void)[] = [];
const questions: ((request: Request) => void)[] = [];
const send = (message: FromProcess): Promise<void> =>
  new Promise((resolve) => {
    if (process.send === undefined) resolve();
    else process.send(message, undefined, undefined, () => resolve());
  });

process.on('message', (message: ToProcess) => {
  if ('published' in message) published.publish(message.published.durable, message.published.oldest);
  else if ('command' in message) for (const listener of commands) listener(message.command);
  else if ('request' in message) for (const listener of questions) listener(message.request);
  else start(message.start);
});

function start({ memoryBytes, positions, ...places }: ProcessStart): void {
  published.publish(positions.durable, positions.oldest);
  // No answer leaves before: what a view had asked is asked once more of the next process.
  const room = new MemoryRoom(memoryBytes, () => process.exit(TOO_MUCH_MEMORY));
  watchMemory(room);
  deliverMetrics(
    { ...places, published },
    {
      tell: (message) => void send(message),
      onCommand: (listener) => commands.push(listener),
      close: () => {
        process.off('disconnect', abandoned);
        process.disconnect();
      },
    },
    {
      send: (answer) => send({ answer }),
      onMessage: (listener) => questions.push(listener),
      onClose: (listener) => void process.on('disconnect', () => listener()),
      close: () => undefined,
    },
    { room },
  );
}

/**
 * Ends the process where it has more than it may, and has free SQL stopped before; where it takes all at once, the system's own
 * limit fails the query alone. From a third on it collects: rows that were read hold memory of the store, of which JavaScript does not know how much it is.
 */
function watchMemory(room: MemoryRoom): void {
  const { limit } = room;
  let collectedAt = 0;
  setInterval(() => {
    const bytes = room.used();
    if (bytes > limit) room.exhausted();
    if (bytes > limit - SHORT_BYTES) room.short();
    if (bytes < limit / 3 || performance.now() - collectedAt < COLLECT_MS) return;
    globalThis.gc?.();
    collectedAt = performance.now();
  }, WATCH_MS).unref();
}

/** The engine was killed. What was confirmed is in the store's own log; the next engine waits until its file is free. */
function abandoned(): void {
  process.kill(process.pid, 'SIGKILL');
}
process.on('disconnect', abandoned);

process.on('uncaughtException', (error) => {
  process.send?.({ died: error.message } satisfies FromProcess, () => process.exit(1));
});

// The engine says when to end, also where a signal goes to both.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

try {
  writeFileSync('/proc/self/oom_score_adj', FIRST_TO_GO);
} catch {
  // Another system than Linux.
}
