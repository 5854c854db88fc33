import { ORPCError } from '@orpc/client';
import { useEffect, useRef, useState } from 'react';
import { engineGoneNotice } from './gone-notice.ts';
import { whenSeen, whileSeen } from './visibility.ts';

/** How a stream of pushed values stands. */
export type Connection =
  | { readonly state: 'connecting' | 'open' }
  /** The engine does not answer. Times are milliseconds since 1970. */
  | {
      readonly state: 'gone';
      readonly since: number;
      readonly attempt: number;
      readonly retryAt: number;
      readonly reason: string;
    }
  /** The engine answers, but not to this page: its address lacks the token. */
  | { readonly state: 'denied' };

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 5_000;

/** Milliseconds to wait before the given try (from 1). */
export function retryDelay(attempt: number): number {
  return Math.min(FIRST_DELAY_MS * 2 ** (attempt - 1), LONGEST_DELAY_MS);
}

export interface FollowHandlers<T> {
  value(value: T): void;
  connection(connection: Connection): void;
}

type Open<T> = (signal: AbortSignal) => Promise<AsyncIterable<T>>;

/**
 * Takes pushed values until the signal aborts: opens the stream again whenever it breaks, with growing delays, and says so.
 * A stream that ends by itself is over only when `ends` says that it may.
 */
export async function follow<T>(
  open: Open<T>,
  handlers: FollowHandlers<T>,
  signal: AbortSignal,
  ends = false,
): Promise<void> {
  let attempt = 0;
  let since = 0;
  handlers.connection({ state: 'connecting' });
  while (!signal.aborted) {
    await whenSeen(signal);
    const seen = whileSeen(signal);
    let reason = 'The engine closed the connection.';
    try {
      const values = await open(seen.signal);
      for await (const value of values) {
        if (seen.signal.aborted) break;
        if (attempt >= 0) handlers.connection({ state: 'open' });
        attempt = -1;
        handlers.value(value);
      }
      if (ends && attempt === -1 && !seen.signal.aborted) return;
    } catch (error) {
      if (error instanceof ORPCError && (error.status === 401 || error.status === 403)) {
        handlers.connection({ state: 'denied' });
        return;
      }
      reason = error instanceof Error ? error.message : String(error);
    } finally {
      seen.release();
    }
    if (signal.aborted) return;
    // Given back because nobody looks: nothing is wrong.
    if (seen.unseen()) continue;
    if (attempt <= 0) since = Date.now();
    attempt = Math.max(attempt, 0) + 1;
    const notice = engineGoneNotice();
    const delay = notice?.retryInMs ?? retryDelay(attempt);
    handlers.connection({
      state: 'gone',
      since,
      attempt,
      retryAt: Date.now() + delay,
      reason: notice?.reason ?? reason,
    });
    await pause(delay, signal);
  }
}

/** Waits, but no longer than until the desktop says that the engine is back. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      globalThis.window?.removeEventListener('engine-connected', done);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    globalThis.window?.addEventListener('engine-connected', done);
    signal.addEventListener('abort', done);
  });
}

/**
 * The newest value of a stream while the component is there, and how the stream stands.
 *
 * `const { value, connection } = useFollow((signal) => engine.recordings.watch(undefined, { signal }), 'imports');`
 * The key names what is followed: a new key opens a new stream. A null key follows nothing.
 */
export function useFollow<T>(
  open: Open<T>,
  key: string | null,
  ends = false,
): { value: T | undefined; connection: Connection } {
  const [value, setValue] = useState<{ key: string; value: T } | undefined>(undefined);
  const [connection, setConnection] = useState<Connection>({ state: 'connecting' });
  const opener = useRef(open);
  opener.current = open;
  useEffect(() => {
    if (key === null) return;
    const stop = new AbortController();
    void follow(
      (signal) => opener.current(signal),
      { value: (next) => setValue({ key, value: next }), connection: setConnection },
      stop.signal,
      ends,
    );
    return () => stop.abort();
  }, [key, ends]);
  return { value: value && value.key === key ? value.value : undefined, connection };
}
