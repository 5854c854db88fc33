import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CellValue, ParameterValue, QueryOutput, Recipe } from '../../../main-ingest/contract/cookbook.ts';
import type { Scope } from '../../../main-ingest/contract/scope.ts';
import { type Cookbook, openCookbook } from '../../../main-ingest/cookbook/cookbook.ts';
import { loadRecipes } from '../../../main-ingest/cookbook/recipe.ts';
import { type Duckdb, openDuckdb } from '../../../main-ingest/metrics/duckdb.ts';
import { openQuestdb, type Questdb } from '../../../main-ingest/metrics/questdb.ts';
import { MetricsFold } from '../../../main-ingest/metrics/rows.ts';
import { recipesFolder } from '../../metrics-of.ts';
import { recordedEvents } from '../../recordings.ts';
import { type QuestdbServer, questdbMissing, startQuestdb } from '../../servers/questdb.ts';
import { SCHEMA_FILE } from '../../servers/questdb-schema.ts';
import { because } from '../../skip-reason.ts';

/** A recording that breaks off: some games have ended, some are in flight. */
const EVENTS = 25_000;
const NARROW: Scope = {
  from: '2026-09-28T06:00:01Z',
  to: '2026-09-28T07:00:00Z',
  strategy: ['smart', 'smart-economy', 'random'],
  model: ['ppo-001', 'none such'],
  deck: ['Red Deck', 'Blue Deck', 'Yellow Deck', "it's no deck"],
  stake: ['White', 'Red'],
  outcome: ['win', 'loss'],
};
/** Values beside the defaults, so that rows come. */
const LOOSE: Readonly<Record<string, ParameterValue>> = {
  min_games: 1,
  reached_ante: 3,
  order: 'games',
  joker_b: 'Mad Joker',
  window: 7,
  every: 1,
  last: 5,
  block: 4,
  rows: 500,
};

const { recipes, problems } = await loadRecipes(recipesFolder);
const missing = await questdbMissing();
const folder = mkdtempSync(join(tmpdir(), 'recipes-'));
const { rows, checkpoint } = new MetricsFold(new Map()).fold(
  recordedEvents('train-small.jsonl.gz').slice(0, EVENTS),
  EVENTS,
);
let duckdb: Duckdb;
let cookbook: Cookbook;

beforeAll(async () => {
  const exportFolder = join(folder, 'duckdb');
  duckdb = await openDuckdb({ file: join(folder, 'metrics.duckdb'), memoryLimitMb: 512, exportFolder });
  await duckdb.writer.write(rows, checkpoint);
  cookbook = await openCookbook({
    recipesFolder,
    readers: { duckdb: duckdb.reader },
    exportFolder,
    dataVersion: () => 1,
  });
});
afterAll(async () => {
  await duckdb.close();
  rmSync(folder, { recursive: true, force: true });
});

test('every recipe loads', () => {
  expect(problems).toEqual([]);
  expect(recipes.size).toBeGreaterThan(30);
});

describe.each([...recipes.values()])('$name', (recipe) => {
  test('answers with the columns that it declares', async () => {
    const { columns } = await ask(cookbook, recipe, {}, {});
    expect(columns.map(({ name }) => name)).toEqual(recipe.columns.map(({ name }) => name));
    for (const [index, { unit, name }] of recipe.columns.entries()) {
      expect([name, columns[index]?.type]).toEqual([name, expect.stringMatching(TYPE_OF[unit])]);
    }
  });

  test('honours the scope', async () => {
    await ask(cookbook, recipe, paramsOf(recipe), NARROW);
    if (recipe.rollup !== null) {
      for (const scope of [{}, { strategy: ['smart', 'random'] }]) {
        const { rows: rolledUp, columns } = await ask(cookbook, recipe, paramsOf(recipe), scope);
        const one = await askTables(cookbook, recipe, paramsOf(recipe), scope);
        expect(columns).toEqual(one.columns);
        expect(rolledUp.map(rounded)).toEqual(one.rows.map(rounded));
      }
    }
    if (recipe.parameters.some(({ scope }) => scope === 'strategy')) {
      const nothing = await ask(cookbook, recipe, {}, { strategy: ['none such'] });
      const cells = nothing.rows.flat();
      expect(cells.filter((cell) => typeof cell === 'number' && cell !== 0)).toEqual([]);
    }
  });
});

describe.skipIf(missing !== undefined)(because(missing, 'QuestDB and DuckDB give the same answers'), () => {
  let server: QuestdbServer;
  let questdb: Questdb;
  let both: Cookbook;

  beforeAll(async () => {
    server = await startQuestdb();
    const exportFolder = join(folder, 'questdb');
    questdb = await openQuestdb({ ...server, schemaFile: SCHEMA_FILE, exportFolder });
    await questdb.writer.write(rows, checkpoint);
    await questdb.reader.settled();
    both = await openCookbook({
      recipesFolder,
      readers: { duckdb: duckdb.reader, questdb: questdb.reader },
      exportFolder,
      dataVersion: () => 1,
    });
  });
  afterAll(async () => {
    await questdb?.close();
    await server?.stop();
  });

  test.each([...recipes.values()])('$name', async (recipe) => {
    for (const [params, scope] of [
      [{}, {}],
      [paramsOf(recipe), {}],
      [paramsOf(recipe), NARROW],
    ] as const) {
      const expected = await ask(both, recipe, params, scope);
      const { rows: got, columns } = await ask(both, recipe, params, scope, 'questdb');
      expect(columns).toEqual(expected.columns);
      expect(got.map(rounded)).toEqual(expected.rows.map(rounded));
    }
  });
});

if (missing !== undefined) test.skip(`QuestDB is left out: ${missing}`);

const TYPE_OF: Readonly<Record<Recipe['columns'][number]['unit'], RegExp>> = {
  count: /^integer$/,
  share: /^double$/,
  money: /^(integer|double)$/,
  score: /^double$/,
  ms: /^double$/,
  ante: /^(integer|double)$/,
  chips: /^double$/,
  mult: /^double$/,
  ratio: /^double$/,
  time: /^timestamp$/,
  text: /^(text|boolean)$/,
  number: /^(integer|double)$/,
  step: /^integer$/,
};

function ask(
  cookbook: Cookbook,
  { name }: Recipe,
  params: Record<string, ParameterValue>,
  scope: Scope,
  engine: 'duckdb' | 'questdb' = 'duckdb',
): Promise<QueryOutput> {
  return cookbook.run({ recipe: name, params, scope, engine, limit: 10_000 });
}

/** Asks the tables themselves, also where a rollup would do. */
function askTables(
  cookbook: Cookbook,
  { parameters, sql }: Recipe,
  params: Record<string, ParameterValue>,
  scope: Scope,
): Promise<QueryOutput> {
  const values = Object.fromEntries(
    parameters.map(({ name, scope: part, default: byDefault }) => [
      name,
      (part === null ? params[name] : scope[part]) ?? byDefault,
    ]),
  );
  return cookbook.sql({ sql: sql.duckdb, params: values, limit: 10_000 });
}

function paramsOf({ parameters }: Recipe): Record<string, ParameterValue> {
  return Object.fromEntries(
    parameters.flatMap(({ name }): [string, ParameterValue][] => (name in LOOSE ? [[name, LOOSE[name] ?? null]] : [])),
  );
}

/** Sums of floats in another order differ in their last digits. */
function rounded(row: readonly CellValue[]): CellValue[] {
  return row.map((cell) => (typeof cell === 'number' && !Number.isInteger(cell) ? Number(cell.toPrecision(9)) : cell));
}
