import { expect, test } from 'vitest';
import type { Recipe } from '../../../main-ingest/contract/cookbook.ts';
import type { Bound } from '../../../main-ingest/cookbook/parameters.ts';
import { sqlFor } from '../../../main-ingest/cookbook/rollup-choice.ts';

const recipe: Recipe = {
  name: 'money-by-kind',
  title: '',
  question: '',
  subject: '',
  tags: [],
  parameters: [],
  columns: [],
  chart: { type: 'none', title: '', y: [] },
  readItSo: '',
  next: [],
  opens: null,
  sql: { duckdb: 'tables :strategy :deck :from', questdb: 'tables' },
  rollup: { duckdb: 'rollup :strategy', questdb: 'rollup' },
};
const list = (...values: string[]): Bound => ({ kind: 'list', values });

test.each<[string, [string, Bound][], string]>([
  [
    'nothing is set',
    [
      ['strategy', list()],
      ['deck', { kind: 'value', value: null }],
    ],
    'rollup :strategy',
  ],
  [
    'what is set is known to the rollup',
    [
      ['strategy', list('smart')],
      ['deck', list()],
    ],
    'rollup :strategy',
  ],
  ['the rollup lacks a column', [['deck', list('Red Deck')]], 'tables :strategy :deck :from'],
  ['the rollup lacks the time', [['from', { kind: 'time', us: 0 }]], 'tables :strategy :deck :from'],
])('%s', (_, values, sql) => {
  expect(sqlFor(recipe, new Map(values), 'duckdb')).toBe(sql);
});

test('a recipe without a rollup asks the tables', () => {
  expect(sqlFor({ ...recipe, rollup: null }, new Map(), 'questdb')).toBe('tables');
});
