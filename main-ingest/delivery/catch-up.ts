import { setTimeout as sleep } from 'node:timers/promises';
import type { JournalState } from '../journal/journal.ts';
import type { StoreStatus } from './delivery.ts';
import type { StoreThread } from './store-thread.ts';

const POLL_MS = 25;

/**
 * Resolves when a store has said how far it is, or that it is away, or has said nothing for long.
 * @param limitMs how long; Infinity for as long as it takes
 */
export function firstStatus(store: StoreThread, limitMs: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  if (store.status().state !== 'starting') resolve();
  const stop = store.onStatus((status) => {
    if (status.state !== 'starting') resolve();
  });
  const timer = limitMs === Infinity ? undefined : setTimeout(resolve, limitMs);
  return promise.finally(() => {
    stop();
    clearTimeout(timer);
  });
}

/**
 * Resolves when the stores have what the journal holds now, or the signal aborts.
 * @returns those that are down, and are not waited for
 */
export async function delivered(
  journal: { state(): JournalState },
  stores: readonly StoreThread[],
  signal?: AbortSignal,
): Promise<readonly StoreThread[]> {
  const { position } = journal.state();
  while (!signal?.aborted) {
    const behind = stores.filter((store) => store.checkpoint() < position);
    if (behind.every((store) => store.status().state === 'down')) return behind;
    await sleep(POLL_MS);
  }
  return [];
}

/** A store of an engine, by its name. */
interface Named {
  readonly name: string;
  readonly status: StoreStatus;
}

/** What is waited for, in words; undefined where nothing is. */
export function waitingFor(stores: readonly Named[], position: number): string | undefined {
  const behind = stores.filter(({ status }) => status.state !== 'connected' || status.checkpoint < position);
  if (behind.length === 0) return undefined;
  const number = new Intl.NumberFormat('en-US').format;
  const words = behind.map(({ name, status }) =>
    status.state === 'connected'
      ? `${name}: ${status.kind} has ${number(status.checkpoint)} of ${number(position)} events`
      : `${name}: ${stateOf(status)}`,
  );
  return `Waiting for the ${words.join('; the ')}`;
}

/** Why a store is not waited for. */
export function troubleOf({ name, status }: Named): string {
  return `The ${name} cannot be waited for: ${stateOf(status)}`;
}

function stateOf({ kind, address, state, lastError }: StoreStatus): string {
  const where = address === undefined ? kind : `${kind} at ${address}`;
  return `${where} is ${state}${lastError === undefined ? '' : `: ${lastError.message}`}`;
}
