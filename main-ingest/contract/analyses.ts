import { oc } from '@orpc/contract';
import { z } from 'zod';
import { Engine, ParameterValue, RecipeChart, RecipeParameter } from './cookbook.ts';

/** A question of a person's own: kept as a file that can be read, copied and given away. */
export const Analysis = z.object({
  /** Name of its file: small letters, digits and hyphens. */
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,79}$/),
  title: z.string().min(1).max(120),
  engine: Engine,
  sql: z.string().max(1_000_000),
  parameters: z.array(RecipeParameter).default([]),
  /** What its parameters were set to when it was saved. */
  values: z.record(z.string(), ParameterValue).default({}),
  chart: RecipeChart,
  notes: z.string().max(20_000).default(''),
  recipe: z.string().nullable().default(null).describe('recipe that it began as'),
});
export type Analysis = z.infer<typeof Analysis>;

export const analyses = {
  /** By title. Files that cannot be read are named in `unreadable`. */
  list: oc.output(
    z.object({ analyses: z.array(Analysis), unreadable: z.array(z.object({ file: z.string(), why: z.string() })) }),
  ),
  /** One of the same name becomes this one. */
  save: oc.input(Analysis).output(z.void()),
  remove: oc.input(Analysis.pick({ name: true })).output(z.void()),
};
