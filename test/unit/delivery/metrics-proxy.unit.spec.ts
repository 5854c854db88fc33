import { expect, test } from 'vitest';
import { MetricsProxy } from '../../../main-ingest/delivery/metrics-proxy.ts';
import { type MetricsReader, QueryError, type QueryOptions } from '../../../main-ingest/metrics/metrics.ts';
import { PackedResult } from '../../../main-ingest/metrics/packed-result.ts';

const options: QueryOptions = { maxRows: 1, timeoutMs: 1_000 };
const empty = new PackedResult({
  columns: [],
  rowCount: 0,
  blocks: [],
  truncated: false,
  bytes: 0,
  timing: { parseMs: 0, executeMs: 0, transferMs: 0 },
});

function reader(asked: string[], query: MetricsReader['query'] = async () => empty): MetricsReader {
  return {
    engine: 'duckdb',
    query: (sql, ...rest) => {
      asked.push(sql);
      return query(sql, ...rest);
    },
    exportParquet: async () => 0,
    tables: async () => [],
    settled: async () => {},
    close: async () => {},
  };
}

/** A reader that is lost with whatever is asked of it. */
function dying(proxy: MetricsProxy, asked: string[]): MetricsReader {
  return reader(asked, () => {
    proxy.use(undefined);
    return Promise.reject(new QueryError('UNAVAILABLE', 'ended'));
  });
}

test('what a view had asked is asked once more when the store was replaced, free SQL is not', async () => {
  const proxy = new MetricsProxy('duckdb');
  const [first, second]: [string[], string[]] = [[], []];
  proxy.use(dying(proxy, first));
  const view = proxy.query('view', [], options);
  setTimeout(() => proxy.use(reader(second)), 5);
  expect(await view).toBe(empty);
  proxy.use(dying(proxy, first));
  const free = proxy.query('free', [], { ...options, lane: 'free' });
  await expect(free).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  expect([first, second]).toEqual([['view', 'free'], ['view']]);
});

test('once more and no oftener', async () => {
  const proxy = new MetricsProxy('duckdb');
  const asked: string[] = [];
  proxy.use(dying(proxy, asked));
  const view = proxy.query('view', [], options);
  setTimeout(() => proxy.use(dying(proxy, asked)), 5);
  await expect(view).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  expect(asked).toEqual(['view', 'view']);
});

test('what is asked while a store is replaced waits for the next one; before there was any it does not', async () => {
  const proxy = new MetricsProxy('duckdb');
  await expect(proxy.query('early', [], options)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  const asked: string[] = [];
  proxy.use(reader([]));
  proxy.use(undefined);
  const answer = proxy.query('meanwhile', [], options);
  setTimeout(() => proxy.use(reader(asked)), 5);
  expect(await answer).toBe(empty);
  expect(asked).toEqual(['meanwhile']);
});

test('a query’s own failure is told as it is', async () => {
  const proxy = new MetricsProxy('duckdb');
  const asked: string[] = [];
  proxy.use(reader(asked, () => Promise.reject(new QueryError('MEMORY', 'too much'))));
  await expect(proxy.query('big', [], options)).rejects.toMatchObject({ code: 'MEMORY' });
  expect(asked).toEqual(['big']);
});
