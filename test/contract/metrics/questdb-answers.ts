import { expect } from 'vitest';
import type { AnswersDialect } from './answers.contract.ts';

const NS = `'2026-10-01T09:30:00.123456789Z'::timestamp_ns`;

export const questdbAnswers: AnswersDialect = {
  cases: [
    [
      'whole numbers beyond 2^53 keep every digit',
      `SELECT 9007199254740993L AS n, -9007199254740993L AS minus, 9007199254740991L AS safe, cast('1' AS LONG256) AS l,
        sum(9007199254740993L) AS s FROM long_sequence(1)`,
      'n integer, minus integer, safe integer, l text, s integer',
      ['9007199254740993', '-9007199254740993', 9007199254740991, '0x01', '9007199254740993'],
    ],
    [
      'decimals keep their digits and their scale',
      `SELECT 1.10m AS a, cast('1.5' AS DECIMAL(4, 1)) AS b, cast('12345678901234567890.123456789' AS DECIMAL(38, 9)) AS c`,
      'a decimal, b decimal, c decimal',
      ['1.10', 1.5, '12345678901234567890.123456789'],
    ],
    [
      'nanoseconds, which the wire cuts off, and their neighbours',
      `SELECT x, dateadd('n', cast(x AS INT), ${NS}) AS t, to_date('2026-10-01', 'yyyy-MM-dd') AS d
        FROM long_sequence(3) ORDER BY x DESC; -- all`,
      'x integer, t timestamp, d timestamp',
      [3, '2026-10-01T09:30:00.123456792Z', '2026-10-01T00:00:00.000000Z'],
    ],
    [
      'times beyond what a float can hold',
      `SELECT cast(300000000000000001L AS TIMESTAMP) AS far, cast(-300000000000000000L AS TIMESTAMP) AS before`,
      'far timestamp, before timestamp',
      ['+011476-08-15T05:20:00.000001Z', '-007537-05-18T18:40:00.000000Z'],
    ],
    [
      'what a conversion between zones gives has no Z, and its neighbours keep theirs',
      `SELECT timestamp, to_timezone(timestamp, 'Europe/Berlin') AS berlin,
        timestamp_floor('1d', timestamp, null, '00:00', 'Asia/Tokyo') AS day FROM game_metrics`,
      'timestamp timestamp, berlin datetime, day datetime',
      ['2026-09-28T06:00:00.123456Z', '2026-09-28T08:00:00.123456', '2026-09-28T00:00:00.000000'],
    ],
    [
      'two columns of one name are two',
      'SELECT g.final_score, r.final_score FROM game_metrics g CROSS JOIN game_results r LIMIT 1',
      'final_score double, final_score_2 double',
      [100, expect.any(Number)],
    ],
    [
      'a statement that begins with a table',
      `-- all of it\n(game_results WHERE session_id = 'b' LIMIT 1)`.replace(/[()]/g, ''),
      undefined,
      expect.arrayContaining(['2026-09-28T06:00:02.123456Z', 'b']),
    ],
    ['a statement that begins with a function', `long_sequence(2)`, 'x integer', [1]],
    ['FROM first', 'FROM (SELECT 1 AS one FROM long_sequence(1))', 'one integer', [1]],
    ['TABLE', 'TABLE long_sequence(1)', 'x integer', [1]],
    ['DESCRIBE', 'DESCRIBE game_results', undefined, expect.arrayContaining(['timestamp', 'TIMESTAMP'])],
    ['SHOW TABLES', 'SHOW TABLES', 'table_name text', [expect.any(String)]],
  ],
  parquet: [
    [
      'whole numbers, decimals and nanoseconds keep every digit',
      `SELECT 9007199254740993L AS n, 1.10m AS d, cast('12345678901234567890.5' AS DECIMAL(38, 1)) AS e, ${NS} AS t`,
      ['BIGINT', 'DECIMAL(38,2)', 'DECIMAL(38,1)', 'TIMESTAMP_NS'],
      ['9007199254740993', '1.10', '12345678901234567890.5', '2026-10-01 09:30:00.123456789'],
    ],
    [
      'decimals with more digits than any other program has are text',
      `SELECT cast('1234567890123456789012345678901234567890.5' AS DECIMAL(60, 1)) AS d`,
      ['VARCHAR'],
      ['1234567890123456789012345678901234567890.5'],
    ],
  ],
  refused: [
    ['/* x */ TRUNCATE TABLE game_results', /^TRUNCATE is not allowed/],
    ['SUMMARIZE game_results', /begins with SUMMARIZE.*SELECT/],
    ['PIVOT game_results ON deck', /begins with PIVOT.*PIVOT \(/],
    ['VALUES (1)', /begins with VALUES.*SELECT 1/],
    ['nonsense LIMIT 1', /nonsense/],
  ],
  misplaced: [
    ['SELECT\n  nonsense FROM game_results', 9],
    ['game_results WHERE nonsense = 1', 19],
    ['-- x\nFROM game_results WHERE nonsense = 1', 29],
  ],
};
