import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { GAME_FIELDS, parseGameQuery } from '../../../main-ingest/contract/game-query.ts';
import { loadRecipes, parseRecipe } from '../../../main-ingest/cookbook/recipe.ts';

const YAML = `title: Win rate by deck
question: With which deck are games won?
subject: Learning
scope: [from, deck]
parameters:
  - { name: rows, label: Rows, type: integer, default: 50, min: 1 }
columns:
  - { name: deck, label: Deck, unit: text }
  - { name: games, label: Games, unit: count }
chart: { type: bar, title: Games by deck, x: deck, y: [games] }
readItSo: More is more.
opens: 'deck:"{deck}"'
`;
const SQL = 'SELECT deck, 1 AS games FROM t WHERE at >= :from AND deck IN :deck LIMIT :rows';
const parse = (yaml: string, sql = SQL) => parseRecipe('win-rate-by-deck', yaml, { duckdb: sql, questdb: sql });

describe('a recipe from its files', () => {
  test('has the parameters that the scope sets, then its own', () => {
    expect(parse(YAML)).toMatchObject({
      name: 'win-rate-by-deck',
      next: [],
      opens: 'deck:"{deck}"',
      parameters: [
        { name: 'from', type: 'time', scope: 'from', default: null },
        { name: 'deck', type: 'texts', scope: 'deck', values: 'game_starts.deck' },
        { name: 'rows', type: 'integer', scope: null, default: 50, min: 1 },
      ],
    });
  });

  test.each([
    ['a field that is missing', YAML.replace(/^title.*\n/, ''), SQL, 'recipe.yaml', 'title'],
    [
      'a field of the wrong type',
      YAML.replace('default: 50', 'default: {}'),
      SQL,
      'recipe.yaml',
      'parameters.0.default',
    ],
    ['a field that is not known', `${YAML}charts: {}\n`, SQL, 'recipe.yaml', ''],
    ['a unit that is not known', YAML.replace('unit: count', 'unit: games'), SQL, 'recipe.yaml', 'columns.1.unit'],
    ['a chart of a column that is not there', YAML.replace('x: deck', 'x: stake'), SQL, 'recipe.yaml', 'chart.x'],
    ['a link by a column that is not there', YAML.replace('{deck}', '{stake}'), SQL, 'recipe.yaml', 'opens'],
    ['no YAML', YAML.replace('subject: ', 'subject: ['), SQL, 'recipe.yaml', expect.stringMatching(/^line \d+$/)],
    ['a parameter that is not declared', YAML, `${SQL} OFFSET :skip`, 'duckdb.sql', 'parameters'],
    ['a parameter that is not used', YAML, SQL.replace('LIMIT :rows', ''), 'questdb.sql', 'parameters'],
  ])('%s is named with its file and field', (_, yaml, sql, file, field) => {
    expect(parse(yaml, sql)).toContainEqual(expect.objectContaining({ file: `win-rate-by-deck/${file}`, field }));
  });
});

describe('the recipes of the repository', async () => {
  const { recipes, problems } = await loadRecipes(join(import.meta.dirname, '../../../sql-cookbook/recipes'));

  test('have nothing wrong', () => {
    expect(problems).toEqual([]);
  });

  test.each([...recipes.values()])('$name: SQL says its question; what a row opens can be searched for', (recipe) => {
    for (const sql of Object.values(recipe.sql)) expect(sql.split('\n')[0]).toBe(`-- ${recipe.question}`);
    const example = recipe.name === 'ante-reached' ? 'ante>=3' : '2026-10-01';
    const { terms, problems: wrong } = parseGameQuery((recipe.opens ?? '').replace(/\{\w+\}/g, example));
    expect(wrong.filter(({ message }) => !/number|one of|small/i.test(message))).toEqual([]);
    for (const { field } of terms) expect(Object.keys(GAME_FIELDS)).toContain(field);
  });
});
