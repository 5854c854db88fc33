import { join } from 'node:path';
import { openCookbook } from '../../main-ingest/cookbook/cookbook.ts';
import type { MetricsReader } from '../../main-ingest/metrics/metrics.ts';
import { type Measurement, percentile, timings } from './bench.ts';

const recipesFolder = join(import.meta.dirname, '..', '..', 'sql-cookbook', 'recipes');
const LIMIT = 10_000;

/** Every recipe, and where it has a rollup also without it, beside one scan of all hands. */
export async function timedRecipes(
  reader: MetricsReader,
  hands: number,
  exportFolder: string,
  times: number,
): Promise<Measurement[]> {
  let version = 0;
  const cookbook = await openCookbook({
    recipesFolder,
    readers: { [reader.engine]: reader },
    exportFolder,
    // A new version each time: what is measured is the query, not the cache.
    dataVersion: () => version++,
  });
  const scan = await timings(10, () =>
    reader.query('SELECT sum(final_score), count(DISTINCT session_id) FROM game_metrics', [], {
      maxRows: 1,
      timeoutMs: 60_000,
    }),
  );
  const baseline = { what: 'one scan of all hands', value: percentile(scan, 0.5) };
  const measurements: Measurement[] = [];
  const measure = async (name: string, run: () => Promise<unknown>): Promise<void> => {
    const sorted = await timings(times, run);
    measurements.push({
      name: `${name}, ${hands / 1e6}M hands, P95`,
      value: percentile(sorted, 0.95),
      unit: 'ms',
      baseline,
      detail: { p50: percentile(sorted, 0.5) },
    });
  };
  for (const { name, sql, rollup, parameters } of await cookbook.recipes()) {
    await measure(name, () => cookbook.run({ recipe: name, params: {}, scope: {}, limit: LIMIT }));
    if (rollup === null) continue;
    const params = Object.fromEntries(parameters.map((parameter) => [parameter.name, parameter.default]));
    await measure(`${name} without its rollup`, () => cookbook.sql({ sql: sql[reader.engine], params, limit: LIMIT }));
  }
  return measurements;
}
