import type { Database, Statement } from 'better-sqlite3';

/** A state of a view that a person gave a name. */
export interface SavedView {
  /** The view that it belongs to: `games`. */
  readonly view: string;
  readonly name: string;
  /** Where it is: path and query of its address. */
  readonly address: string;
}

/** Saved views, in the order of their tabs. */
export class SavedViews {
  readonly #list: Statement<[string], SavedView>;
  readonly #save: Statement<[SavedView]>;
  readonly #remove: Statement<[string, string]>;
  readonly #place: Statement<[number, string, string]>;
  readonly #together: (work: () => void) => void;

  constructor(database: Database) {
    this.#list = database.prepare('SELECT view, name, address FROM saved_view WHERE view = ? ORDER BY place, name');
    this.#save = database.prepare(
      `INSERT INTO saved_view
       SELECT @view, @name, @address, coalesce(max(place) + 1, 0) FROM saved_view WHERE view = @view
       ON CONFLICT DO UPDATE SET address = excluded.address`,
    );
    this.#remove = database.prepare('DELETE FROM saved_view WHERE view = ? AND name = ?');
    this.#place = database.prepare('UPDATE saved_view SET place = ? WHERE view = ? AND name = ?');
    this.#together = (work) => database.transaction(work)();
  }

  list(view: string): SavedView[] {
    return this.#list.all(view);
  }

  /** Keeps a view under its name; one of that name becomes this one and stays in its place. */
  save(view: SavedView): void {
    this.#save.run(view);
  }

  remove(view: string, name: string): void {
    this.#remove.run(view, name);
  }

  /** Puts the views in this order; names that are not there are passed over. */
  order(view: string, names: readonly string[]): void {
    this.#together(() => names.forEach((name, place) => void this.#place.run(place, view, name)));
  }
}
