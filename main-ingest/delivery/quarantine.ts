import Database from 'better-sqlite3';

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

export interface QuarantineEntry {
  /** ISO-8601 UTC. */
  readonly at: string;
  readonly source: string;
  readonly code: string;
  readonly reason: string;
  readonly excerpt: string;
}

/** What was refused, kept for a person to look at. Any number of threads may have it open. */
export interface Quarantine {
  /** Keeps it; of very many the oldest are given up, but counted. */
  add(refused: Refused): void;
  /** The newest first. */
  list(limit: number): readonly QuarantineEntry[];
  /** All that ever were refused, or those of one source. */
  count(source?: string): number;
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

export function openQuarantine(file: string): Quarantine {
  const database = new Database(file);
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
  const all = database.prepare<[], number>('SELECT coalesce(sum(entries), 0) FROM counts').pluck();
  const one = database.prepare<[string], number>('SELECT entries FROM counts WHERE source = ?').pluck();

  return {
    add: ({ source, code, reason, excerpt, bytes, eventId }) => {
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
    list: (limit) => list.all(limit),
    count: (source) => (source === undefined ? all.get() : one.get(source)) ?? 0,
    close: () => {
      database.close();
    },
  };
}
