import { getHeapStatistics } from 'node:v8';
import type { HealthDetail } from '../contract/health.ts';
import type { RecipeProblem } from '../cookbook/recipe.ts';
import type { Trouble } from './problems.ts';

/** Recipes that had to be left out, as a problem. */
export function recipeTrouble(problems: readonly RecipeProblem[]): Omit<Trouble, 'code'> | undefined {
  if (problems.length === 0) return undefined;
  return {
    severity: 'warning',
    message: `Recipes that cannot be used: ${problems.map(({ file, field, message }) => `${file}, ${field}: ${message}`).join('; ')}`,
    tip: 'Correct their recipe.yaml; it is read again by itself.',
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
