import { expect, test } from 'vitest';
import { firstWord, lastParameter, withoutEnd } from '../../../main-ingest/metrics/statement-text.ts';

test.each([
  ['SELECT 1', 'SELECT 1'],
  ['SELECT 1 ;; ', 'SELECT 1'],
  ['SELECT 1 -- no; end', 'SELECT 1'],
  ['SELECT 1; /* ; */ -- ;', 'SELECT 1'],
  ["SELECT ';' -- ';", "SELECT ';'"],
  ["SELECT 'it''s; -- fine'", "SELECT 'it''s; -- fine'"],
  ['SELECT ";"', 'SELECT ";"'],
  ['SELECT $$;$$;', 'SELECT $$;$$'],
  ['', ''],
])('%j without its end', (sql, expected) => {
  expect(withoutEnd(sql)).toBe(expected);
});

test.each([
  ['-- drop\n/* drop */ ((Select 1))', 'select'],
  ['  WITH a AS (SELECT 1) SELECT * FROM a', 'with'],
  ['-- nothing', ''],
  ['', ''],
])('%j begins with %j', (sql, expected) => {
  expect(firstWord(sql)).toBe(expected);
});

test.each([
  ['SELECT $2, $1', 2],
  ["SELECT '$9' -- $8", 0],
  ['SELECT $12::int', 12],
])('parameters of %j', (sql, expected) => {
  expect(lastParameter(sql)).toBe(expected);
});
