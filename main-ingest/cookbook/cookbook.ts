import { performance } from 'node:perf_hooks';
import { LRUCache } from 'lru-cache';
import { type CellBlock, eachRow } from '../contract/cell-block.ts';
import type {
  AnswerHead,
  Engine,
  ExportFormat,
  QueryOutput,
  QueryProblem,
  Recipe,
  RunInput,
  RunSqlInput,
  TableSchema,
} from '../contract/cookbook.ts';
import type { AskRecipe } from '../insight/joker-counts.ts';
import { type MetricsReader, QueryError, type QueryErrorCode } from '../metrics/metrics.ts';
import { exportResult } from './export.ts';
import { type BoundStatement, bindParameters } from './parameters.ts';
import { loadRecipes, type RecipeProblem } from './recipe.ts';
import { sqlFor } from './rollup-choice.ts';
import { freeValues, recipeValues } from './values.ts';

export interface CookbookOptions {
  /** Holds a folder a recipe. */
  readonly recipesFolder: string;
  /** The stores that may be asked; the first one here is asked where a query names none. */
  readonly readers: Readonly<Partial<Record<Engine, MetricsReader>>>;
  /** Where exported files are made. */
  readonly exportFolder: string;
  /** Changes whenever answers may have changed. */
  readonly dataVersion: () => number;
  /** Longest run of a query. Default 60 s. */
  readonly timeoutMs?: number;
  /** Bytes of results that are kept for the case that the same is asked again. Default 64 MiB. */
  readonly cacheBytes?: number;
}

/** An answer with its rows packed, as they are kept and sent. */
export interface PackedAnswer {
  readonly head: AnswerHead;
  readonly blocks: readonly CellBlock[];
}

/** Recipes and free SQL: bound, run, cancelled, kept, exported. Failures are {@link QueryError}s. */
export interface Cookbook {
  /** All recipes as they are on disk now, by name. */
  recipes(): Promise<Recipe[]>;
  /** What is wrong with recipes that are left out. */
  problems(): readonly RecipeProblem[];
  /** Answers at most {@link WHOLE_BYTES} of rows, and says so where there are more. @throws UnknownRecipe */
  run(input: RunInput, signal?: AbortSignal): Promise<QueryOutput>;
  sql(input: RunSqlInput, signal?: AbortSignal): Promise<QueryOutput>;
  /** The answers that {@link run} and {@link sql} give, packed, and up to what a store answers. @throws UnknownRecipe */
  packed(input: RunInput | RunSqlInput, signal?: AbortSignal): Promise<PackedAnswer>;
  /** All rows of a recipe by column, for rooms that reckon on. @throws UnknownRecipe */
  readonly ask: AskRecipe;
  /** The complete result as a file. */
  export(
    input: { format: ExportFormat; run: RunInput | RunSqlInput; guardFormulas?: boolean },
    signal?: AbortSignal,
  ): Promise<File>;
  tables(): Promise<TableSchema[]>;
  /** Distinct values of a column with their counts, most first. */
  values(
    input: { table: string; column: string; prefix: string; limit: number },
    signal?: AbortSignal,
  ): Promise<{ value: string; count: number }[]>;
}

/** A recipe was asked for that is not there. */
export class UnknownRecipe extends Error {
  override readonly name = 'UnknownRecipe';
}

interface Prepared {
  readonly reader: MetricsReader;
  readonly statement: BoundStatement;
  /** For the name of an exported file. */
  readonly title: string;
}

/** Most of an answer that is given as a whole, in bytes as it is packed: more of it would hold up everybody else. */
export const WHOLE_BYTES = 4 * 1024 * 1024;

