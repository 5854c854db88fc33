import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Duckdb, openDuckdb } from '../../../main-ingest/metrics/duckdb.ts';
import { QueryError, type QueryOptions } from '../../../main-ingest/metrics/metrics.ts';

/** Each does more than read, and is said as a SELECT or around one. */
const REFUSED = [
  "SELECT * FROM enable_logging('QueryLog')",
  'SELECT * FROM enable_logging()',
  'FROM enable_logging()',
  'FROM"enable_logging"()',
  'SELECT * FROM system.main."ENABLE_LOGGING"()',
  'SELECT * FROM enable_logging /* of what? */ ()',
  'SELECT (SELECT count(*) FROM checkpoint())',
  'WITH x AS (FROM force_checkpoint()) SELECT 1',
  'WITH x AS MATERIALIZED (FROM checkpoint()) SELECT 1',
  'SELECT 1 FROM range(3) r, LATERAL (FROM enable_profiling())',
  'SELECT 1 WHERE 1 IN (SELECT 1 FROM disable_profiling())',
  'SELECT 1 ORDER BY (SELECT count(*) FROM truncate_duckdb_logs())',
  'SELECT 1 LIMIT (SELECT 1 FROM checkpoint())',
  'SELECT sum(range) OVER (ORDER BY (SELECT 1 FROM checkpoint())) FROM range(3)',
  'SELECT list_transform([1], x -> (SELECT count(*) FROM checkpoint()))',
  'SELECT 1 UNION ALL FROM (SELECT 1 FROM checkpoint())',
  'VALUES ((SELECT 1 FROM checkpoint()))',
  "SELECT * FROM query('SELECT * FROM checkpoint()')",
  "SELECT * FROM query_table('game_results')",
  "SELECT * FROM json_execute_serialized_sql(json_serialize_sql('FROM checkpoint()'))",
  'PRAGMA version',
  'SUMMARIZE FROM checkpoint()',
  'DESCRIBE FROM checkpoint()',
  'PIVOT (SELECT 1 AS a, 2 AS b FROM checkpoint()) ON b IN (2) USING sum(a)',
  'PIVOT (SELECT 1 AS a, 2 AS b FROM checkpoint()) ON b USING sum(a)',
  'PIVOT (SELECT 1 AS a, 2 AS b FROM "checkpoint" ()) ON b USING sum(a)',
  'PIVOT (SELECT 1 AS a, 2 AS b FROM"checkpoint"()) ON b USING sum(a)',
  `PIVOT (SELECT 1 AS a, 2 AS b, E'\\'' AS c FROM checkpoint() --'\n) ON b USING sum(a)`,
  "SELECT write_log('mine')",
  "SELECT nextval('mine')",
  'SELECT setseed(0.5)',
  "SELECT * FROM read_csv('/etc/passwd')",
  "SELECT * FROM parquet_scan('x.parquet')",
  "SELECT * FROM read_blob('*')",
  "SELECT * FROM read_duckdb('other.duckdb')",
  "SELECT * FROM sniff_csv('/etc/passwd')",
  "SELECT * FROM glob('*')",
  'SELECT * FROM duckdb_secrets()',
  "SELECT * FROM which_secret('x', 's3')",
  'EXPLAIN ANALYZE SELECT * FROM enable_logging()',
  'EXPLAIN (ANALYZE, FORMAT json) FROM checkpoint()',
  'EXPLAIN SELECT * FROM checkpoint()',
  "EXPLAIN ANALYZE COPY (SELECT 1) TO '{export}/x.csv'",
  "EXPLAIN (ANALYZE) COPY (SELECT 1) TO '{export}/x.csv'",
  "/* how? */ EXPLAIN /* now */ ANALYZE COPY (SELECT 1) TO '{export}/x.csv'",
  "EXPLAIN ANALYZE COPY game_results TO '{export}/x.parquet'",
  "COPY (SELECT 1) TO '{export}/x.csv'",
  'CALL enable_logging()',
];

