import { conditionOf, sqlPieces } from '../contract/sql-text.ts';
import { type BindValue, QueryError } from '../metrics/metrics.ts';

/** A parameter's value, ready to bind. */
export type Bound =
  | { readonly kind: 'value'; readonly value: BindValue }
  | { readonly kind: 'list'; readonly values: readonly string[] }
  /** Microseconds since 1970. */
  | { readonly kind: 'time'; readonly us: number };

export interface BoundStatement {
  /** With positional parameters `$1`, `$2`, …; a line left out stays as an empty line. */
  readonly sql: string;
  readonly binds: readonly BindValue[];
  /** Place in the statement as it was written of a place in `sql`. */
  readonly sourcePosition: (position: number) => number;
}

/** How a time that is bound as microseconds becomes the engine's own timestamp. */
const TIMESTAMP = {
  duckdb: (place: string) => `make_timestamp(${place}::BIGINT)`,
  questdb: (place: string) => `cast(cast(${place} AS LONG) AS TIMESTAMP)`,
};

/**
 * Binds `:name` parameters.
 *
 * A line that ends in `-- if :name` is left out when that parameter is not set (null or an empty list); with several
 * names it stays when one of them is set. A list becomes `($1, $2)`, with the parentheses where they are not there.
 * Whole numbers are written in place: a planner wants to know a LIMIT, and a window's frame takes no bind variable.
 * @throws QueryError `PARAMETER` with the position of a name that has no value
 */
export function bindParameters(
  source: string,
  values: ReadonlyMap<string, Bound>,
  engine: 'duckdb' | 'questdb',
): BoundStatement {
  const kept = withoutUnsetLines(source, values);
  const places = new Map<string, string>();
  const binds: BindValue[] = [];
  const bind = (value: BindValue): string => `$${binds.push(value)}`;
  const runs: { readonly start: number; readonly source: number }[] = [];
  let sql = '';

  const place = (name: string, position: number): string => {
    const known = places.get(name);
    if (known !== undefined) return known;
    const value = values.get(name);
    if (value === undefined) {
      const names = [...values.keys()].map((other) => `:${other}`).join(' ');
      throw new QueryError('PARAMETER', `The parameter :${name} has no value`, {
        position,
        tip: names === '' ? 'Give it a value, or write the value in its place.' : `These have one: ${names}`,
      });
    }
    const text = placeOf(value, engine, bind);
    places.set(name, text);
    return text;
  };

  for (const piece of sqlPieces(kept)) {
    runs.push({ start: sql.length, source: piece.start });
    const text = kept.slice(piece.start, piece.end);
    if (piece.kind !== 'parameter') {
      sql += text;
      continue;
    }
    const name = text.slice(1);
    const list = values.get(name)?.kind === 'list';
    const inParentheses = /\(\s*$/.test(kept.slice(0, piece.start)) && /^\s*\)/.test(kept.slice(piece.end));
    const written = place(name, piece.start);
    sql += list && !inParentheses ? `(${written})` : written;
  }

  return {
    sql,
    binds,
    sourcePosition: (position) => {
      const run = runs.findLast(({ start }) => start <= position);
      return run === undefined ? position : Math.min(source.length, run.source + position - run.start);
    },
  };
}

function placeOf(value: Bound, engine: 'duckdb' | 'questdb', bind: (value: BindValue) => string): string {
  switch (value.kind) {
    case 'list':
      return value.values.length === 0 ? 'NULL' : value.values.map(bind).join(', ');
    case 'time':
      return TIMESTAMP[engine](bind(value.us));
    case 'value':
      if (!Number.isSafeInteger(value.value)) return bind(value.value);
      return Number(value.value) < 0 ? `(${value.value})` : String(value.value);
  }
}

/** Blanks the lines whose condition is not met; every character keeps its place. */
function withoutUnsetLines(source: string, values: ReadonlyMap<string, Bound>): string {
  let kept = source;
  for (const piece of sqlPieces(source)) {
    if (piece.kind !== 'comment') continue;
    const condition = conditionOf(source.slice(piece.start, piece.end));
    if (condition.length === 0 || condition.some((name) => isSet(values.get(name)))) continue;
    const start = source.lastIndexOf('\n', piece.start) + 1;
    kept = kept.slice(0, start) + ' '.repeat(piece.end - start) + kept.slice(piece.end);
  }
  return kept;
}

/** Whether a parameter has a value: not null, and no empty list. */
export function isSet(value: Bound | undefined): boolean {
  if (value === undefined) return false;
  if (value.kind === 'list') return value.values.length > 0;
  return value.kind === 'time' || value.value !== null;
}
