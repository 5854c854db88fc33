import type { Database, Statement } from 'better-sqlite3';

/** Games that a person wants to find again. */
export class Bookmarks {
  readonly #games: Set<string>;
  readonly #add: Statement<[string, number]>;
  readonly #remove: Statement<[string]>;

  constructor(database: Database) {
    const all = database.prepare<[], { session_id: string }>('SELECT session_id FROM bookmark ORDER BY at');
    this.#games = new Set(all.all().map((row) => row.session_id));
    this.#add = database.prepare('INSERT OR IGNORE INTO bookmark VALUES (?, ?)');
    this.#remove = database.prepare('DELETE FROM bookmark WHERE session_id = ?');
  }

  has(sessionId: string): boolean {
    return this.#games.has(sessionId);
  }

  /** In the order in which they were set. */
  all(): string[] {
    return [...this.#games];
  }

  set(sessionId: string, on: boolean): void {
    if (on) {
      this.#add.run(sessionId, Date.now());
      this.#games.add(sessionId);
    } else {
      this.#remove.run(sessionId);
      this.#games.delete(sessionId);
    }
  }
}
