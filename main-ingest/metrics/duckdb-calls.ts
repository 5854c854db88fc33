import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import { QueryError } from './metrics.ts';
import { masked } from './statement-text.ts';

/**
 * Functions that may stand where a table stands: those that make rows out of nothing or out of what they are given, and those
 * that list what is in the store. A function that DuckDB has, or will have, and that is not named here may write logs,
 * change settings, read files, or run a statement out of a text that nobody has looked at.
 */
const TABLE_FUNCTIONS: ReadonlySet<string> = new Set([
  'duckdb_columns',
  'duckdb_constraints',
  'duckdb_databases',
  'duckdb_functions',
  'duckdb_indexes',
  'duckdb_keywords',
  'duckdb_memory',
  'duckdb_optimizers',
  'duckdb_schemas',
  'duckdb_settings',
  'duckdb_table_sample',
  'duckdb_tables',
  'duckdb_temporary_files',
  'duckdb_types',
  'duckdb_views',
  'generate_series',
  'histogram',
  'histogram_values',
  'icu_calendar_names',
  'json_each',
  'json_tree',
  'pg_timezone_names',
  'pragma_collations',
  'pragma_database_size',
  'pragma_platform',
  'pragma_show',
  'pragma_storage_info',
  'pragma_table_info',
  'pragma_version',
  'range',
  'repeat',
  'repeat_row',
  'summary',
  'unnest',
]);

/** Functions of a single value that do more than answer one. */
const NOT_ASKED: ReadonlySet<string> = new Set(['currval', 'getenv', 'nextval', 'setseed', 'stats', 'write_log']);

/** Functions that make one list or text as long as they are told, at once and deaf to being cancelled. */
const MAKES_ONE_VALUE: ReadonlySet<string> = new Set([
  'array_resize',
  'generate_series',
  'list_resize',
  'lpad',
  'range',
  'repeat',
  'rpad',
]);
/** Where a size is written out, a larger one is not begun; where it is reckoned, the process's own bound comes first. */
const LARGEST_VALUE = 50_000_000;

/**
 * Looks at all that a statement calls. Answers whether it could; what does not parse, and what is no SELECT, is left to be refused
 * by who prepares it.
 * @throws QueryError `READ_ONLY` for a function that does more than read
 */
export async function checkCalls(connection: DuckDBConnection, sql: string): Promise<boolean> {
  const tree = (await parsed(connection, sql)) ?? (await explained(connection, sql));
  if (tree === undefined) return /\bpivot\b/i.test(masked(sql)) && checkText(connection, sql);
  checkTree(tree);
  return true;
}

const Serialized = z.object({ error: z.boolean(), statements: z.unknown().optional() });

/** DuckDB's own parse of a SELECT; undefined for anything else. */
async function parsed(connection: DuckDBConnection, sql: string): Promise<unknown> {
  const statement = await connection.prepare('SELECT json_serialize_sql($1::VARCHAR)');
  statement.bindVarchar(1, sql);
  const { error, statements } = Serialized.parse(JSON.parse(String((await statement.runAndReadAll()).value(0, 0))));
  return error ? undefined : statements;
}

/** The parse of the SELECT that an EXPLAIN explains. */
async function explained(connection: DuckDBConnection, sql: string): Promise<unknown> {
  const begin = /^\s*explain\b(?:\s+analy[sz]e\b)?/i.exec(masked(sql))?.[0];
  if (begin === undefined) return undefined;
  const rest = sql.slice(begin.length);
  const options = /^\s*\([^()]*\)/.exec(masked(rest))?.[0];
  const tree =
    (await parsed(connection, rest)) ??
    (options === undefined ? undefined : await parsed(connection, rest.slice(options.length)));
  if (tree !== undefined) return tree;
  throw new QueryError('READ_ONLY', 'EXPLAIN explains a SELECT, and nothing else.', {
    tip: 'A PIVOT is explained where it names its values: ON suit IN (…).',
  });
}

function checkTree(tree: unknown): void {
  const open = [tree];
  while (open.length > 0) {
    const node = open.pop();
    if (typeof node !== 'object' || node === null) continue;
    if ('type' in node && node.type === 'TABLE_FUNCTION' && 'function' in node) {
      const name = calledBy(node.function);
      if (!TABLE_FUNCTIONS.has(name)) throw notAllowed(name);
      // As a table it makes its rows one by one, however many.
      open.push(argumentsOf(node.function));
      continue;
    }
    if ('class' in node && node.class === 'FUNCTION') checkValue(node);
    for (const child of Object.values(node)) open.push(child);
  }
}

function checkValue(call: object): void {
  const name = calledBy(call);
  if (NOT_ASKED.has(name)) throw notAllowed(name);
  if (!MAKES_ONE_VALUE.has(name)) return;
  const size = argumentsOf(call).reduce((most: number, argument) => Math.max(most, constantOf(argument)), 0);
  if (size <= LARGEST_VALUE) return;
  throw new QueryError(
    'MEMORY',
    `${name}(…) with ${size.toLocaleString('en')} would be one value of more than memory holds.`,
    {
      tip: `As a table it makes no list: FROM ${name === 'generate_series' ? name : 'range'}(…).`,
    },
  );
}

const Call = z.object({ children: z.array(z.unknown()) });

function argumentsOf(call: unknown): readonly unknown[] {
  return Call.safeParse(call).data?.children ?? [];
}

const Constant = z.object({ class: z.literal('CONSTANT'), value: z.object({ value: z.number() }) });

/** A number that is written out; 0 for anything else. */
function constantOf(argument: unknown): number {
  return Constant.safeParse(argument).data?.value.value ?? 0;
}

function calledBy(call: unknown): string {
  const isCall = typeof call === 'object' && call !== null && 'function_name' in call;
  return isCall ? String(call.function_name).toLowerCase() : '';
}

/**
 * The same for what DuckDB does not serialize, a PIVOT that names no values: by the names that stand before a bracket. They are
 * found in the text, and so only in one that can be read without doubt.
 */
async function checkText(connection: DuckDBConnection, sql: string): Promise<boolean> {
  if (/\\|\r(?!\n)/.test(sql)) {
    throw new QueryError('READ_ONLY', 'A PIVOT that names no values may hold no backslash.', {
      tip: 'Name its values: ON suit IN (…).',
    });
  }
  const known = await connection.runAndReadAll(
    "SELECT DISTINCT lower(function_name) FROM duckdb_functions() WHERE function_type IN ('table', 'table_macro', 'pragma')",
  );
  const tables = new Set(known.getRows().map(([name]) => String(name)));
  for (const { 1: found = '', index } of masked(sql).matchAll(/([\w$]+)\s*\(/g)) {
    const typed = sql.slice(index, index + found.length);
    const name = (/"((?:[^"]|"")*)"$/.exec(typed)?.[1] ?? typed).toLowerCase();
    if (NOT_ASKED.has(name) || (tables.has(name) && !TABLE_FUNCTIONS.has(name))) throw notAllowed(name);
  }
  return true;
}

function notAllowed(name: string): QueryError {
  return new QueryError(
    'READ_ONLY',
    `The function ${name} is not allowed: queries only read the tables of the workbench.`,
    {
      tip: 'The tables are listed under Tables.',
    },
  );
}
