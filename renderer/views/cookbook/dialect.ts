import type { Completion } from '@codemirror/autocomplete';
import { PostgreSQL, SQLDialect, type SQLDialectSpec } from '@codemirror/lang-sql';
import { ensureSyntaxTree } from '@codemirror/language';
import type { EditorState } from '@codemirror/state';
import type { Engine } from '../../../main-ingest/contract/cookbook.ts';

/** Functions that questions about games use; both engines have them unless one is named. */
const FUNCTIONS =
  'abs avg ceil coalesce concat count count_distinct first floor greatest last least length ln log lower max min mod ' +
  'nullif power replace round row_number rank lag lead split_part sqrt stddev_samp string_agg strpos substring sum ' +
  'to_char trim upper variance';
const DUCKDB_FUNCTIONS =
  'approx_quantile arg_max arg_min date_diff date_trunc epoch histogram list list_contains make_timestamp median mode ' +
  'quantile_cont regexp_matches strftime string_split unnest width_bucket';
const QUESTDB_FUNCTIONS = 'approx_percentile dateadd datediff date_trunc haversine_dist_deg ksum nsum timestamp_floor';

/** PostgreSQL's, with what an engine adds, and `:name` for parameters. */
function dialect(keywords: string, functions: string): SQLDialect {
  const spec: SQLDialectSpec = PostgreSQL.spec;
  return SQLDialect.define({
    ...spec,
    keywords: `${spec.keywords ?? ''} ${keywords}`,
    builtin: `${FUNCTIONS} ${functions}`,
    specialVar: ':',
  });
}

export const DIALECTS: Readonly<Record<Engine, SQLDialect>> = {
  duckdb: dialect('asof exclude pivot positional qualify sample unpivot', DUCKDB_FUNCTIONS),
  questdb: dialect('align asof calendar fill latest lt partition sample splice', QUESTDB_FUNCTIONS),
};

const WORDS =
  'SELECT FROM WHERE GROUP ORDER BY HAVING LIMIT OFFSET WITH AS JOIN LEFT INNER CROSS FULL ON AND OR NOT IN IS NULL CASE WHEN ' +
  'THEN ELSE END DISTINCT UNION ALL BETWEEN LIKE ILIKE EXISTS FILTER OVER PARTITION DESC ASC USING TRUE FALSE CAST INTERVAL';

/** Keywords and functions worth offering, keywords in capitals as the recipes have them. */
export function wordsOf(engine: Engine): Completion[] {
  const own = engine === 'duckdb' ? DUCKDB_FUNCTIONS : QUESTDB_FUNCTIONS;
  const functions = `${FUNCTIONS} ${own}`.split(' ').map((label) => ({ label, type: 'function', boost: -10 }));
  return [...functions, ...WORDS.split(' ').map((label) => ({ label, type: 'keyword', boost: -20 }))];
}

/** A part of the editor's text that can be run. */
export interface Runnable {
  readonly sql: string;
  /** Where it begins. */
  readonly offset: number;
  /** Whether it is all that stands there. */
  readonly whole: boolean;
}

/** What a run means: the selection, else the statement under the cursor. */
export function runnableOf(state: EditorState): Runnable {
  const { main } = state.selection;
  const text = state.doc.toString();
  if (!main.empty) return { sql: state.sliceDoc(main.from, main.to), offset: main.from, whole: false };
  const statements = statementsOf(state);
  if (statements.length < 2) return { sql: text.replace(/;\s*$/, ''), offset: 0, whole: true };
  const here = statements.find(({ to }) => main.head <= to) ?? statements.at(-1);
  return here
    ? { sql: text.slice(here.from, here.to).replace(/;\s*$/, ''), offset: here.from, whole: false }
    : { sql: text, offset: 0, whole: true };
}

function statementsOf(state: EditorState): { from: number; to: number }[] {
  const tree = ensureSyntaxTree(state, state.doc.length, 200);
  const found: { from: number; to: number }[] = [];
  for (let node = tree?.topNode.firstChild ?? null; node; node = node.nextSibling)
    if (node.name === 'Statement') found.push({ from: node.from, to: node.to });
  return found;
}
