import type { Database, Statement } from 'better-sqlite3';
import type { z } from 'zod';

/** Small things that a person's windows remember: open tabs, columns, theme. Each a JSON value under a name. */
export class Preferences {
  readonly #get: Statement<[string], { value: string }>;
  readonly #set: Statement<[string, string]>;
  readonly #remove: Statement<[string]>;

  constructor(database: Database) {
    this.#get = database.prepare('SELECT value FROM preference WHERE name = ?');
    this.#set = database.prepare('INSERT OR REPLACE INTO preference VALUES (?, ?)');
    this.#remove = database.prepare('DELETE FROM preference WHERE name = ?');
  }

  /** The value, as the schema wants it; undefined where there is none, or one of another shape. */
  get<T>(name: string, schema: z.ZodType<T>): T | undefined {
    const row = this.#get.get(name);
    return row && schema.safeParse(JSON.parse(row.value)).data;
  }

  /** Keeps a value; undefined takes it away. */
  set(name: string, value: unknown): void {
    if (value === undefined) this.#remove.run(name);
    else this.#set.run(name, JSON.stringify(value));
  }
}
