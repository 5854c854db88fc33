import { Worker, type WorkerOptions } from 'node:worker_threads';
import type { StoreCommand, StoreMessage } from './store-worker.ts';

/** What a store's delivery runs in, as the main thread sees it: a thread, or a process of its own. */
export interface StoreHost {
  /** What it is, in words. */
  readonly kind: 'thread' | 'process';
  tell(command: StoreCommand): void;
  onMessage(listener: (message: StoreMessage) => void): void;
  /** Told once, with the reason in words, and whether it was `end` that ended it. */
  onExit(listener: (reason: string, meant: boolean) => void): void;
  /** Ends it now, whatever it does. @param reason what `onExit` is told */
  end(reason: string): void;
}

/** Runs a store's delivery in a thread. @param entry its module */
export function startThread(entry: URL, options: WorkerOptions): StoreHost {
  const worker = new Worker(entry, options);
  let reason = 'The thread ended by itself';
  let meant = false;
  worker.on('error', (error) => {
    reason = error instanceof Error ? error.message : String(error);
  });
  return {
    kind: 'thread',
    tell: (command) => worker.postMessage(command),
    onMessage: (listener) => void worker.on('message', listener),
    onExit: (listener) => void worker.on('exit', () => listener(reason, meant)),
    end: (why) => {
      reason = why;
      meant = true;
      void worker.terminate();
    },
  };
}
