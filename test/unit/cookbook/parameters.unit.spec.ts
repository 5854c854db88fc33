import { describe, expect, test } from 'vitest';
import { parameterNames } from '../../../main-ingest/contract/sql-text.ts';
import { type Bound, bindParameters } from '../../../main-ingest/cookbook/parameters.ts';

const value = (of: string | number | boolean | null): Bound => ({ kind: 'value', value: of });
const list = (...values: string[]): Bound => ({ kind: 'list', values });
const bind = (sql: string, values: Record<string, Bound>, engine: 'duckdb' | 'questdb' = 'duckdb') =>
  bindParameters(sql, new Map(Object.entries(values)), engine);

describe('what is a parameter', () => {
  test.each([
    ['SELECT \':a\', "x:a", 1::INT, a:b, l[1:n] -- :a\n/* :a */ FROM t', []],
    ["SELECT 'it''s :a' || :b", ['b']],
    ["SELECT E'\\':a' || :b", ['b']],
    ['SELECT $$ :a $$, $x$ :a $$ $x$, :b', ['b']],
    ['SELECT :a::INT, (:b), x=:c', ['a', 'b', 'c']],
    ['WHERE x >= :from -- if :from', ['from']],
    ['SELECT 1 -- if :a :b', ['a', 'b']],
    ["SELECT 'open :a", []],
  ])('%s', (sql, names) => {
    expect(parameterNames(sql)).toEqual(names);
  });
});

describe('binding', () => {
  test('a parameter has one place, however often it stands there', () => {
    expect(bind('SELECT :a, :b, :a', { a: value(1.5), b: value('x') })).toMatchObject({
      sql: 'SELECT $1, $2, $1',
      binds: [1.5, 'x'],
    });
  });

  test('whole numbers are written in place', () => {
    expect(bind('LIMIT :n-:m', { n: value(10), m: value(-3) })).toMatchObject({ sql: 'LIMIT 10-(-3)', binds: [] });
  });

  test('a list stands in parentheses', () => {
    expect(bind('x IN :l AND y IN (:l) AND z IN :none', { l: list('a', 'b'), none: list() })).toMatchObject({
      sql: 'x IN ($1, $2) AND y IN ($1, $2) AND z IN (NULL)',
      binds: ['a', 'b'],
    });
  });

  test('times are bound as microseconds and read as timestamps', () => {
    const from: Bound = { kind: 'time', us: 1_790_000_000_123_456 };
    expect(bind('t >= :from', { from })).toMatchObject({
      sql: 't >= make_timestamp($1::BIGINT)',
      binds: [1_790_000_000_123_456],
    });
    expect(bind('t >= :from', { from }, 'questdb').sql).toBe('t >= cast(cast($1 AS LONG) AS TIMESTAMP)');
  });

  test('lines of parameters that are not set are left out', () => {
    const sql = 'SELECT 1\n  AND a IN :a -- if :a\n  AND b = :b -- if :b\n  JOIN c -- if :a :b\nEND';
    const lines = (values: Record<string, Bound>) =>
      bind(sql, values)
        .sql.split('\n')
        .map((line) => line.trim());
    expect(lines({ a: list(), b: value(null) })).toEqual(['SELECT 1', '', '', '', 'END']);
    expect(lines({ a: list('x'), b: value(null) })).toEqual([
      'SELECT 1',
      'AND a IN ($1) -- if :a',
      '',
      'JOIN c -- if :a :b',
      'END',
    ]);
    expect(lines({ a: list(), b: value('') })[2]).toBe('AND b = $1 -- if :b');
  });

  test('a name without a value is named, with its place', () => {
    expect(() => bind('SELECT :a, :nope', { a: value(1) })).toThrow(
      expect.objectContaining({ code: 'PARAMETER', position: 11, message: expect.stringContaining(':nope') }),
    );
  });

  test('a place in what is sent leads back to what was written', () => {
    const sql = 'SELECT :long_name, x IN :list,\n  gone -- if :off\n  wrong FROM t';
    const bound = bind(sql, { long_name: value(1), list: list('a', 'b', 'c'), off: value(null) });
    expect(bound.sourcePosition(bound.sql.indexOf('wrong'))).toBe(sql.indexOf('wrong'));
    expect(bound.sourcePosition(bound.sql.indexOf(', x IN'))).toBe(sql.indexOf(', x IN'));
    expect(bound.sourcePosition(0)).toBe(0);
    expect(bound.sourcePosition(1e6)).toBe(sql.length);
  });
});
