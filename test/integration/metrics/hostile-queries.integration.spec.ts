import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HOSTILE } from '../../hostile-queries.ts';
import { askHostile, memoryOf } from '../../hostile-run.ts';
import { readRecording } from '../../recordings.ts';
import { ServedWorkbench } from '../../workbench.ts';
import { contractOf, delivered, postLines } from '../engine/client.ts';

/** The views' own time-out, in milliseconds. */
const VIEW_TIMEOUT_MS = 10_000;
/** Far less than any of these takes where nothing bounds it: 17.8 GB for the first. */
const MOST_BYTES = 3.5e9;

describe('Hostile SELECTs [real DuckDB]', () => {
  let workbench: ServedWorkbench;
  const lines = readRecording('train-small.jsonl.gz').slice(0, 3_000);

  beforeAll(async () => {
    workbench = await ServedWorkbench.start({
      env: { WORKBENCH_QUERY_TIMEOUT_MS: '2000', WORKBENCH_METRICS_MEMORY_LIMIT_MB: '256' },
    });
    await postLines(workbench.origin, lines);
    await delivered(workbench.origin);
  });
  afterAll(() => workbench.remove());

  test.each([
    ['a list of 150 million', /^MEMORY$/],
    ['a list of 150 million, cast', /^(MEMORY|TIMEOUT)$/],
    ['a list whose size no constant tells', /^(MEMORY|TIMEOUT)$/],
    ['a million rows of 900 characters', /^(\d+ rows of more|TIMEOUT)$/],
    ['a hundred thousand rows of 9 kB', /^(\d+ rows of more|TIMEOUT)$/],
    ['a text that doubles', /^(MEMORY|TIMEOUT)$/],
    ['numbers without end', /^TIMEOUT$/],
    ['a log in a file', /^READ_ONLY$/],
    ['a copy in an EXPLAIN', /^READ_ONLY$/],
  ])('%s: the engine answers, and views are answered meanwhile', async (name, comes) => {
    const { pid } = workbench;
    const { came, viewMs, peakBytes } = await askHostile(workbench, HOSTILE[name] ?? '');
    expect(came).toMatch(comes);
    expect(viewMs).toBeLessThan(VIEW_TIMEOUT_MS);
    expect(peakBytes).toBeLessThan(MOST_BYTES);
    expect(await contractOf(workbench).cookbook.sql({ sql: 'SELECT 1 AS one' })).toMatchObject({ rows: [[1]] });
    expect(workbench.pid).toBe(pid);
  });

  test('its memory is back after them', async () => {
    await expect.poll(() => memoryOf(workbench)).toBeLessThan(1.5e9);
  });

  test('cancelled at whatever moment, a query is asked anew and answered as a whole', async () => {
    const { cookbook } = contractOf(workbench);
    for (let round = 0; round < 10; round += 1) {
      const whole = { sql: `SELECT range + ${round} FROM range(200000)`, limit: 1_000_000 };
      const stop = new AbortController();
      setTimeout(() => stop.abort(), round * 8);
      await cookbook.sql(whole, { signal: stop.signal }).catch(() => undefined);
      expect((await cookbook.sql(whole)).rows).toHaveLength(200_000);
    }
  });
});
