/** SELECTs that have ended an engine, or would if nothing bounded them; a name says what each is after. */
export const HOSTILE: Readonly<Record<string, string>> = {
  'a list of 150 million': 'SELECT len(range(150000000))',
  'a list of a billion': 'SELECT len(range(1000000000))',
  'a list whose size no constant tells': 'SELECT len(range((SELECT count(*) FROM range(150000000))))',
  'a list of 150 million, cast': 'SELECT len(range(150000000::BIGINT + 0))',
  'a series as a list': 'SELECT len(generate_series(1, 400000000))',
  'a list that is repeated': 'SELECT len(flatten(list_transform(range(20000), x -> range(20000))))',
  'a list that is resized': 'SELECT len(list_resize([1], 400000000::BIGINT, 1))',
  'lists in every row': 'SELECT sum(len(range(1000000 + range))) FROM range(100000)',
  'unnest of lists': 'SELECT count(*) FROM (SELECT unnest(range(100000000)) FROM range(1000)) t',
  'all rows in one list': 'SELECT len(list(a.range)) FROM range(100000) a, range(100000) b',
  'one text of 2 GB': "SELECT length(repeat('x', 2000000000::BIGINT))",
  'texts of 10 MB': "SELECT repeat('x', 10000000) FROM range(10000)",
  'texts of 10 MB that are sorted':
    "SELECT md5(t) FROM (SELECT repeat('x', 10000000) || range AS t FROM range(10000) ORDER BY t) s",
  'a text that is padded': "SELECT length(lpad('x', 2000000000::INT, 'y'))",
  'a text of all rows': "SELECT length(string_agg(repeat('x', 1000), '')) FROM range(100000000)",
  'a text that doubles':
    "WITH RECURSIVE r AS (SELECT 'x' AS s UNION ALL SELECT s || s FROM r) SELECT max(length(s)) FROM r",
  'a list that doubles':
    'WITH RECURSIVE r AS (SELECT [1] AS l UNION ALL SELECT list_concat(l, l) FROM r) SELECT max(len(l)) FROM r',
  'a text that is replaced by more': "SELECT length(replace(repeat('x', 1000000), 'x', repeat('y', 100000)))",
  'a million rows of 900 characters': "SELECT repeat('x', 900) AS t, range FROM range(1000000)",
  'a hundred thousand rows of 9 kB': "SELECT repeat('x', 9000) AS t FROM range(100000)",
  'a million rows of lists': 'SELECT range(200) AS l FROM range(1000000)',
  'a million rows of numbers': 'SELECT range AS a, range * 0.5 AS b FROM range(1000000)',
  'rows of structs': "SELECT {'a': repeat('x', 3000), 'b': [repeat('y', 3000)]} AS s FROM range(300000)",
  blobs: "SELECT repeat('x', 500000)::BLOB AS b FROM range(5000)",
  'a row of 100 MB': "SELECT repeat('x', 100000000) AS t",
  'a cross join': 'SELECT count(*) FROM range(1000000000) a, range(1000) b WHERE a.range + b.range = 7',
  'a cross join that is grouped':
    'SELECT a.range + b.range * 100000, count(*) FROM range(100000) a, range(100000) b GROUP BY ALL',
  'a join on nothing': 'SELECT count(*) FROM range(3000000) a JOIN range(3000000) b ON a.range < b.range',
  'a sort of everything': 'SELECT * FROM range(3000000000) ORDER BY hash(range)',
  'distinct values of everything': 'SELECT count(DISTINCT hash(range)) FROM range(3000000000)',
  'a window over everything':
    'SELECT max(s) FROM (SELECT sum(range) OVER (ORDER BY hash(range) ROWS BETWEEN 100000 PRECEDING AND CURRENT ROW) AS s FROM range(300000000)) t',
  'a median of everything': 'SELECT median(range), mode(range), quantile_cont(range, 0.9) FROM range(2000000000)',
  'a histogram of everything': 'SELECT histogram(range) FROM range(500000000)',
  'numbers without end': 'WITH RECURSIVE r AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM r) SELECT count(*) FROM r',
  'a tree without end':
    'WITH RECURSIVE r AS (SELECT 1 AS i UNION ALL SELECT unnest([i, i]) FROM r) SELECT count(*) FROM r',
  'a pattern that goes back':
    "SELECT count(*) FROM range(100000) WHERE regexp_matches(repeat('a', 20000) || range, '(a+)+(a+)+$b')",
  'a replacement by pattern':
    "SELECT length(regexp_replace(repeat('a', 30000000), 'a', 'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb', 'g'))",
  'a distance that nothing interrupts': "SELECT levenshtein(repeat('a', 300000), repeat('b', 300000))",
  'a distance in every row':
    "SELECT sum(damerau_levenshtein(repeat('a', 3000), repeat('b', 3000) || range)) FROM range(100000)",
  'a hundred thousand columns': `SELECT ${Array.from({ length: 100_000 }, (_, i) => i).join(', ')}`,
  'ten thousand columns, many rows': `SELECT ${Array.from({ length: 10_000 }, (_, i) => `range + ${i} AS c${i}`).join(', ')} FROM range(100000)`,
  'a list literal of 200,000': `SELECT len([${Array.from({ length: 200_000 }, () => 1).join(', ')}])`,
  'IN with 100,000 values': `SELECT count(*) FROM range(10000000) WHERE range IN (${Array.from({ length: 100_000 }, (_, i) => i).join(', ')})`,
  'brackets, 100,000 deep': `SELECT ${'('.repeat(100_000)}1${')'.repeat(100_000)}`,
  'sub-queries, 5,000 deep': `SELECT * FROM ${'(SELECT * FROM '.repeat(5_000)}range(1)${')'.repeat(5_000)}`,
  'sums, 50,000 deep': `SELECT ${Array.from({ length: 50_000 }, () => '1').join(' + ')}`,
  'lists, 2,000 deep': `SELECT ${'['.repeat(2_000)}1${']'.repeat(2_000)}`,
  'views of views': `WITH ${Array.from({ length: 30 }, (_, i) => `c${i + 1} AS (SELECT a.* FROM c${i} a, c${i} b)`)
    .join(', ')
    .replace(/^/, 'c0 AS (SELECT 1 AS n UNION ALL SELECT 2), ')} SELECT count(*) FROM c30`,
  'unions, 3,000 of them': Array.from({ length: 3_000 }, (_, i) => `SELECT ${i} AS n`).join(' UNION '),
  sleep: 'SELECT sleep_ms(600000)',
  'a log in a file':
    "SELECT * FROM enable_logging('QueryLog', storage => 'file', storage_config => {'path': '/tmp/workbench-log'})",
  'a profile': 'SELECT * FROM enable_profiling()',
  'a checkpoint': 'SELECT * FROM force_checkpoint()',
  'a text that is run': "FROM query('SELECT len(range(150000000))')",
  'a file that is read': "SELECT * FROM read_text('/etc/passwd')",
  'a copy in an EXPLAIN': "EXPLAIN ANALYZE COPY (SELECT 1) TO '/tmp/workbench-copy.csv'",
  'another database': "ATTACH '/tmp/workbench-other.duckdb' AS other",
  'a setting': "SET memory_limit = '100GB'",
  'a pragma': 'PRAGMA disable_verification',
  'the environment': "SELECT getenv('HOME')",
};
