import { getHeapStatistics } from 'node:v8';
import type { HealthDetail } from '../contract/health.ts';
import type { RecipeProblem } from '../cookbook/recipe.ts';
import { filesSetAside, storageFailure } from '../damage.ts';
import { HistoryError } from '../history/history.ts';
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

/** Files that were damaged and begun anew, as problems for as long as they lie there. */
export function damagedFiles(folder: string): readonly Trouble[] {
  return filesSetAside(folder).map(({ file, path }) => ({
    code: `damaged ${path}`,
    severity: 'warning',
    message: `${file} was damaged and has been begun anew, with all that could be read of it; it is kept as ${path}`,
    tip: 'See whether something is missing; if so, put back the file from a backup while the workbench is stopped. Move the damaged one away when you need it no more.',
  }));
}

/** What an answer met that the disk stood in the way of; undefined where it was something else. */
export function storageTrouble(error: unknown): Trouble | undefined {
  const severity = 'failure';
  if (error instanceof HistoryError) {
    if (error.code !== 'DAMAGED' && error.code !== 'UNREADABLE') return undefined;
    return {
      code: 'history-damaged',
      severity,
      message: error.message,
      tip: 'Stop the workbench and run `npm run doctor`.',
    };
  }
  const failure = storageFailure(error);
  return failure && { ...failure, code: `storage-${failure.code}`, severity };
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
