import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { z } from 'zod';
import { EventStoreAddress } from '../history/eventstoredb-address.ts';
import type { HistoryOptions } from '../history/open.ts';
import type { MetricsOptions } from '../metrics/open.ts';
import type { StoreStatus } from './delivery.ts';

export type StoreName = 'history' | 'metrics';

/** Where the events of a store are: an engine, and of a server its place. */
const Place = z.object({ engine: z.enum(['sqlite', 'eventstoredb', 'duckdb', 'questdb']), at: z.string().optional() });
export type Place = z.infer<typeof Place>;

const Saved = z.object({ history: Place.optional(), metrics: Place.optional() });

const NAMES = { sqlite: 'SQLite', eventstoredb: 'EventStoreDB', duckdb: 'DuckDB', questdb: 'QuestDB' } as const;
const SIDE = { sqlite: 'embedded', duckdb: 'embedded', eventstoredb: 'server', questdb: 'server' } as const;
const WHAT = { history: 'histories', metrics: 'tables' } as const;
const ADDRESS = { eventstoredb: 'history.url or history.prefix', questdb: 'metrics.url and metrics.pgUrl' } as const;

/** Files of a data folder. */
interface PlaceFiles {
  readonly stores: string;
  readonly history: string;
  readonly delivery: string;
}

/**
 * What a data folder remembers of the stores that hold its events, so that another one is not taken for them. A small file
 * that is replaced as a whole; a folder without it has delivered nothing yet, or is of an earlier version: its files then tell
 * where its histories are, where only one of the two engines has any.
 */
export class RememberedPlaces {
  readonly #file: string;
  #saved: z.infer<typeof Saved>;

  constructor({ stores, history, delivery }: PlaceFiles) {
    this.#file = stores;
    this.#saved = read(stores) ?? { history: historyIn(history, delivery) };
  }

  of(store: StoreName): Place | undefined {
    return this.#saved[store];
  }

  /** Remembers where a store's events are from now on. */
  note(store: StoreName, place: Place): void {
    if (isSame(this.#saved[store], place)) return;
    const saved = { ...this.#saved, [store]: place };
    const beside = `${this.#file}.new`;
    writeFileSync(beside, JSON.stringify(saved), { flush: true });
    renameSync(beside, this.#file);
    this.#saved = saved;
  }

  /** Remembers a store that has confirmed events of this journal. */
  noteConfirmed(
    store: StoreName,
    place: Place,
    { state, checkpoint }: StoreStatus,
    journal: { readonly oldest: number; readonly position: number },
  ): void {
    const isOurs = checkpoint > 0 && checkpoint >= journal.oldest && checkpoint <= journal.position;
    if (state === 'connected' && isOurs) this.note(store, place);
  }

  /** Why a store may not be opened: its events are in another engine. */
  elsewhere(store: StoreName, wanted: Place): string | undefined {
    const held = this.#saved[store];
    if (held === undefined || held.engine === wanted.engine) return undefined;
    return (
      `The ${WHAT[store]} of this data folder are in ${nameOf(held)}, and the settings name ${nameOf(wanted)}, where nothing was ` +
      `made. To go on: ${store}.engine: ${held.engine} (WORKBENCH_${store.toUpperCase()}_ENGINE). ` +
      `To move them: npm run migrate -- --from ${SIDE[held.engine]} --to ${SIDE[wanted.engine]} --only ${store}`
    );
  }

  /** What to say of a server that lacks events: they are on another one, or were when it was asked last. */
  moved(store: StoreName, wanted: Place): string | undefined {
    const held = this.#saved[store];
    if (held?.at === undefined || held.engine !== wanted.engine || isSame(held, wanted)) return undefined;
    if (wanted.engine !== 'eventstoredb' && wanted.engine !== 'questdb') return undefined;
    return (
      `The ${WHAT[store]} of this data folder are in ${nameOf(held)}; ${nameOf(wanted)} does not have them. ` +
      `To go on, set ${ADDRESS[wanted.engine]} back. To move them: npm run migrate -- --from server --to embedded --only ${store} ` +
      'with the old address, and then --from embedded --to server with the new one'
    );
  }
}

/** An engine and where it is, by the options that it is opened with. */
export function storePlace(options: HistoryOptions | MetricsOptions): Place {
  switch (options.kind) {
    case 'eventstoredb': {
      const { place } = new EventStoreAddress(options.url);
      return { engine: options.kind, at: options.prefix ? `${place}, prefix ${options.prefix}` : place };
    }
    case 'questdb':
      return { engine: options.kind, at: new URL(options.url).host };
    default:
      return { engine: options.kind };
  }
}

function nameOf({ engine, at }: Place): string {
  return at === undefined ? NAMES[engine] : `${NAMES[engine]} at ${at}`;
}

function isSame(a: Place | undefined, b: Place): boolean {
  return a?.engine === b.engine && a.at === b.at;
}

function read(file: string): z.infer<typeof Saved> | undefined {
  try {
    return Saved.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}

/** The engine of a folder's histories, by its own and by what it remembers of a server's. */
function historyIn(own: string, server: string): Place | undefined {
  const [embedded, onServer] = [own, server].map(hasDelivered);
  if (embedded === onServer) return undefined;
  return { engine: embedded ? 'sqlite' : 'eventstoredb' };
}

/** Whether a store's file says that something was delivered. */
function hasDelivered(file: string): boolean {
  if (!existsSync(file)) return false;
  try {
    const database = new Database(file, { readonly: true });
    try {
      return Number(database.prepare('SELECT position FROM progress').pluck().get()) > 0;
    } finally {
      database.close();
    }
  } catch {
    return false;
  }
}
