import { statSync } from 'node:fs';
import type Database from 'better-sqlite3';
import { beginAnew, isDamage, openOrBeginAnew, storageFailure } from '../damage.ts';
import type { EventRecord } from '../event/event.ts';
import { toCanonical } from '../event/record.ts';
import type { StoreFailure } from './store-error.ts';

/** Something that could not be taken, and why. */
export interface Refused {
  /** Who refused or sent it: `history`, `metrics`, a recording, a mod. */
  readonly source: string;
  readonly code: string;
  /** One sentence for a person. */
  readonly reason: string;
  /** The first characters of it, shown as text. */
  readonly excerpt: string;
  /** All of it, where it is worth keeping. */
  readonly bytes?: Uint8Array;
  /** Where it is an event: the same one is kept once a source. */
  readonly eventId?: string;
}

/** An event that a store refuses, as it is put aside. */
export function refusedBy(
  store: string,
  event: EventRecord,
  { code, message }: Pick<StoreFailure, 'code' | 'message'>,
): Refused {
  const { eventId, eventType, sessionId, data } = event;
  return {
    source: store,
    code,
    reason: message,
    excerpt: `${eventType} of ${sessionId}: ${data}`,
    bytes: Buffer.from(JSON.stringify(toCanonical(event))),
    eventId,
  };
}

export interface QuarantineEntry {
  /** ISO-8601 UTC. */
  readonly at: string;
  readonly source: string;
  readonly code: string;
  readonly reason: string;
  readonly excerpt: string;
}

export interface HeldEntries {
  readonly entries: number;
  readonly newest: QuarantineEntry | undefined;
}

/** What was refused, kept for a person to look at. Any number of threads may have it open. */
export interface Quarantine {
  /** Keeps it; of very many the oldest are given up, but counted. */
  add(refused: Refused): void;
  /** The newest first. */
  list(limit: number): readonly QuarantineEntry[];
  /** All that ever were refused, or those of one source. */
  count(source?: string): number;
  /** How many it holds that were refused for one reason, and the last of them. */
  held(code: string): HeldEntries;
  close(): void;
}

/** Characters of an excerpt that are kept. */
const EXCERPT = 500;

/** Entries that are kept. */
const KEPT = 10_000;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS refused (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    source TEXT NOT NULL,
    code TEXT NOT NULL,
    reason TEXT NOT NULL,
    excerpt TEXT NOT NULL,
    bytes BLOB,
    event TEXT
  ) STRICT;
  CREATE UNIQUE INDEX IF NOT EXISTS refused_event ON refused (source, event) WHERE event IS NOT NULL;
  CREATE TABLE IF NOT EXISTS counts (source TEXT PRIMARY KEY, entries INTEGER NOT NULL) STRICT, WITHOUT ROWID;
