import { Worker } from 'node:worker_threads';
import type { ServerKind } from '../config-schema.ts';
import type { ConnectionAnswer } from '../contract/settings.ts';

/** Longest wait for an answer, in milliseconds. */
export const ANSWER_MS = 4000;
/** When the thread is ended, whatever it does then: on a busy machine loading a client takes a while. */
const END_MS = 10_000;

/** Which server to try. Plain data: it is handed to a thread. */
export interface Trial {
  readonly server: ServerKind;
  readonly address: string;
}

/**
 * Connects to a server as its store does, asks it what it is, and leaves. In a thread of its own: a server's client
 * takes a while to load, and one that ends in an error must not take the intake with it.
 */
export function tryServer(server: ServerKind, address: string): Promise<ConnectionAnswer> {
  const trial: Trial = { server, address };
  const began = performance.now();
  return new Promise((resolve) => {
    const worker = new Worker(new URL('./connection-worker.ts', import.meta.url), { workerData: trial });
    const answered = (answer: ConnectionAnswer): void => {
      clearTimeout(timer);
      resolve(answer);
      void worker.terminate();
    };
    const failed = (text: string): void =>
      answered({ reached: false, text, ms: Math.round(performance.now() - began) });
    const timer = setTimeout(() => failed(`no answer within ${END_MS / 1000} s`), END_MS);
    worker.once('message', answered);
    worker.once('error', (error) => failed(error instanceof Error ? error.message : String(error)));
    worker.once('exit', () => failed('it ended without an answer'));
  });
}
