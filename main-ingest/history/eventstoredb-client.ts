import { get as httpGet } from 'node:http';
import { get as httpsGet } from 'node:https';
import { text } from 'node:stream/consumers';
import {
  EventStoreDBClient,
  type GossipClusterOptions,
  isCommandError,
  LEADER,
  type ResolvedEvent,
  StreamDeletedError,
  type StreamingRead,
  StreamNotFoundError,
} from '@eventstore/db-client';
import type { EventStoreAddress, Host } from './eventstoredb-address.ts';
import { readCertificate, readNamed } from './eventstoredb-files.ts';
import { HistoryError } from './history.ts';

/** Longest wait for one answer, in milliseconds; the client itself has no bound for appends, reads and subscriptions. */
export const ANSWER_MS = 20_000;

const VERSION_MS = 2000;

type DiscoverySettings = Omit<GossipClusterOptions, 'endpoints'>;

/**
 * A client for the server or cluster. It is given what the address says and never the address, which it would print.
 * @param leader whether the leader of a cluster is used, whatever node the address prefers
 * @throws HistoryError `FILE` when one of the address's files cannot be used
 */
export function connect(address: EventStoreAddress, { leader = false } = {}): EventStoreDBClient {
  const { tls: _, tlsCAFile, userCertFile, userKeyFile, ...options } = address.options;
  const settings: DiscoverySettings = leader ? { ...options, nodePreference: LEADER } : options;
  const security = {
    insecure: !address.tls,
    ...(tlsCAFile !== undefined && { rootCertificate: readCertificate('tlsCAFile', tlsCAFile) }),
    ...(userCertFile !== undefined && { userCertFile: readCertificate('userCertFile', userCertFile) }),
    ...(userKeyFile !== undefined && { userKeyFile: readNamed('userKeyFile', userKeyFile) }),
  };
  const [first = { address: '', port: 0 }] = address.hosts;
  if (address.discover) return new EventStoreDBClient({ ...settings, discover: first }, security, address.user);
  return address.isCluster
    ? new EventStoreDBClient({ ...settings, endpoints: [...address.hosts] }, security, address.user)
    : new EventStoreDBClient({ ...settings, endpoint: first }, security, address.user);
}

/** The node that a client uses now; of a cluster one is looked for where there is none. */
export async function nodeOf(client: EventStoreDBClient): Promise<Host> {
  return hostOf((await channelOf.call(client)).getTarget());
}

/** A channel's target, `dns:127.0.0.1:2113`, as a host. */
export function hostOf(target: string): Host {
  const [, address = '', port] = /^(?:[a-z]+:)?(.*):(\d+)$/.exec(target) ?? [];
  return { address, port: Number(port) };
}

function channelOf(this: EventStoreDBClient) {
  return this.getChannel();
}

/**
 * The version of a node, which only its HTTP side tells.
 * @returns undefined where it does not answer
 */
export function serverVersion(address: EventStoreAddress, { address: host, port }: Host): Promise<string | undefined> {
  const { tlsCAFile: file } = address.options;
  const secure = { ...(file !== undefined && { ca: readCertificate('tlsCAFile', file) }) };
  const ask = address.tls ? httpsGet : httpGet;
  return new Promise((resolve) => {
    const asking = ask({ ...secure, host, port, path: '/info', timeout: VERSION_MS }, (answer) => {
      text(answer).then(
        (body) => resolve(/"esVersion"\s*:\s*"([^"]+)"/.exec(body)?.[1]),
        () => resolve(undefined),
      );
    });
    asking.once('timeout', () => asking.destroy());
    asking.once('error', () => resolve(undefined));
  });
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
    // It fails where no node was found to read from.
    reading.cancel().catch(() => {});
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

/** What the client says, without a code, when it found no node of a cluster. */
const NOT_DISCOVERED = 'Failed to discover';

const WRONG_USER = ' refuses the user and password of its address';
const NO_ACCESS = ' denies access: its address needs user and password of one who may read and write';

/** An error of the client as the port's. It has a number for a code also where it has no type. */
export function asServerError(error: unknown): HistoryError {
  if (error instanceof HistoryError) return error;
  const number = error instanceof Error && 'code' in error ? error.code : undefined;
  const code = CODES.get(number) ?? (isTyped(error) ? error.type.toUpperCase().replaceAll('-', '_') : 'FAILED');
  const message = error instanceof Error && error.message !== '' ? error.message : String(error);
  if (message.startsWith(NOT_DISCOVERED))
    return new HistoryError('UNAVAILABLE', `EventStoreDB: no node answers that leads the cluster. ${message}`, {
      retry: true,
      cause: error,
    });
  const said = number === 16 ? WRONG_USER : number === 7 ? NO_ACCESS : '';
  return new HistoryError(code, `EventStoreDB${said}: ${message}`, { retry: true, cause: error });
}

function isTyped(error: unknown): error is { type: string } {
  return error instanceof Error && isCommandError(error) && 'type' in error && typeof error.type === 'string';
}