`;

/**
 * Opens the quarantine in a file, which is made where there is none. A damaged one is set aside, also when the damage is met
 * later, and what can be read of it is carried over.
 */
export function openQuarantine(file: string): Quarantine {
  return new QuarantineFile(file);
}

type Tables = ReturnType<typeof openTables>;

class QuarantineFile implements Quarantine {
  readonly #file: string;
  #tables: Tables;
  #inode: number | undefined;

  constructor(file: string) {
    this.#file = file;
    this.#tables = openOrBeginAnew(file, openTables);
    this.#inode = inodeOf(file);
  }

  add(refused: Refused): void {
    this.#use((tables) => tables.add(refused));
  }

  list(limit: number): readonly QuarantineEntry[] {
    return this.#use((tables) => tables.list(limit));
  }

  count(source?: string): number {
    return this.#use((tables) => tables.count(source));
  }

  held(code: string): HeldEntries {
    return this.#use((tables) => tables.held(code));
  }

  close(): void {
    this.#tables.close();
  }

  #use<T>(action: (tables: Tables) => T): T {
    // Another thread has set it aside, or a person has moved it away: what is written to it would not be found.
    if (inodeOf(this.#file) !== this.#inode) this.#reopen(openOrBeginAnew);
    try {
      return action(this.#tables);
    } catch (error) {
      if (!isDamage(error)) throw error;
      this.#reopen(inodeOf(this.#file) === this.#inode ? beginAnew : openOrBeginAnew);
      return action(this.#tables);
    }
  }

  #reopen(opening: typeof openOrBeginAnew): void {
    try {
      this.#tables.close();
    } catch {
      // It is damaged.
    }
    this.#tables = opening(this.#file, openTables);
    this.#inode = inodeOf(this.#file);
  }
}

/** A quarantine that stands in nobody's way: what it cannot keep is counted, and told of. */
export class ForgivingQuarantine {
  readonly #quarantine: Quarantine;
  #lost = 0;
  #failure: string | undefined;

  constructor(quarantine: Quarantine) {
    this.#quarantine = quarantine;
  }

  add(refused: Refused): void {
    try {
      this.#quarantine.add(refused);
      this.#failure = undefined;
    } catch (error) {
      this.#lost += 1;
      this.#failure = wordsOf(error);
    }
  }

  /** The newest first; none while it cannot be read. */
  list(limit: number): readonly QuarantineEntry[] {
    try {
      return this.#quarantine.list(limit);
    } catch (error) {
      this.#failure = wordsOf(error);
      return [];
    }
  }

  /** As {@link Quarantine.held}; none while it cannot be read. */
  held(code: string): HeldEntries {
    try {
      return this.#quarantine.held(code);
    } catch (error) {
      this.#failure = wordsOf(error);
      return { entries: 0, newest: undefined };
    }
  }

  /** How many could not be kept, and why the last one could not where that still is so. */
  trouble(): { readonly lost: number; readonly failure: string | undefined } {
    return { lost: this.#lost, failure: this.#failure };
  }
}

function wordsOf(error: unknown): string {
  return storageFailure(error)?.message ?? (error instanceof Error ? error.message : String(error));
}

function inodeOf(file: string): number | undefined {
  return statSync(file, { throwIfNoEntry: false })?.ino;
}

function openTables(database: Database.Database) {
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = NORMAL');
  database.transaction(() => database.exec(SCHEMA)).immediate();
  const insert = database.prepare<[string, string, string, string, string, Uint8Array | null, string | null]>(
    'INSERT OR IGNORE INTO refused (at, source, code, reason, excerpt, bytes, event) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const count = database.prepare<[string]>(
    'INSERT INTO counts VALUES (?, 1) ON CONFLICT DO UPDATE SET entries = entries + 1',
  );
  const trim = database.prepare<[number]>('DELETE FROM refused WHERE id <= ?');
  const list = database.prepare<[number], QuarantineEntry>(
    'SELECT at, source, code, reason, excerpt FROM refused ORDER BY id DESC LIMIT ?',
  );
  const ofCode = database.prepare<[string], number>('SELECT count(*) FROM refused WHERE code = ?').pluck();
  const newest = database.prepare<[string], QuarantineEntry>(
    'SELECT at, source, code, reason, excerpt FROM refused WHERE code = ? ORDER BY id DESC LIMIT 1',
  );
  const all = database.prepare<[], number>('SELECT coalesce(sum(entries), 0) FROM counts').pluck();
  const one = database.prepare<[string], number>('SELECT entries FROM counts WHERE source = ?').pluck();

  return {
    add: ({ source, code, reason, excerpt, bytes, eventId }: Refused): void => {
      const at = new Date().toISOString();
      database
        .transaction(() => {
          const row = insert.run(at, source, code, reason, excerpt.slice(0, EXCERPT), bytes ?? null, eventId ?? null);
          if (row.changes === 0) return;
          count.run(source);
          trim.run(Number(row.lastInsertRowid) - KEPT);
        })
        .immediate();
    },
    list: (limit: number): readonly QuarantineEntry[] => list.all(limit),
    count: (source?: string): number => (source === undefined ? all.get() : one.get(source)) ?? 0,
    held: (code: string): HeldEntries => ({ entries: ofCode.get(code) ?? 0, newest: newest.get(code) }),
    close: (): void => {
      database.close();
    },
  };
}
