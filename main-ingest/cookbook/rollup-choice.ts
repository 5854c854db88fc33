import type { Engine, Recipe } from '../contract/cookbook.ts';
import { parameterNames } from '../contract/sql-text.ts';
import { type Bound, isSet } from './parameters.ts';

/**
 * The SQL that answers a recipe for these values: its rollups' where they know every parameter that is set, as a rollup
 * has some of the columns that a scope may ask for, and not all.
 */
export function sqlFor(recipe: Recipe, values: ReadonlyMap<string, Bound>, engine: Engine): string {
  const { sql, rollup } = recipe;
  if (rollup === null) return sql[engine];
  const known = new Set(parameterNames(rollup[engine]));
  const isEnough = [...values].every(([name, value]) => !isSet(value) || known.has(name));
  return isEnough ? rollup[engine] : sql[engine];
}
