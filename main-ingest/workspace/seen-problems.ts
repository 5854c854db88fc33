import type { Database, Statement } from 'better-sqlite3';

/** A problem that was seen longer ago than this will not come again under the same id. */
const KEPT_MS = 90 * 24 * 3_600_000;

/** Problems that a person has seen. */
export class SeenProblems {
  readonly #ids: Set<string>;
  readonly #add: Statement<[string, number]>;

  constructor(database: Database) {
    database.prepare<[number]>('DELETE FROM seen_problem WHERE at < ?').run(Date.now() - KEPT_MS);
    const all = database.prepare<[], { id: string }>('SELECT id FROM seen_problem');
    this.#ids = new Set(all.all().map((row) => row.id));
    this.#add = database.prepare('INSERT OR IGNORE INTO seen_problem VALUES (?, ?)');
  }

  has(id: string): boolean {
    return this.#ids.has(id);
  }

  add(id: string): void {
    this.#add.run(id, Date.now());
    this.#ids.add(id);
  }
}