/** Opens the cookbook; recipes are read now, and again whenever they are listed. */
export async function openCookbook(options: CookbookOptions): Promise<Cookbook> {
  const { readers, exportFolder, dataVersion, timeoutMs = 60_000, cacheBytes = 64 * 1024 * 1024 } = options;
  let loaded = await loadRecipes(options.recipesFolder);
  const cache = new LRUCache<string, PackedAnswer>({
    maxSize: cacheBytes,
    sizeCalculation: ({ head }, key) => head.bytes + key.length + 1,
  });
  let newest: { version: number; at: Promise<string | null> } | undefined;

  const readerOf = (engine: Engine | undefined): MetricsReader => {
    const reader = engine === undefined ? (readers.duckdb ?? readers.questdb) : readers[engine];
    if (reader === undefined) {
      throw new QueryError('UNAVAILABLE', `${engine ?? 'A store for metrics'} is not connected`, {
        tip: `Connected: ${Object.keys(readers).join(', ') || 'none'}. Another one is one line of the settings.`,
      });
    }
    return reader;
  };

  const prepare = (input: RunInput | RunSqlInput): Prepared => {
    const reader = readerOf(input.engine);
    if ('sql' in input) {
      return {
        reader,
        statement: bindParameters(input.sql, freeValues(input.params), reader.engine),
        title: 'query',
      };
    }
    const recipe = loaded.recipes.get(input.recipe);
    if (recipe === undefined) throw new UnknownRecipe(`There is no recipe "${input.recipe}"`);
    const values = recipeValues(recipe.parameters, input.params, input.scope);
    const sql = sqlFor(recipe, values, reader.engine);
    return { reader, statement: bindParameters(sql, values, reader.engine), title: recipe.name };
  };

  /** Time of the newest event in the tables, asked once for each version of the data. */
  const dataAt = (reader: MetricsReader, version: number): Promise<string | null> => {
    if (newest?.version !== version) {
      const at = newestEvent(reader, timeoutMs).catch(() => {
        // Not known is no answer: it is asked again.
        newest = undefined;
        return null;
      });
      newest = { version, at };
    }
    return newest.at;
  };

  const packed = async (
    input: RunInput | RunSqlInput,
    signal: AbortSignal | undefined,
    maxBytes?: number,
  ): Promise<PackedAnswer> => {
    const lane = 'sql' in input ? (input.lane ?? 'free') : 'view';
    const started = performance.now();
    const { reader, statement } = prepare(input);
    const version = dataVersion();
    const key = JSON.stringify([reader.engine, version, input.limit, maxBytes, statement.sql, statement.binds]);
    const kept = cache.get(key);
    if (kept !== undefined) {
      const timing = { ...NO_TIME, totalMs: performance.now() - started };
      return { ...kept, head: { ...kept.head, cached: true, timing } };
    }
    const [result, at] = await Promise.all([
      reader
        .query(statement.sql, statement.binds, {
          maxRows: input.limit,
          timeoutMs,
          lane,
          ...(maxBytes !== undefined && { maxBytes }),
          ...(signal && { signal }),
        })
        .catch((error: unknown) => Promise.reject(atSource(error, statement))),
      dataAt(reader, version),
    ]);
    const head: AnswerHead = {
      columns: result.columns.map(({ name, type }) => ({ name, type })),
      rowCount: result.rowCount,
      truncated: result.truncated,
      bytes: result.bytes,
      engine: reader.engine,
      timing: { ...result.timing, totalMs: performance.now() - started },
      cached: false,
      dataAt: at,
    };
    const found = { head, blocks: result.blocks };
    cache.set(key, found);
    return found;
  };
  const answer = async (
    input: RunInput | RunSqlInput,
    signal: AbortSignal | undefined,
    maxBytes?: number,
  ): Promise<QueryOutput> => {
    const { head, blocks } = await packed(input, signal, maxBytes);
    const { rowCount: _, ...about } = head;
    return { ...about, rows: [...eachRow(head.columns, blocks)] };
  };

  return {
    recipes: async () => {
      loaded = await loadRecipes(options.recipesFolder);
      return [...loaded.recipes.values()];
    },
    problems: () => loaded.problems,
    run: (input, signal) => answer(input, signal, WHOLE_BYTES),
    sql: (input, signal) => answer(input, signal, WHOLE_BYTES),
    packed: (input, signal) => packed(input, signal),
    ask: async (recipe, params, scope, signal) => {
      const { columns, rows } = await answer({ recipe, params, scope, limit: MOST_ROWS_ASKED }, signal);
      return rows.map((row) => Object.fromEntries(columns.map(({ name }, index) => [name, row[index] ?? null])));
    },
    export: async ({ format, run, guardFormulas = false }, signal) => {
      const { reader, statement, title } = prepare(run);
      return exportResult(reader, statement, {
        ...{ format, guardFormulas, title, folder: exportFolder, timeoutMs, signal },
      }).catch((error: unknown) => Promise.reject(atSource(error, statement)));
    },
    tables: async () =>
      (await readerOf(undefined).tables()).map(({ name, rows, columns }) => ({
        name,
        rows,
        columns: columns.map((column) => ({ name: column.name, type: column.type })),
      })),
    values: async ({ table, column, prefix, limit }, signal) => {
      const known = (await readerOf(undefined).tables()).find(({ name }) => name === table);
      if (known === undefined) throw new QueryError('UNKNOWN_TABLE', `There is no table "${table}"`);
      if (!known.columns.some(({ name }) => name === column)) {
        throw new QueryError('UNKNOWN_COLUMN', `The table ${table} has no column "${column}"`);
      }
      const input = { sql: valuesSql(table, column), params: { prefix: `${prefix}%` }, limit, lane: 'view' } as const;
      const { rows } = await answer(input, signal);
      return rows.map(([value, count]) => ({ value: String(value), count: Number(count) }));
    },
  };
}

