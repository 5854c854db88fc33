import { describe, expect, test } from 'vitest';
import { eachRow } from '../../../main-ingest/contract/cell-block.ts';
import { BlockPacker } from '../../../main-ingest/metrics/block-packer.ts';
import { clockColumns } from '../../../main-ingest/metrics/clock-columns.ts';
import { uniqueNames } from '../../../main-ingest/metrics/column-names.ts';
import { digitsCell, wholeCell } from '../../../main-ingest/metrics/exact-number.ts';
import { readingStatement } from '../../../main-ingest/metrics/questdb-statement.ts';
import { isBlank } from '../../../main-ingest/metrics/statement-text.ts';
import { textToTicks, ticksToText } from '../../../main-ingest/metrics/time-text.ts';

test('a column of numbers is floats, but for a block that these would round', () => {
  const columns = [
    { name: 'n', type: 'integer' as const },
    { name: 'at', type: 'timestamp' as const },
    { name: 'day', type: 'date' as const },
    { name: 'local', type: 'datetime' as const },
  ];
  const noon = Date.UTC(2026, 9, 1, 12) * 1000;
  const midnight = Date.UTC(2026, 9, 1) * 1000;
  const packer = new BlockPacker(columns);
  const full = (cell: number) => Array.from({ length: 4_096 }, () => cell);
  packer.add([full(1), full(noon), full(midnight), full(noon)], 4_096);
  const odd = ['9007199254740993', 'infinity', '+010000-01-01', '+010000-01-01T00:00:00.000000'];
  packer.add([...odd.map((cell, place) => [place === 0 ? 2 : noon, cell, null])], 3);
  const blocks = packer.end();
  expect(blocks.map(({ cells }) => cells.map((text) => text.startsWith('[')))).toEqual([
    [false, false, false, false],
    [true, true, true, true],
  ]);
  const rows = [...eachRow(columns, blocks)];
  const time = ['2026-10-01T12:00:00.000000Z', '2026-10-01', '2026-10-01T12:00:00.000000'];
  expect(rows[0]).toEqual([1, ...time]);
  expect(rows.slice(-3)).toEqual([[2, ...time], odd, [null, null, null, null]]);
});

test('a number is a number where that has the same digits', () => {
  expect([9_007_199_254_740_991n, 9_007_199_254_740_992n, -(2n ** 63n), 0n].map(wholeCell)).toEqual([
    ...[9_007_199_254_740_991, '9007199254740992', '-9223372036854775808', 0],
  ]);
  expect(['1.5', '1.50', '-0.05', '0.30000000000000001', '100000000000000000000', '-0'].map(digitsCell)).toEqual([
    ...[1.5, '1.50', -0.05, '0.30000000000000001', '100000000000000000000', '-0'],
  ]);
});

describe('times', () => {
  test.each([
    [0n, 1_000_000n, '1970-01-01T00:00:00.000000Z'],
    [-1n, 1_000_000n, '1969-12-31T23:59:59.999999Z'],
    [-1n, 1_000_000_000n, '1969-12-31T23:59:59.999999999Z'],
    [253_402_300_799_999_999n, 1_000_000n, '9999-12-31T23:59:59.999999Z'],
    [253_402_300_800n, 1n, '+010000-01-01T00:00:00.000000Z'],
    [-62_167_219_201n, 1n, '-000001-12-31T23:59:59.000000Z'],
  ])('%s ticks of %s a second', (ticks, perSecond, text) => {
    expect(ticksToText(ticks, perSecond)).toBe(text);
    expect(textToTicks(text, perSecond)).toBe(ticks);
  });

  test('what no Date knows has no text, and what is no time no ticks', () => {
    expect(ticksToText(2n ** 63n - 2n, 1_000_000n)).toBeUndefined();
    expect(textToTicks('infinity', 1n)).toBeUndefined();
  });
});

test('names are each there once, whatever they are', () => {
  expect(uniqueNames(['a', 'b', 'a', 'A', 'a_1', 'a'])).toEqual(['a', 'b', 'a_1', 'A_2', 'a_1_1', 'a_3']);
  expect(uniqueNames(['a', '', '__proto__', '', '__proto__'])).toEqual(['a', '', '__proto__', '_1', '__proto___1']);
});

test.each([
  [`SELECT timestamp, timestamp AT TIME ZONE 'UTC' AT TIME ZONE 'x' AS t FROM g`, [1]],
  [`SELECT DISTINCT f(a, b), (x AT  TIME\nZONE 'x') t FROM g WHERE y AT TIME ZONE 'x' > 1`, [1]],
  [`SELECT a, 'AT TIME ZONE', "at time zone" -- AT TIME ZONE\nFROM g`, []],
  [`SELECT a, b FROM g WHERE extract(hour FROM a AT TIME ZONE 'x') > 5`, []],
  [`SELECT a, b FROM (FROM g SELECT a AT TIME ZONE 'x' AS a, b)`, [0, 1]],
  [`SELECT * FROM (SELECT a AT TIME ZONE 'x', b FROM g)`, [0, 1]],
  [`SELECT a, b FROM (SELECT timezone('x', a) AS a, b FROM g)`, [0, 1]],
  [`WITH w AS (SELECT a AT TIME ZONE 'x' AS a FROM g) SELECT a, a FROM w`, [0, 1]],
  [`SELECT a, b FROM g UNION ALL SELECT a, b AT TIME ZONE 'x' FROM g`, [0, 1]],
  [`SELECT extract(hour FROM a), to_timezone(a, 'x') FROM g`, [1]],
  [`SELECT timestamp_floor('1d', a), timestamp_floor('1d', a, null, '00:00', 'Asia/Tokyo') FROM g`, [1]],
  [`SELECT a AT TIME ZONE 'x', 1`, [0]],
])('%s: what a clock shows is told from instants', (sql, clocks) => {
  const isClock = clockColumns(sql, 2);
  const count = sql.includes(`"at time zone"`) ? 3 : 2;
  expect([0, 1, 2].slice(0, count).filter(isClock)).toEqual(clocks);
});

test('nothing to run is told from a statement', () => {
  expect(['', ' ;', '-- x', '/* x */;', "--\n''", '-- x\nSELECT 1'].map(isBlank)).toEqual([
    ...[true, true, true, true, false, false],
  ]);
});

test.each([
  ['game_results LIMIT 1', 'SELECT * FROM game_results LIMIT 1'],
  ['-- x\n tables()', '-- x\n SELECT * FROM tables()'],
  ['(game_results) LIMIT 1', 'SELECT * FROM (game_results) LIMIT 1'],
  ['"odd name"', 'SELECT * FROM "odd name"'],
  ['from game_results', 'SELECT * FROM game_results'],
  ['(FROM game_results)', '(SELECT * FROM game_results)'],
  ['DESC game_results', 'SHOW COLUMNS FROM game_results'],
  ['(select 1)', '(select 1)'],
])('QuestDB is asked %s as %s', (typed, sent) => {
  const { sql, sourcePosition } = readingStatement(typed);
  expect(sql).toBe(sent);
  expect(sourcePosition(sql.length - 1)).toBe(typed.length - 1);
});
