import { getHeapStatistics } from 'node:v8';
import type { HealthDetail } from '../contract/health.ts';
import type { RecipeProblem } from '../cookbook/recipe.ts';
import type { MetricsReader } from '../metrics/metrics.ts';
import type { Trouble } from './problems.ts';

/** Rows and sizes of tables are asked at most so often, in milliseconds. */
const TABLES_MS = 5000;

/** Recipes that had to be left out, as a problem. */
export function recipeTrouble(problems: readonly RecipeProblem[]): Omit<Trouble, 'code'> | undefined {
  if (problems.length === 0) return undefined;
  return {
    severity: 'warning',
    message: `Recipes that cannot be used: ${problems.map(({ file, field, message }) => `${file}, ${field}: ${message}`).join('; ')}`,
    tip: 'Correct their recipe.yaml; it is read again by itself.',
  };
}

/** The tables of the metrics for the health page; counting them is work, so an answer serves for a while. */
export function tablesOf(metrics: MetricsReader): () => Promise<HealthDetail['tables']> {
  let asked = 0;
  let answer: Promise<HealthDetail['tables']> = Promise.resolve([]);
  return () => {
    if (Date.now() - asked < TABLES_MS) return answer;
    asked = Date.now();
    const last = answer;
    answer = metrics.tables().then(
      (tables) => tables.map(({ name, rows, bytes }) => ({ name, rows, bytes })),
      // A store that is away is told about elsewhere; its tables are shown as they were.
      () => last,
    );
    return answer;
  };
}

/** What this process has of memory. */
export function ownMemory(): HealthDetail['memory'] {
  const { rss, heapUsed, external } = process.memoryUsage();
  return [
    { part: 'Engine process, all of it', bytes: rss, limit: null },
    { part: 'JavaScript heap of the main thread', bytes: heapUsed, limit: getHeapStatistics().heap_size_limit },
    { part: 'Buffers of the main thread', bytes: external, limit: null },
  ];
}
