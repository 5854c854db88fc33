/** What the list of games needs of a store's SQL beyond what both speak. */
export interface GamesSql {
  /** A condition turned round; what is unknown does not hold, so its opposite does. */
  not(condition: string): string;
  /** Whether a text is like a lower-case one with `*` for anything. */
  like(text: string, wanted: string, bind: Bind): string;
  /** Whether one of the names of a row `A+B+C` is. */
  nameLike(row: string, wanted: string, bind: Bind): string;
  /** A page of the games that meet a condition, ordered, unknown values last. */
  page(page: GamesPage): string;
  /** Jokers of the games that meet a condition and their number of games: columns `value`, `games`. Undefined where SQL cannot. */
  readonly jokerCounts: ((where: string) => string) | undefined;
}

/** Binds a value and answers its placeholder. */
export type Bind = (value: string) => string;

export interface GamesPage {
  readonly columns: readonly string[];
  readonly where: string;
  readonly order: readonly string[];
  readonly descending: boolean;
  readonly limit: number;
  readonly offset: number;
}

/**
 * DuckDB sorts the places of rows alone and fetches a page's columns after: three times as fast as sorting whole rows. A value
 * that is bound inside a lambda costs the statement the types of all others, so names are told by a regular expression.
 */
const duckdb: GamesSql = {
  not: (condition) => `NOT coalesce(${condition}, false)`,
  like: (text, wanted, bind) => `${text} LIKE ${bind(likePattern(wanted))} ESCAPE '\\'`,
  nameLike: (row, wanted, bind) => `regexp_matches(${row}, ${bind(nameInRow(wanted))})`,
  page({ columns, where, order, descending, limit, offset }) {
    const direction = `${descending ? 'DESC' : 'ASC'} NULLS LAST`;
    const by = [...order.map((expression) => `${expression} ${direction}`), 'rowid'].join(', ');
    return `
      SELECT ${columns.join(', ')} FROM game_results
      WHERE rowid IN (SELECT rowid FROM game_results WHERE ${where} ORDER BY ${by} LIMIT ${limit} OFFSET ${offset})
      ORDER BY ${by}`;
  },
  jokerCounts: (where) => `
    SELECT value, count(*) AS games
    FROM (SELECT unnest(list_distinct(string_split(joker_combo, '+'))) AS value FROM game_results WHERE ${where})
    WHERE value <> '' GROUP BY value`,
};

/** QuestDB has no NULL among booleans, no OFFSET and no unnest of text; its LIKE takes `\` without being told. */
const questdb: GamesSql = {
  not: (condition) => `NOT (${condition})`,
  like: (text, wanted, bind) => `${text} LIKE ${bind(likePattern(wanted))}`,
  nameLike: (row, wanted, bind) => `${row} ~ ${bind(nameInRow(wanted))}`,
  page({ columns, where, order, descending, limit, offset }) {
    const by = order.map((expression) => `${expression} ${descending ? 'DESC' : 'ASC'}`);
    return `
      SELECT ${columns.join(', ')} FROM game_results WHERE ${where}
      ORDER BY ${[...by, 'session_id'].join(', ')} LIMIT ${offset}, ${offset + limit}`;
  },
  jokerCounts: undefined,
};

export function gamesSql(engine: 'duckdb' | 'questdb'): GamesSql {
  return engine === 'duckdb' ? duckdb : questdb;
}

/** A text with `*` for anything as a pattern of LIKE. */
function likePattern(wanted: string): string {
  return wanted.replace(/[\\%_]/g, '\\$&').replaceAll('*', '%');
}

/** A regular expression of rows `A+B+C` with a name that is like a text with `*` for anything. */
function nameInRow(wanted: string): string {
  const name = wanted.replace(/[\\^$.+?()[\]{}|]/g, '\\$&').replaceAll('*', '[^+]*');
  return `(^|\\+)${name}(\\+|$)`;
}
