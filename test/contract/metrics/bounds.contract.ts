import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { QueryError, type QueryOptions } from '../../../main-ingest/metrics/metrics.ts';
import type { MetricsDialect, MetricsUnderTest } from './metrics.contract.ts';

/** How the bounds of a query are reached in an engine's SQL. */
export interface BoundsDialect extends Pick<MetricsDialect, 'endless' | 'series'> {
  /** `n` rows of one text of 900 characters. */
  wide(n: number): string;
}

/** What a query may take, whoever asks: its time, its bytes, its place among the others. */
export function boundsContract(name: string, dialect: BoundsDialect, open: () => Promise<MetricsUnderTest>): void {
  describe(`Bounds contract [${name}]`, () => {
    let store: MetricsUnderTest;
    beforeAll(async () => {
      store = await open();
    });
    afterAll(() => store.remove());

    const options: QueryOptions = { maxRows: 1_000_000, timeoutMs: 30_000 };
    const outcome = (work: Promise<unknown>): Promise<unknown> =>
      work.catch((error: unknown) => (error instanceof QueryError ? error.code : error));
    const rows = (sql: string, more: Partial<QueryOptions>): Promise<unknown> =>
      outcome(store.reader.query(sql, [], { ...options, ...more }).then(({ rowCount }) => rowCount));

    test('a query that was cancelled at whatever moment fails; one that answers has all its rows', async () => {
      const seen: unknown[] = [];
      for (let round = 0; round < 60; round += 1) {
        const stop = new AbortController();
        setTimeout(() => stop.abort(), round * 1.5);
        seen.push(await rows(dialect.series(200_000), { signal: stop.signal }));
      }
      expect(new Set(seen)).toContain('CANCELLED');
      expect(seen.filter((one) => one !== 'CANCELLED' && one !== 200_000)).toEqual([]);
      expect(await rows(dialect.series(200_000), {})).toBe(200_000);
    });

    test('so does one whose time was up', async () => {
      const seen: unknown[] = [];
      for (let round = 0; round < 20; round += 1) {
        seen.push(await rows(dialect.series(200_000), { timeoutMs: 1 + round * 3 }));
      }
      expect(new Set(seen)).toContain('TIMEOUT');
      expect(seen.filter((one) => one !== 'TIMEOUT' && one !== 200_000)).toEqual([]);
    });

    test('an export that was cancelled leaves no file', async () => {
      for (const ms of [1, 50, 400]) {
        const stop = new AbortController();
        setTimeout(() => stop.abort(), ms);
        const file = join(store.exportFolder, `cut-${ms}.parquet`);
        const exported = store.reader.exportParquet(dialect.series(100_000_000), [], file, { signal: stop.signal });
        expect(await outcome(exported)).toBe('CANCELLED');
      }
      expect(await readdir(store.exportFolder)).toEqual([]);
    });

    test('no more than maxBytes are answered, and the rest is told of', async () => {
      const cut = await store.reader.query(dialect.wide(5_000), [], { ...options, maxBytes: 1_000_000 });
      expect(cut.truncated).toBe(true);
      expect(cut.rowCount).toBeGreaterThan(1_000);
      expect(cut.rows).toHaveLength(cut.rowCount);
      expect(cut.bytes).toBeLessThanOrEqual(1_000_000);
      expect(cut.bytes).toBeGreaterThan(990_000);
      const whole = await store.reader.query(dialect.wide(1_000), [], { ...options, maxBytes: 1_000_000 });
      expect([whole.rowCount, whole.truncated]).toEqual([1_000, false]);
    });

    test('a row that is larger than that is an error, and no empty answer', async () => {
      expect(await rows(dialect.wide(3), { maxBytes: 500 })).toBe('MEMORY');
    });

    test('however many free queries run, a view has its turn', async () => {
      const stop = new AbortController();
      const free = Array.from({ length: 8 }, () => rows(dialect.endless, { lane: 'free', signal: stop.signal }));
      for (let view = 0; view < 5; view += 1) expect(await rows(dialect.series(10), { lane: 'view' })).toBe(10);
      stop.abort();
      expect(await Promise.all(free)).toEqual(Array.from({ length: 8 }, () => 'CANCELLED'));
      expect(await rows(dialect.series(10), { lane: 'free' })).toBe(10);
    });
  });
}
