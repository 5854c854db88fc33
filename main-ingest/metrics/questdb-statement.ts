import { QueryError } from './metrics.ts';
import { beginOf, firstWord, isBlank } from './statement-text.ts';

/** What begins a statement that reads. */
const READING: ReadonlySet<string> = new Set(['select', 'with', 'explain', 'show', 'declare']);
/** Words of other databases, and what QuestDB has for them. */
const BEGINS: Readonly<Record<string, string>> = {
  from: 'SELECT * FROM',
  table: 'SELECT * FROM',
  describe: 'SHOW COLUMNS FROM',
  desc: 'SHOW COLUMNS FROM',
};
const INSTEAD: Readonly<Record<string, string>> = {
  values: 'Write SELECT 1, or SELECT … UNION ALL SELECT … for several rows.',
  summarize: 'Write SELECT count(*), min(x), max(x), avg(x) FROM …',
  pivot: 'Write SELECT * FROM t PIVOT (count() FOR column IN (…) GROUP BY …).',
  unpivot: 'Write SELECT … UNION ALL SELECT …, one for each column.',
};
/** What begins a statement that does something else than read. */
const DOING: ReadonlySet<string> = new Set(
  (
    'add alter analyze attach backup begin call cancel checkpoint close commit compile copy create deallocate delete detach ' +
    'discard drop end execute fetch grant insert install kill load lock move pragma prepare refresh reindex release rename ' +
    'repair reset resume revoke rollback savepoint set snapshot start suspend truncate unlock update use vacuum'
  ).split(' '),
);
const SELECT_ALL = 'SELECT * FROM ';

export interface QuestdbStatement {
  readonly sql: string;
  /** Place in the statement as it was written of a place in `sql`. */
  readonly sourcePosition: (position: number) => number;
}

/**
 * The statement as the server takes it: one that begins with a table, as QuestDB allows, or with a word that other
 * databases have, is written out.
 * @throws QueryError for one that does anything but read: what the server would take from anybody, too
 */
export function readingStatement(sql: string): QuestdbStatement {
  if (isBlank(sql)) throw new QueryError('SYNTAX', 'There is no statement to run.');
  const word = firstWord(sql);
  const typed = word.toUpperCase();
  if (READING.has(word)) return { sql, sourcePosition: (position) => position };
  if (DOING.has(word)) {
    throw new QueryError('READ_ONLY', `${typed} is not allowed: queries only read.`, {
      tip: 'Ask with SELECT, or with a recipe.',
    });
  }
  const tip = INSTEAD[word];
  if (tip !== undefined) throw new QueryError('SYNTAX', `QuestDB has no statement that begins with ${typed}.`, { tip });
  const { statement, word: place } = beginOf(sql);
  const begin = BEGINS[word];
  const at = begin === undefined ? statement : place;
  const taken = begin === undefined ? 0 : word.length;
  const given = begin ?? SELECT_ALL;
  return {
    sql: sql.slice(0, at) + given + sql.slice(at + taken),
    sourcePosition: (position) =>
      position < at + given.length ? Math.min(position, at) : position - given.length + taken,
  };
}
