import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import type { CellBlock } from './cell-block.ts';
import { Scope } from './scope.ts';

export const Engine = z.enum(['duckdb', 'questdb']);
export type Engine = z.infer<typeof Engine>;

export const RecipeParameter = z.object({
  name: z.string(),
  label: z.string(),
  type: z.enum(['integer', 'number', 'text', 'texts', 'boolean', 'time', 'choice']),
  /** Part of the scope that sets it, where one does. */
  scope: z.enum(['from', 'to', 'strategy', 'model', 'deck', 'stake', 'outcome']).nullable(),
  default: z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]).nullable(),
  min: z.number().optional(),
  max: z.number().optional(),
  choices: z.array(z.string()).optional(),
  /** `table.column` whose values are offered. */
  values: z.string().optional(),
  help: z.string().optional(),
});
export type RecipeParameter = z.infer<typeof RecipeParameter>;

/** What a column holds, beyond its type: decides unit, format and what a click opens. */
export const RecipeColumn = z.object({
  name: z.string(),
  label: z.string(),
  unit: z.enum([
    'count',
    'share',
    'money',
    'score',
    'ms',
    'ante',
    'chips',
    'mult',
    'ratio',
    'time',
    'text',
    'number',
    'step',
  ]),
  help: z.string().optional(),
});
export type RecipeColumn = z.infer<typeof RecipeColumn>;

export const RecipeChart = z.object({
  type: z.enum(['line', 'bar', 'stacked-bar', 'dot-interval', 'heatmap', 'scatter', 'none']),
  title: z.string(),
  x: z.string().optional(),
  y: z.array(z.string()).default([]),
  series: z.string().optional(),
  low: z.string().optional(),
  high: z.string().optional(),
  n: z.string().optional().describe('column with the sample size'),
  value: z.string().optional().describe('colour of a heatmap cell'),
  xLabel: z.string().optional(),
  yLabel: z.string().optional(),
  log: z.boolean().optional(),
});
export type RecipeChart = z.infer<typeof RecipeChart>;

export const Recipe = z.object({
  name: z.string(),
  title: z.string(),
  question: z.string(),
  subject: z.string().describe('Learning, Jokers, Hands, Economy, Decisions, Where games die, Health'),
  tags: z.array(z.string()),
  parameters: z.array(RecipeParameter),
  columns: z.array(RecipeColumn),
  chart: RecipeChart,
  readItSo: z.string(),
  next: z.array(z.string()).describe('recipes to look at next'),
  /** Template of a game query that a row opens, with `{column}` filled in. */
  opens: z.string().nullable(),
  sql: z.object({ duckdb: z.string(), questdb: z.string() }),
  /** The same answer from rollups, where every parameter that is set is one of its own. */
  rollup: z.object({ duckdb: z.string(), questdb: z.string() }).nullable(),
});
export type Recipe = z.infer<typeof Recipe>;

export const ParameterValue = z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.null()]);
export type ParameterValue = z.infer<typeof ParameterValue>;

/**
 * A cell. A whole number or decimal that a float64 would round or print otherwise is the text of its digits. Times are ISO-8601 text:
 * an instant ends in `Z`, a time on a clock of no known zone does not; with nanoseconds where the store has them.
 */
export type CellValue = string | number | boolean | null | readonly CellValue[];

/** A column of a result; the types are the same for every engine. */
const ResultColumn = z.object({
  name: z.string(),
  type: z.enum(['integer', 'decimal', 'double', 'text', 'boolean', 'timestamp', 'datetime', 'date', 'list']),
});
export type ResultColumn = Readonly<z.infer<typeof ResultColumn>>;

