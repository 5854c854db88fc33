import { setTimeout as sleep } from 'node:timers/promises';
import type { JournalState } from '../journal/journal.ts';
import type { StoreThread } from './store-thread.ts';

/** Longest time that a store may take to say where it is before others go on without it, in milliseconds. */
const FIRST_STATUS_MS = 10_000;
const POLL_MS = 25;

/**
 * Resolves when a store has said how far it is, or that it is away, or has said nothing for long.
 * @param limitMs how long; undefined for as long as it takes
 */
export function firstStatus(store: StoreThread, limitMs: number | undefined = FIRST_STATUS_MS): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  if (store.status().state !== 'starting') resolve();
  const stop = store.onStatus((status) => {
    if (status.state !== 'starting') resolve();
  });
  const timer = limitMs === undefined ? undefined : setTimeout(resolve, limitMs);
  return promise.finally(() => {
    stop();
    clearTimeout(timer);
  });
}

/** Resolves when all stores have what the journal holds now, or the signal aborts. */
export async function delivered(
  journal: { state(): JournalState },
  stores: readonly StoreThread[],
  signal?: AbortSignal,
): Promise<void> {
  const { position } = journal.state();
  while (!signal?.aborted && stores.some((store) => store.checkpoint() < position)) await sleep(POLL_MS);
}
