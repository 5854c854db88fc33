import type { Database, Statement } from 'better-sqlite3';

/** Queries that are kept; older ones go. */
const KEPT = 2_000;

/** A query that a person ran. */
export interface RanQuery {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly engine: string;
  readonly text: string;
  /** Duration in milliseconds; null where it failed before it ran. */
  readonly ms: number | null;
  readonly rows: number | null;
  readonly error: string | null;
}

/** What a person asked in the cookbook's editor. */
export class QueryHistory {
  readonly #add: Statement<[RanQuery]>;
  readonly #trim: Statement<[number]>;
  readonly #list: Statement<[string, number], RanQuery>;

  constructor(database: Database) {
    this.#add = database.prepare(
      'INSERT INTO query (at, engine, text, ms, rows, error) VALUES (@at, @engine, @text, @ms, @rows, @error)',
    );
    this.#trim = database.prepare('DELETE FROM query WHERE id <= (SELECT max(id) FROM query) - ?');
    this.#list = database.prepare(
      `SELECT at, engine, text, ms, rows, error FROM query WHERE instr(lower(text), lower(?)) > 0 ORDER BY id DESC LIMIT ?`,
    );
  }

  add(query: RanQuery): void {
    this.#add.run(query);
    this.#trim.run(KEPT);
  }

  /** Newest first; those whose text holds `search`. */
  list(search: string, limit: number): RanQuery[] {
    return this.#list.all(search, limit);
  }
}
