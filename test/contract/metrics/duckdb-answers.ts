import { expect } from 'vitest';
import type { AnswersDialect } from './answers.contract.ts';

const BERLIN = `timestamp AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/Berlin'`;

export const duckdbAnswers: AnswersDialect = {
  cases: [
    [
      'whole numbers beyond 2^53 keep every digit',
      `SELECT 9007199254740993::BIGINT AS n, 18446744073709551615::UBIGINT AS u, hash(1) > 0 AS h,
        170141183460469231731687303715884105727::HUGEINT AS h1, 340282366920938463463374607431768211455::UHUGEINT AS h2,
        -9007199254740993 AS minus, 9007199254740991 AS safe, '123456789012345678901234567890123456789012'::BIGNUM AS big`,
      'n integer, u integer, h boolean, h1 integer, h2 integer, minus integer, safe integer, big integer',
      [
        ...['9007199254740993', '18446744073709551615', true],
        ...['170141183460469231731687303715884105727', '340282366920938463463374607431768211455'],
        ...['-9007199254740993', 9007199254740991, '123456789012345678901234567890123456789012'],
      ],
    ],
    [
      'decimals keep their digits and their scale',
      `SELECT 1.10::DECIMAL(10, 2) AS a, 1.5::DECIMAL(10, 1) AS b, -0.05 AS c,
        12345678901234567890.123456789::DECIMAL(38, 9) AS d, NULL::DECIMAL AS e,
        0.00000001 AS f, 123456789012345.6 AS g, 0.00::DECIMAL(4, 2) AS h`,
      'a decimal, b decimal, c decimal, d decimal, e decimal, f decimal, g decimal, h decimal',
      ['1.10', 1.5, -0.05, '12345678901234567890.123456789', null, '0.00000001', 123456789012345.6, '0.00'],
    ],
    [
      'lists keep the digits of their numbers',
      'SELECT [9007199254740993, 1] AS n, [1.10, 2.5, 100.00] AS d, [[1.5, NULL]] AS l',
      'n list, d list, l list',
      [['9007199254740993', 1], [1.1, 2.5, 100], [[1.5, null]]],
    ],
    [
      'a float32 has its own digits',
      "SELECT 0.1::FLOAT AS a, 16777216::FLOAT AS b, 'nan'::FLOAT AS c, 3.4028235e38::FLOAT AS d",
      'a double, b double, c double, d double',
      [0.1, 16777216, null, 3.4028235e38],
    ],
    [
      'every type of time, every digit of it',
      `SELECT '2026-10-01 09:30:00.123456789'::TIMESTAMP_NS AS ns, '2026-10-01 09:30:00.123'::TIMESTAMP_MS AS ms,
        '2026-10-01 09:30:00'::TIMESTAMP_S AS s, '2026-10-01 11:30:00.5+02'::TIMESTAMPTZ AS tz, DATE '2026-10-01' AS d,
        TIME '09:30:00.5' AS t, '09:30:00+02'::TIMETZ AS ttz, INTERVAL 26 HOUR AS i`,
      'ns timestamp, ms timestamp, s timestamp, tz timestamp, d date, t text, ttz text, i text',
      [
        ...['2026-10-01T09:30:00.123456789Z', '2026-10-01T09:30:00.123000Z', '2026-10-01T09:30:00.000000Z'],
        ...['2026-10-01T09:30:00.500000Z', '2026-10-01', '09:30:00.5', '09:30:00+02', '26:00:00'],
      ],
    ],
    [
      'times beyond what a float or a Date can hold',
      `SELECT '9999-12-31 23:59:59.999999'::TIMESTAMP AS far, 'infinity'::TIMESTAMP AS inf, '-infinity'::DATE AS low,
        'infinity'::TIMESTAMPTZ AS tz, '0044-03-15 (BC)'::DATE AS ides, '290000-01-01'::TIMESTAMP AS later,
        '294247-01-10 04:00:54.775806'::TIMESTAMP AS last, NULL::TIMESTAMP AS none`,
      'far timestamp, inf timestamp, low date, tz timestamp, ides date, later timestamp, last timestamp, none timestamp',
      [
        ...['9999-12-31T23:59:59.999999Z', 'infinity', '-infinity', 'infinity', '-000043-03-15'],
        ...['290000-01-01 00:00:00', '294247-01-10 04:00:54.775806', null],
      ],
    ],
    [
      'what AT TIME ZONE gives has no Z, and its neighbours keep theirs',
      `-- AT TIME ZONE in a comment
      SELECT timestamp, ${BERLIN} AS berlin, timezone('Asia/Tokyo', timestamp AT TIME ZONE 'UTC') AS tokyo,
        ('2026-10-01 10:00:00.123456789'::TIMESTAMP_NS)::TIMESTAMPTZ AT TIME ZONE 'Asia/Tokyo' AS ns,
        timestamp AT TIME ZONE 'UTC' AS instant, 'AT TIME ZONE' AS words
      FROM game_metrics WHERE hour(${BERLIN}) > 0`,
      'timestamp timestamp, berlin datetime, tokyo datetime, ns datetime, instant timestamp, words text',
      [
        ...['2026-09-28T06:00:00.123456Z', '2026-09-28T08:00:00.123456', '2026-09-28T15:00:00.123456'],
        ...['2026-10-01T19:00:00.123456', '2026-09-28T06:00:00.123456Z', 'AT TIME ZONE'],
      ],
    ],
    [
      'a clock’s time that comes from a sub-query has no Z either',
      `WITH there AS (SELECT ${BERLIN} AS berlin FROM game_metrics) SELECT max(berlin) AS newest FROM there`,
      'newest datetime',
      ['2026-09-28T08:00:00.123456'],
    ],
    [
      'two columns of one name are two',
      'SELECT g.final_score, r.final_score, 1 AS a, 2 AS A, 3 AS a_1 FROM game_metrics g, game_results r LIMIT 1',
      'final_score double, final_score_1 double, a integer, A_1 integer, a_1_1 integer',
      [100, expect.any(Number), 1, 2, 3],
    ],
    ['FROM first', 'FROM game_results SELECT count(*) AS n', 'n integer', [2]],
    ['TABLE', 'TABLE (SELECT 1 AS one)'.replace('TABLE (', 'FROM ('), 'one integer', [1]],
    ['VALUES', 'VALUES (1)', 'col0 integer', [1]],
    [
      'PIVOT without values',
      'PIVOT (SELECT session_id, deck FROM game_results) ON session_id USING count(*) GROUP BY deck',
      'deck text, a integer, b integer',
      [expect.any(String), 1, 1],
    ],
    [
      'PIVOT in a sub-query, with a comment and a semicolon',
      '-- a; b\nSELECT a + b AS both FROM (PIVOT game_results ON session_id USING count(*) GROUP BY deck);',
      'both integer',
      [2],
    ],
    [
      'DESCRIBE',
      'DESCRIBE game_results',
      'column_name text, column_type text, null text, key text, default text, extra text',
      ['timestamp', 'TIMESTAMP', expect.any(String), null, null, null],
    ],
  ],
  parquet: [
    [
      'whole numbers of 128 bits that fit into 64',
      'SELECT sum(9007199254740993) AS n, 1 AS one FROM range(3)',
      ['BIGINT', 'INTEGER'],
      ['27021597764222979', '1'],
    ],
    [
      'whole numbers of more',
      'SELECT 99999999999999999999::HUGEINT AS n, 1::UHUGEINT AS n',
      ['DECIMAL(38,0)', 'DECIMAL(38,0)'],
      ['99999999999999999999', '1'],
    ],
    [
      'whole numbers of 39 digits',
      'SELECT 340282366920938463463374607431768211455::UHUGEINT AS "a ""b"""',
      ['VARCHAR'],
      ['340282366920938463463374607431768211455'],
    ],
    [
      'PIVOT without values',
      'PIVOT game_results ON session_id USING count(*) GROUP BY outcome; -- all',
      ['VARCHAR', 'BIGINT', 'BIGINT'],
      [expect.any(String), '1', '1'],
    ],
  ],
  refused: [
    ['-- x\nTRUNCATE game_results', /^TRUNCATE is not allowed/],
    ['ANALYZE', /^ANALYZE is not allowed/],
    ['CREATE TEMP TABLE mine AS PIVOT game_results ON deck USING count(*)', /^CREATE is not allowed/],
    ['PIVOT game_results ON deck USING count(*); SELECT 1', /^One statement at a time/],
    ['WITH one AS (SELECT 1) DELETE FROM game_results', /^DELETE is not allowed/],
    ['CALL pragma_version()', /^CALL is not allowed/],
    ['game_results LIMIT 1', /game_results/],
    ['tables()', /tables/],
  ],
  misplaced: [['SELECT\n  nonsense FROM game_results', 9]],
};
