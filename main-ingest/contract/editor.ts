import { oc } from '@orpc/contract';
import { z } from 'zod';
import { Engine, ParameterValue } from './cookbook.ts';

/** A tab of the cookbook: of a recipe, of an analysis, or of SQL that has no name yet. */
export const EditorTab = z.object({
  /** Last part of its address: the name of the recipe, `my-…` of an analysis, `sql-3`. */
  id: z.string().max(120),
  title: z.string().max(200),
  /** What was written in place of the recipe's own SQL. */
  sql: z.string().max(1_000_000).nullable(),
  engine: Engine.nullable(),
  values: z.record(z.string(), ParameterValue),
});
export type EditorTab = z.infer<typeof EditorTab>;

/** A query that a person ran. */
export const RanQuery = z.object({
  /** Milliseconds since 1970. */
  at: z.number(),
  engine: z.string(),
  text: z.string().max(1_000_000),
  ms: z.number().nullable().describe('null where it failed before it ran'),
  rows: z.number().nullable(),
  error: z.string().nullable(),
});
export type RanQuery = z.infer<typeof RanQuery>;

/** What the cookbook's editor remembers. */
export const editor = {
  tabs: oc.output(z.array(EditorTab)),
  keepTabs: oc.input(z.array(EditorTab).max(100)).output(z.void()),
  /** Newest first; those whose text holds `search`. */
  history: oc
    .input(z.object({ search: z.string().default(''), limit: z.number().int().max(500).default(100) }))
    .output(z.array(RanQuery)),
  ran: oc.input(RanQuery).output(z.void()),
};
