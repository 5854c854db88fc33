import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HOSTILE } from '../../hostile-queries.ts';
import { askHostile, memoryOf, type Way } from '../../hostile-run.ts';
import { contractOf, delivered, healthOf, partsOf, postLines } from '../../integration/engine/client.ts';
import { readRecording } from '../../recordings.ts';
import { ServedWorkbench } from '../../workbench.ts';

/** The views' own time-out, in milliseconds. */
const VIEW_TIMEOUT_MS = 10_000;
/** Queries whose results are large, which may hold up whoever passes them on. */
const WIDE = /rows|columns/;
const OTHER_WAYS = ['whole', 'csv', 'xlsx'] as const;
const GB = 1e9;
/** Of the engine and its store: far less than one of these queries takes where nothing bounds it. */
const MOST_BYTES = 3.5 * GB;
const MOST_AFTER = 1.5 * GB;

describe('Fifty hostile SELECTs [real DuckDB]', () => {
  let workbench: ServedWorkbench;
  let games = 0;
  const lines = readRecording('train-small.jsonl.gz');
  const waits: [string, number][] = [];

  beforeAll(async () => {
    workbench = await ServedWorkbench.start({
      env: { WORKBENCH_QUERY_TIMEOUT_MS: '4000', WORKBENCH_METRICS_MEMORY_LIMIT_MB: '256' },
    });
    for (const batch of partsOf(lines, 2_000)) await postLines(workbench.origin, batch);
    await delivered(workbench.origin);
    games = (await contractOf(workbench).games.list({ scope: {} })).total;
  });
  afterAll(async () => {
    for (const [name, ms] of waits.toSorted(([, a], [, b]) => b - a).slice(0, 5))
      process.stdout.write(`  a view waited at most ${ms.toFixed(0)} ms beside: ${name}\n`);
    await workbench.remove();
  });

  const asked = Object.entries(HOSTILE).flatMap(([name, sql]): (readonly [string, string, Way])[] => [
    [name, sql, 'stream'],
    ...(WIDE.test(name) ? OTHER_WAYS.map((way) => [`${name}, ${way}`, sql, way] as const) : []),
  ]);
  test.each(asked)('%s', async (name, sql, way) => {
    const { pid } = workbench;
    const { came, tookMs, viewMs, peakBytes } = await askHostile(workbench, sql, way);
    waits.push([name, viewMs]);
    const facts = [
      `${tookMs.toFixed(0)} ms`,
      `view ${viewMs.toFixed(0)} ms`,
      `at most ${(peakBytes / 1e6).toFixed(0)} MB`,
    ];
    process.stdout.write(`  ${name}: ${came}, ${facts.join(', ')}\n`);
    expect(came).toMatch(/^(\d+ (rows|bytes)|TIMEOUT|MEMORY|READ_ONLY|SYNTAX|FAILED|UNAVAILABLE)/);
    expect(viewMs).toBeLessThan(VIEW_TIMEOUT_MS);
    expect(peakBytes).toBeLessThan(MOST_BYTES);
    expect((await contractOf(workbench).games.list({ scope: {} })).total).toBe(games);
    expect(workbench.pid).toBe(pid);
    expect((await healthOf(workbench.origin)).journal.position).toBe(lines.length);
  });

  test('after all of them its memory is back, and it takes events', async () => {
    const again = await askHostile(workbench, 'SELECT count(*) FROM game_results');
    expect(again.came).toBe('1 rows');
    await expect.poll(() => memoryOf(workbench)).toBeLessThan(MOST_AFTER);
    expect((await postLines(workbench.origin, lines.slice(0, 10))).body).toMatchObject({ duplicates: 10 });
    expect((await healthOf(workbench.origin)).stores.metrics.state).toBe('connected');
  });
});