export const QueryOutput = z.object({
  columns: z.array(ResultColumn),
  /** Cells in the order of `columns`. They come from the stores; a million of them are not looked at again. */
  rows: z.custom<ReadonlyArray<readonly CellValue[]>>(Array.isArray),
  truncated: z
    .boolean()
    .describe('there are more rows: these are the first, as many as `limit` and the bound in bytes let through'),
  bytes: z.number().describe('of the rows, about as they are packed'),
  engine: Engine,
  timing: z.object({ parseMs: z.number(), executeMs: z.number(), transferMs: z.number(), totalMs: z.number() }),
  cached: z.boolean(),
  /** The data's own time: the newest event that the answer can hold. */
  dataAt: z.string().nullable(),
});
export type QueryOutput = z.infer<typeof QueryOutput>;

/** All of an answer but its rows. */
export type AnswerHead = Omit<QueryOutput, 'rows'> & { readonly rowCount: number };

/** A part of a long answer: its head first, then the rows in order, a block at a time. */
export type AnswerPart =
  | { readonly kind: 'head'; readonly head: AnswerHead }
  | { readonly kind: 'rows'; readonly block: CellBlock };

/** Details of a failed query, carried by the `QUERY` error. */
export const QueryProblem = z.object({
  code: z.string(),
  message: z.string(),
  position: z.number().nullable(),
  tip: z.string().nullable(),
  engineText: z.string().nullable(),
});
export type QueryProblem = z.infer<typeof QueryProblem>;

/** A question that cannot be answered is no failure of the server. */
const queryErrors = { QUERY: { status: 422, data: QueryProblem }, NOT_FOUND: {} };
const limit = z.number().int().min(1).max(1_000_000).default(10_000);

const Run = z.object({
  recipe: z.string(),
  params: z.record(z.string(), ParameterValue).default({}),
  scope: Scope.default({}),
  engine: Engine.optional().describe('default: the one that is connected'),
  limit,
});
export type RunInput = z.output<typeof Run>;
const RunSql = z.object({
  sql: z.string().max(1_000_000),
  params: z.record(z.string(), ParameterValue).default({}),
  engine: Engine.optional(),
  limit,
  lane: z
    .enum(['view', 'free'])
    .optional()
    .describe('view: asked by a view of the window itself, and not kept waiting by free SQL'),
});

export type RunSqlInput = z.output<typeof RunSql>;

export const ExportFormat = z.enum(['csv', 'json', 'parquet', 'markdown', 'xlsx']);
export type ExportFormat = z.infer<typeof ExportFormat>;

export const TableSchema = z.object({
  name: z.string(),
  rows: z.number(),
  columns: z.array(z.object({ name: z.string(), type: z.string() })),
});
export type TableSchema = z.infer<typeof TableSchema>;

/** Aborting a call cancels the query in the store. */
export const cookbook = {
  recipes: oc.output(z.array(Recipe)),
  /** An answer as a whole: at most 4 MB of rows, and `truncated` where there are more. */
  run: oc.input(Run).errors(queryErrors).output(QueryOutput),
  sql: oc.input(RunSql).errors(queryErrors).output(QueryOutput),
  /** The same answers piece by piece, up to 128 MB, so that a million rows hold up neither side. */
  stream: oc
    .input(z.union([Run, RunSql]))
    .errors(queryErrors)
    .output(eventIterator(z.custom<AnswerPart>((part) => typeof part === 'object'))),
  /** The complete result as a file. */
  export: oc
    .input(
      z.object({
        format: ExportFormat,
        run: z.union([Run, RunSql]),
        guardFormulas: z
          .boolean()
          .default(false)
          .describe('CSV: an apostrophe before texts that a spreadsheet would take for formulas'),
      }),
    )
    .errors(queryErrors)
    .output(z.file()),
  tables: oc.output(z.array(TableSchema)),
  /** Distinct values of a column with their counts, most first. */
  values: oc
    .input(
      z.object({
        table: z.string(),
        column: z.string(),
        prefix: z.string().default(''),
        limit: z.number().int().max(200).default(50),
      }),
    )
    .errors(queryErrors)
    .output(z.array(z.object({ value: z.string(), count: z.number() }))),
};
