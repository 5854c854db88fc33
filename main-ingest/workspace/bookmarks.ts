import { crc32 } from 'node:zlib';
import type { Database, Statement } from 'better-sqlite3';

interface Row {
  readonly session_id: string;
  readonly at: number;
  readonly seal: number | null;
}

/** Games that a person wants to find again. */
export class Bookmarks {
  /** How many the disk has changed since they were set: which games they were of is not known any more. */
  readonly damaged: number;
  readonly #games: Set<string>;
  readonly #add: Statement<[string, number, number]>;
  readonly #remove: Statement<[string]>;

  constructor(database: Database) {
    const rows = database.prepare<[], Row>('SELECT session_id, at, seal FROM bookmark ORDER BY at').all();
    const whole = rows.filter(({ session_id, at, seal }) => seal === null || seal === sealOf(session_id, at));
    this.damaged = rows.length - whole.length;
    this.#games = new Set(whole.map((row) => row.session_id));
    this.#add = database.prepare('INSERT OR IGNORE INTO bookmark VALUES (?, ?, ?)');
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
      const at = Date.now();
      this.#add.run(sessionId, at, sealOf(sessionId, at));
      this.#games.add(sessionId);
    } else {
      this.#remove.run(sessionId);
      this.#games.delete(sessionId);
    }
  }
}

/** SQLite does not notice where the disk changes what stands in a row. */
function sealOf(sessionId: string, at: number): number {
  return crc32(`${at} ${sessionId}`);
}
