import { setTimeout as wait } from 'node:timers/promises';
import {
  type EventStoreDBClient,
  PersistentSubscriptionExistsError,
  persistentSubscriptionToStreamSettingsFromDefaults,
  RETRY,
  START,
  type RecordedEvent as StoredEvent,
  StreamDeletedError,
} from '@eventstore/db-client';
import { ExponentialBackoff, type IBackoff } from 'cockatiel';
import { asServerError, within } from './eventstoredb-client.ts';

/** A subscription ends with its connection and does not come back by itself; these are the waits before it is made anew. */
const AGAIN = new ExponentialBackoff({ initialDelay: 100, maxDelay: 10_000 });

/**
 * Events of a stream from a revision on, and then those that come, until the signal. Goes on from the last one seen when
 * the connection was lost; a stream that is not there yet is waited for, one that was deleted for ever ends it.
 */
export async function* follow(
  client: EventStoreDBClient,
  stream: string,
  from: number,
  signal: AbortSignal,
): AsyncGenerator<StoredEvent> {
  let next = from;
  let backoff: IBackoff<unknown> | undefined;
  while (!signal.aborted) {
    // The server begins after the revision that it is given.
    const fromRevision = next === 0 ? START : BigInt(next - 1);
    const subscription = client.subscribeToStream(stream, { fromRevision });
    const stop = () => void subscription.destroy();
    subscription.on('error', () => {});
    signal.addEventListener('abort', stop);
    try {
      for await (const { event } of subscription) {
        backoff = undefined;
        if (event === undefined) continue;
        next = Number(event.revision) + 1;
        yield event;
      }
    } catch (error) {
      if (error instanceof StreamDeletedError) return;
    } finally {
      signal.removeEventListener('abort', stop);
      subscription.unsubscribe().catch(() => {});
    }
    backoff = backoff?.next(undefined) ?? AGAIN.next();
    await pause(backoff.duration, signal);
  }
}

/** Longest that an acknowledgement is tried to be sent, in milliseconds: on a lost connection it waits for ever. */
const SETTLE_MS = 2000;

/** A persistent subscription: consumers of one group share the events of a stream, the server knows where they are. */
export interface Sharing {
  readonly stream: string;
  readonly group: string;
  /** Times that an event which was refused is sent again before the server parks it. */
  readonly maxRetries: number;
  /** An event is done with when this resolves, and is sent again to some consumer of the group when it rejects. */
  readonly handle: (event: StoredEvent) => Promise<void>;
  readonly signal: AbortSignal;
}

/** Handles events for a group until the signal. Makes the group where it is missing, and joins it again when it is lost. */
export async function share(client: EventStoreDBClient, sharing: Sharing): Promise<void> {
  const { stream, group, maxRetries, handle, signal } = sharing;
  let backoff: IBackoff<unknown> | undefined;
  while (!signal.aborted) {
    try {
      await ensureGroup(client, stream, group, maxRetries);
      if (signal.aborted) return;
      const subscription = client.subscribeToPersistentSubscriptionToStream(stream, group);
      const stop = () => void subscription.destroy();
      subscription.on('error', () => {});
      signal.addEventListener('abort', stop);
      try {
        for await (const resolved of subscription) {
          backoff = undefined;
          if (resolved.event === undefined) continue;
          const refusal = await handle(resolved.event).then(
            () => undefined,
            (error: unknown) => asServerError(error).message,
          );
          const settled =
            refusal === undefined ? subscription.ack(resolved) : subscription.nack(RETRY, refusal, resolved);
          await within(SETTLE_MS, 'an acknowledgement', settled);
        }
      } finally {
        signal.removeEventListener('abort', stop);
        subscription.unsubscribe().catch(() => {});
      }
    } catch {
      // The group or the connection is gone: both are made anew.
    }
    backoff = backoff?.next(undefined) ?? AGAIN.next();
    await pause(backoff.duration, signal);
  }
}

async function ensureGroup(client: EventStoreDBClient, stream: string, group: string, maxRetryCount: number) {
  const settings = persistentSubscriptionToStreamSettingsFromDefaults({ startFrom: START, maxRetryCount });
  try {
    await client.createPersistentSubscriptionToStream(stream, group, settings);
  } catch (error) {
    if (!(error instanceof PersistentSubscriptionExistsError)) throw error;
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return wait(milliseconds, undefined, { signal }).catch(() => {});
}