const ALLOWED = [
  'FROM game_results LIMIT 1',
  'TABLE game_results',
  'VALUES (1), (2)',
  'SELECT * FROM range(3) a, generate_series(1, 2) b',
  'SELECT * FROM range(100000000000) LIMIT 3',
  'SELECT unnest([1, 2]) AS n',
  'SELECT * FROM unnest([1, 2])',
  "SELECT * FROM json_each('[1, 2]')",
  'SELECT * FROM range(3) r, LATERAL (SELECT * FROM range(r.range))',
  'WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 5) FROM n',
  'PIVOT (SELECT range AS a, range % 2 AS b FROM range(6)) ON b IN (0, 1) USING sum(a)',
  'PIVOT (SELECT range AS a, range % 2 AS b FROM range(6)) ON b USING sum(a)',
  'UNPIVOT (SELECT 1 AS a, 2 AS b) ON a, b',
  'SUMMARIZE game_results',
  'SUMMARIZE SELECT 1 AS a',
  'DESCRIBE game_results',
  'SHOW TABLES',
  'SHOW ALL TABLES',
  'SELECT * FROM (DESCRIBE game_results)',
  'SELECT * FROM (SHOW TABLES)',
  'SELECT table_name FROM information_schema.tables',
  'SELECT table_name, estimated_size FROM duckdb_tables()',
  "SELECT * FROM pragma_table_info('game_results')",
  'EXPLAIN SELECT count(*) FROM game_results',
  'EXPLAIN ANALYZE SELECT count(*) FROM game_results',
  'EXPLAIN (FORMAT json) SELECT 1',
  'EXPLAIN ANALYZE (SELECT 1)',
  "SELECT current_setting('threads'), getvariable('mine'), 'enable_logging()' AS text -- checkpoint()",
];

describe('What a query may call [real DuckDB]', () => {
  let folder = '';
  let store: Duckdb;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'calls-'));
    store = await openDuckdb({
      file: join(folder, 'm.duckdb'),
      memoryLimitMb: 256,
      exportFolder: join(folder, 'export'),
    });
  });
  afterAll(async () => {
    await store.close();
    await rm(folder, { recursive: true });
  });

  const options: QueryOptions = { maxRows: 10_000, timeoutMs: 10_000 };
  const outcome = (sql: string): Promise<string> =>
    store.reader.query(sql.replace('{export}', join(folder, 'export')), [], options).then(
      () => 'answered',
      (error: unknown) => (error instanceof QueryError ? error.code : String(error)),
    );

  test.each(REFUSED)('refused: %s', async (sql) => {
    expect(await outcome(sql)).toBe('READ_ONLY');
    expect(await readdir(join(folder, 'export'))).toEqual([]);
    expect(await outcome('SELECT count(*) FROM game_results')).toBe('answered');
  });

  test.each([
    'SELECT len(range(150000000))',
    'SELECT len(generate_series(1, 150000000))',
    "SELECT length(repeat('x', 2000000000))",
    "SELECT (SELECT lpad('x', 2000000000, 'y'))",
    'SELECT len(list_resize([1], 400000000))',
    'FROM unnest(range(1000000000))',
  ])('too large to begin: %s', async (sql) => {
    expect(await outcome(sql)).toBe('MEMORY');
  });

  test.each(ALLOWED)('allowed: %s', async (sql) => {
    expect(await outcome(sql)).toBe('answered');
  });
});

describe('Failing and making room [real DuckDB]', () => {
  let folder = '';
  let store: Duckdb;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'room-'));
    store = await openDuckdb({
      file: join(folder, 'm.duckdb'),
      memoryLimitMb: 64,
      exportFolder: join(folder, 'export'),
    });
  });
  afterAll(async () => {
    await store.close();
    await rm(folder, { recursive: true });
  });

  test.each([
    ["SELECT range, CASE WHEN range = 500000 THEN error('too late') ELSE '1' END FROM range(1000000)", 'too late'],
    ["SELECT CAST(CASE WHEN range = 700001 THEN 'a' ELSE '1' END AS INT) FROM range(1000000)", "'a'"],
  ])('a query that fails on its way says why and is no shorter answer: %s', async (sql, words) => {
    const asked = store.reader.query(sql, [], { maxRows: 1_000_000, timeoutMs: 20_000 });
    await expect(asked).rejects.toThrow(words);
  });

  test('rows before the failure are an answer where no more were asked for', async () => {
    const sql = "SELECT CASE WHEN range = 900000 THEN error('too late') ELSE '1' END FROM range(1000000)";
    const { rowCount, truncated } = await store.reader.query(sql, [], { maxRows: 10, timeoutMs: 20_000 });
    expect([rowCount, truncated]).toEqual([10, true]);
  });

  test('a view that has no memory left beside free SQL is answered, and the other is told why it ended', async () => {
    const options = { maxRows: 10, timeoutMs: 60_000 };
    // A list that takes half of the memory, and then grows slowly.
    const hoard = `SELECT len(list(r)) FROM (SELECT range AS r FROM range(2000000)
      UNION ALL SELECT CASE WHEN sleep_ms(1) THEN 1 ELSE 2 END FROM range(1000000))`;
    const view = 'SELECT len(list(range)) FROM range(2000000)';
    const free = store.reader.query(hoard, [], { ...options, lane: 'free' }).then(
      () => 'answered',
      (error: unknown) => (error instanceof QueryError ? error.message : String(error)),
    );
    await sleep(1_500);
    expect((await store.reader.query(view, [], options)).rows).toEqual([[2_000_000]]);
    expect(await free).toContain('left no memory for the views');
  });
});
