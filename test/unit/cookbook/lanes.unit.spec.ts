import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openCookbook } from '../../../main-ingest/cookbook/cookbook.ts';
import { type MetricsReader, QueryError, type QueryOptions } from '../../../main-ingest/metrics/metrics.ts';
import { PackedResult } from '../../../main-ingest/metrics/packed-result.ts';

const recipesFolder = join(import.meta.dirname, '..', '..', '..', 'sql-cookbook', 'recipes');
const NEWEST = /^SELECT max\(newest\)/;

function reader(query: MetricsReader['query']): MetricsReader {
  return {
    engine: 'duckdb',
    query,
    exportParquet: async () => 0,
    tables: async () => [
      { name: 'game_results', rows: 0, bytes: 0, columns: [{ name: 'deck', type: 'text' as const }] },
    ],
    settled: async () => {},
    close: async () => {},
  };
}

const empty = new PackedResult({
  columns: [],
  rowCount: 0,
  blocks: [],
  truncated: false,
  bytes: 0,
  timing: { parseMs: 0, executeMs: 0, transferMs: 0 },
});
const open = (duckdb: MetricsReader) =>
  openCookbook({ recipesFolder, readers: { duckdb }, exportFolder: '', dataVersion: () => 1 });

test('free SQL has its own lane; recipes and what views ask have theirs', async () => {
  const lanes: QueryOptions['lane'][] = [];
  const cookbook = await open(
    reader(async (sql, _binds, { lane }) => {
      if (!NEWEST.test(sql)) lanes.push(lane);
      return empty;
    }),
  );
  await cookbook.run({ recipe: 'win-rate', params: {}, scope: {}, limit: 10 });
  await cookbook.values({ table: 'game_results', column: 'deck', prefix: '', limit: 10 });
  await cookbook.sql({ sql: 'SELECT 1', params: {}, limit: 10, lane: 'view' });
  await cookbook.sql({ sql: 'SELECT 2', params: {}, limit: 10 });
  expect(lanes).toEqual(['view', 'view', 'view', 'free']);
});

test('what failed is not kept: it is asked anew, as is the time of the newest event', async () => {
  let failures = 1;
  let newest = 0;
  const cookbook = await open(
    reader(async (sql) => {
      if (NEWEST.test(sql)) newest += 1;
      if (failures-- > 0) throw new QueryError('CANCELLED', 'The query was cancelled.');
      return empty;
    }),
  );
  const input = { sql: 'SELECT 1', params: {}, limit: 10 };
  failures = 2;
  await expect(cookbook.sql(input)).rejects.toMatchObject({ code: 'CANCELLED' });
  expect(await cookbook.sql(input)).toMatchObject({ cached: false });
  expect(newest).toBe(2);
  expect(await cookbook.sql(input)).toMatchObject({ cached: true });
});
