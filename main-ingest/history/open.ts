import { gameStream } from '../event/stream.ts';
import type { EventStoreOptions } from './eventstoredb.ts';
import { EventStoreIndex } from './eventstoredb-index.ts';
import { setDamagedIndexAside } from './eventstoredb-index-seal.ts';
import type { HistoryError, HistoryReader, HistoryWriter } from './history.ts';
import type { Placed } from './places.ts';
import { openSqliteHistory, openSqliteHistoryReader } from './sqlite.ts';

/** Which history, and where. Plain data: it is handed to threads. */
export type HistoryOptions =
  | { readonly kind: 'sqlite'; readonly file: string }
  | ({ readonly kind: 'eventstoredb' } & EventStoreOptions);

/**
 * Opens a history for writing, once a thread.
 * @param onPoisoned told that the thread must be replaced: a server's client can get into a state that nothing cures
 */
export async function openHistoryWriter(
  options: HistoryOptions,
  onPoisoned: (error: HistoryError) => void,
): Promise<HistoryWriter> {
  if (options.kind === 'sqlite') return openSqliteHistory(options.file);
  const { openEventStoreHistory } = await serverClient();
  return openEventStoreHistory(options, onPoisoned);
}

/** Sets aside what is remembered beside a server, where it is damaged. Before any thread opens the history. */
export function mendHistory(options: HistoryOptions): void {
  if (options.kind === 'eventstoredb') setDamagedIndexAside(options.index);
}

/** Opens a history for reading, in any thread but its writer's. */
export async function openHistoryReader(options: HistoryOptions): Promise<HistoryReader> {
  if (options.kind === 'sqlite') return openSqliteHistoryReader(options.file);
  const { openEventStoreHistoryReader } = await serverClient();
  return openEventStoreHistoryReader(options);
}

/** What a history holds of a game, read at once from what is on this machine. */
export interface HeldPlaces {
  of(sessionId: string): Iterable<Placed>;
  close(): void;
}

/** Opens it, in any thread, when it is first asked. @throws HistoryError, SqliteError by what it answers */
export function openHeldPlaces(options: HistoryOptions): HeldPlaces {
  if (options.kind === 'sqlite') {
    const reader = openSqliteHistoryReader(options.file);
    return { of: (sessionId) => reader.placesIn(gameStream(sessionId)), close: () => void reader.close() };
  }
  let index: EventStoreIndex | undefined;
  return {
    of: (sessionId) => {
      index ??= new EventStoreIndex(options.index);
      return index.placesIn(gameStream(sessionId));
    },
    close: () => index?.close(),
  };
}

/** The server's client is loaded only where it is used: it takes 40 MB and a fifth of a second. */
const serverClient = () => import('./eventstoredb.ts');
