import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { type Recipe, RecipeChart, RecipeColumn, RecipeParameter } from '../contract/cookbook.ts';
import { parameterNames } from '../contract/sql-text.ts';

type ScopePart = NonNullable<RecipeParameter['scope']>;

const SCOPE: Readonly<Record<ScopePart, Omit<RecipeParameter, 'name' | 'scope'>>> = {
  from: { label: 'Started from', type: 'time', default: null },
  to: { label: 'Started before', type: 'time', default: null },
  strategy: { label: 'Strategies', type: 'texts', default: null, values: 'game_starts.strategy_id' },
  model: { label: 'Models', type: 'texts', default: null, values: 'game_starts.model_version' },
  deck: { label: 'Decks', type: 'texts', default: null, values: 'game_starts.deck' },
  stake: { label: 'Stakes', type: 'texts', default: null, values: 'game_starts.stakes' },
  outcome: { label: 'Outcomes', type: 'texts', default: null, values: 'game_results.outcome' },
};
const ScopeParts = z.array(z.enum(['from', 'to', 'strategy', 'model', 'deck', 'stake', 'outcome']));

/** A `recipe.yaml`. The parameters that the scope sets are named in `scope`, all of them where it is not there. */
export const RecipeFile = z.strictObject({
  title: z.string().min(1),
  question: z.string().min(1),
  subject: z.enum(['Learning', 'Jokers', 'Hands', 'Economy', 'Decisions', 'Where games die', 'Health']),
  tags: z.array(z.string()).default([]),
  scope: ScopeParts.default(['from', 'to', 'strategy', 'model', 'deck', 'stake', 'outcome']),
  parameters: z.array(z.strictObject(RecipeParameter.omit({ scope: true }).shape)).default([]),
  columns: z.array(z.strictObject(RecipeColumn.shape)).min(1),
  chart: z.strictObject(RecipeChart.shape),
  readItSo: z.string().min(1),
  next: z.array(z.string()).default([]),
  opens: z.string().nullable().default(null),
});

/** What is wrong with a recipe on disk: the file, the field in it, and how. */
export interface RecipeProblem {
  readonly file: string;
  readonly field: string;
  readonly message: string;
}

export interface Recipes {
  /** By name, in the order of their names. */
  readonly recipes: ReadonlyMap<string, Recipe>;
  /** Of the recipes that are left out. */
  readonly problems: readonly RecipeProblem[];
}

/** Reads every recipe of a folder. One that is wrong is left out and named, the others are there. */
export async function loadRecipes(folder: string): Promise<Recipes> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const loaded = await Promise.all(names.sort().map(async (name) => [name, await loadRecipe(folder, name)] as const));

  const recipes = new Map<string, Recipe>();
  const problems: RecipeProblem[] = [];
  for (const [name, result] of loaded) {
    if (Array.isArray(result)) problems.push(...result);
    else recipes.set(name, result);
  }
  for (const { name, next } of recipes.values()) {
    for (const other of next.filter((other) => !names.includes(other))) {
      problems.push({ file: `${name}/recipe.yaml`, field: 'next', message: `there is no recipe "${other}"` });
    }
  }
  return { recipes, problems };
}

async function loadRecipe(folder: string, name: string): Promise<Recipe | RecipeProblem[]> {
  const read = (file: string) => readFile(join(folder, name, file), 'utf8').catch(() => undefined);
  const files = ['recipe.yaml', 'duckdb.sql', 'questdb.sql', 'duckdb.rollup.sql', 'questdb.rollup.sql'];
  const [yaml, duckdb, questdb, duckdbRollup, questdbRollup] = await Promise.all(files.map(read));
  const missing = (file: string): RecipeProblem => ({
    file: `${name}/${file}`,
    field: '',
    message: 'the file is missing',
  });
  if (yaml === undefined || duckdb === undefined || questdb === undefined) {
    return [yaml, duckdb, questdb].flatMap((text, i) => (text === undefined ? [missing(files[i] ?? '')] : []));
  }
  if (duckdbRollup === undefined && questdbRollup === undefined) return parseRecipe(name, yaml, { duckdb, questdb });
  if (duckdbRollup === undefined) return [missing('duckdb.rollup.sql')];
  if (questdbRollup === undefined) return [missing('questdb.rollup.sql')];
  return parseRecipe(name, yaml, { duckdb, questdb }, { duckdb: duckdbRollup, questdb: questdbRollup });
}

/** Makes a recipe of the texts of its files, or says what is wrong with them. */
export function parseRecipe(
  name: string,
  yaml: string,
  sql: Recipe['sql'],
  rollup: Recipe['rollup'] = null,
): Recipe | RecipeProblem[] {
  const problem = (field: string, message: string, file = 'recipe.yaml'): RecipeProblem => ({
    file: `${name}/${file}`,
    field,
    message,
  });
  const document = parseDocument(yaml);
  if (document.errors.length > 0) {
    return document.errors.map(({ message, linePos }) => problem(`line ${linePos?.[0].line ?? '?'}`, message));
  }
  const parsed = RecipeFile.safeParse(document.toJS());
  if (!parsed.success) {
    return parsed.error.issues.map(({ path, message }) => problem(path.map(String).join('.'), message));
  }

  const { scope, parameters, ...rest } = parsed.data;
  const recipe: Recipe = {
    name,
    ...rest,
    parameters: [
      ...scope.map((part): RecipeParameter => ({ name: part, scope: part, ...SCOPE[part] })),
      ...parameters.map((parameter): RecipeParameter => ({ ...parameter, scope: null })),
    ],
    sql,
    rollup,
  };
  const problems = [
    ...unknownColumns(recipe).map(([field, column]) => problem(field, `there is no column "${column}"`)),
    ...(['duckdb', 'questdb'] as const).flatMap((engine) =>
      parameterProblems(recipe, engine).map((message) => problem('parameters', message, `${engine}.sql`)),
    ),
  ];
  return problems.length > 0 ? problems : recipe;
}

/** Columns that the chart or the link to games names and the recipe has not: where, and which. */
function unknownColumns({ chart, columns, opens }: Recipe): [field: string, column: string][] {
  const known = new Set(columns.map(({ name }) => name));
  const { x, series, low, high, n, value } = chart;
  const named = Object.entries({ x, series, low, high, n, value }).flatMap(([field, column]): [string, string][] =>
    column === undefined ? [] : [[`chart.${field}`, column]],
  );
  for (const column of chart.y) named.push(['chart.y', column]);
  for (const [, column = ''] of (opens ?? '').matchAll(/\{(\w*)\}/g)) named.push(['opens', column]);
  return named.filter(([, column]) => !known.has(column));
}

function parameterProblems({ parameters, sql, rollup }: Recipe, engine: 'duckdb' | 'questdb'): string[] {
  const used = parameterNames(sql[engine]);
  const declared = parameters.map(({ name }) => name);
  const all = new Set([...used, ...(rollup === null ? [] : parameterNames(rollup[engine]))]);
  return [
    ...[...all].filter((name) => !declared.includes(name)).map((name) => `:${name} is not declared in recipe.yaml`),
    ...declared.filter((name) => !used.includes(name)).map((name) => `:${name} is declared and not used`),
  ];
}