const MOST_ROWS_ASKED = 1_000_000;
const NO_TIME = { parseMs: 0, executeMs: 0, transferMs: 0 };

/** `table` and `column` are names that the store itself has listed. */
function valuesSql(table: string, column: string): string {
  return `SELECT "${column}" AS value, count(*) AS games
FROM "${table}"
WHERE "${column}" IS NOT NULL AND cast("${column}" AS VARCHAR) LIKE :prefix
GROUP BY "${column}"
ORDER BY games DESC, value`;
}

async function newestEvent(reader: MetricsReader, timeoutMs: number): Promise<string | null> {
  const tables = ['game_starts', 'game_metrics', 'decision_points', 'game_results', 'learning_metrics'];
  const sql = tables.map((table) => `SELECT max(timestamp) AS newest FROM ${table}`).join(' UNION ALL ');
  const { rows } = await reader.query(`SELECT max(newest) AS newest FROM (${sql}) AS tables`, [], {
    maxRows: 1,
    timeoutMs,
  });
  const at = rows[0]?.[0];
  return typeof at === 'string' ? at : null;
}

/** An engine's error with its position in the statement as the person wrote it. */
function atSource(error: unknown, statement: BoundStatement): unknown {
  if (!(error instanceof QueryError) || error.position === undefined) return error;
  return new QueryError(error.code, error.message, {
    position: statement.sourcePosition(error.position),
    ...(error.tip !== undefined && { tip: error.tip }),
    cause: error.cause,
  });
}

const TIPS: Readonly<Record<QueryErrorCode, string | null>> = {
  SYNTAX: null,
  UNKNOWN_COLUMN: 'The columns of each table are listed under Tables.',
  UNKNOWN_TABLE: 'The tables are listed under Tables.',
  READ_ONLY: 'Queries only read. To keep a result, export it.',
  TIMEOUT: 'Ask about fewer games: a shorter time, one strategy, one model.',
  CANCELLED: null,
  MEMORY: 'Ask about fewer games, or raise metrics.memoryLimitMb in the settings.',
  UNAVAILABLE: 'Health says what the store is doing. What came in is safe in the journal.',
  DAMAGED: 'Health has a button that makes the metrics anew of the history.',
  PARAMETER: null,
  FAILED: null,
};

/** A failed query as the contract carries it. */
export function queryProblem(error: QueryError): QueryProblem {
  return {
    code: error.code,
    message: error.message,
    position: error.position ?? null,
    tip: error.tip ?? TIPS[error.code],
    engineText: error.cause instanceof Error ? error.cause.message : null,
  };
}
