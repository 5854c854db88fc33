import {
  EventStoreDBClient,
  isCommandError,
  type ResolvedEvent,
  StreamDeletedError,
  type StreamingRead,
  StreamNotFoundError,
} from '@eventstore/db-client';
import { HistoryError } from './history.ts';

/** Longest wait for one answer, in milliseconds; the client itself has no bound for appends, reads and subscriptions. */
export const ANSWER_MS = 20_000;

/** @param url `esdb://host:port?tls=false`, as EventStoreDB writes it */
export function connect(url: string): EventStoreDBClient {
  return EventStoreDBClient.connectionString(url);
}

/**
 * The server's version, which only its HTTP side tells.
 * @returns undefined where it does not answer
 */
export async function serverVersion(url: string): Promise<string | undefined> {
  const { host, searchParams } = new URL(url);
  const scheme = searchParams.get('tls') === 'false' ? 'http' : 'https';
  try {
    const response = await fetch(`${scheme}://${host}/info`, { signal: AbortSignal.timeout(2000) });
    const { esVersion } = (await response.json()) ?? {};
    return typeof esVersion === 'string' ? esVersion : undefined;
  } catch {
    return undefined;
  }
}

/** @throws HistoryError `TIMEOUT` when it takes longer */
export async function within<T>(milliseconds: number, what: string, answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const message = `The server has not answered ${what} for ${milliseconds / 1000} s`;
      reject(new HistoryError('TIMEOUT', message, { retry: true }));
    }, milliseconds);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Events of a read, each within a time; a stream that is missing or deleted reads as empty. The call is ended with the
 * iteration.
 */
export async function* readEvents(
  reading: StreamingRead<ResolvedEvent>,
  milliseconds: number,
  signal?: AbortSignal,
): AsyncGenerator<NonNullable<ResolvedEvent['event']>> {
  // Without a listener of its own a failed read ends the process.
  reading.on('error', () => {});
  const stop = () => void reading.destroy(signal?.reason);
  signal?.addEventListener('abort', stop);
  try {
    const iterator = reading[Symbol.asyncIterator]();
    for (;;) {
      signal?.throwIfAborted();
      const { value, done } = await within(milliseconds, 'a read', iterator.next());
      if (done) return;
      if (value?.event !== undefined) yield value.event;
    }
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof StreamNotFoundError || error instanceof StreamDeletedError) return;
    throw asServerError(error);
  } finally {
    signal?.removeEventListener('abort', stop);
    void reading.cancel();
  }
}

/** gRPC's names of the codes that a server or connection fails with. */
const CODES: ReadonlyMap<unknown, string> = new Map([
  [1, 'CANCELLED'],
  [2, 'SERVER_FAILED'],
  [4, 'TIMEOUT'],
  [7, 'ACCESS_DENIED'],
  [8, 'EXHAUSTED'],
  [14, 'UNAVAILABLE'],
  [16, 'ACCESS_DENIED'],
]);

/** An error of the client as the port's. It has a number for a code also where it has no type. */
export function asServerError(error: unknown): HistoryError {
  if (error instanceof HistoryError) return error;
  const number = error instanceof Error && 'code' in error ? error.code : undefined;
  const code = CODES.get(number) ?? (isTyped(error) ? error.type.toUpperCase().replaceAll('-', '_') : 'FAILED');
  const message = error instanceof Error && error.message !== '' ? error.message : String(error);
  return new HistoryError(code, `EventStoreDB: ${message}`, { retry: true, cause: error });
}

function isTyped(error: unknown): error is { type: string } {
  return error instanceof Error && isCommandError(error) && 'type' in error && typeof error.type === 'string';
}
