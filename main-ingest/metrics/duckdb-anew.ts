import { existsSync, renameSync, rmSync } from 'node:fs';
import { setAside } from '../damage.ts';
import { type DuckdbOptions, openDuckdb } from './duckdb.ts';
import type { AnewMetrics } from './open.ts';

/**
 * The new store is a file beside the one that is there, and takes its name when it is complete. An end between the two
 * renames leaves no file of that name, and the order to begin anew beside it.
 */
export async function openDuckdbAnew(options: DuckdbOptions): Promise<AnewMetrics> {
  const file = `${options.file}.new`;
  remove(file);
  const store = await openDuckdb({ ...options, file });
  return {
    writer: store.writer,
    async finish() {
      await store.close();
      const keptAs = existsSync(options.file) ? setAside(options.file, { mark: 'replaced' }) : undefined;
      for (const ending of ['.wal', ''])
        if (existsSync(file + ending)) renameSync(file + ending, options.file + ending);
      return keptAs === undefined ? {} : { keptAs };
    },
    async abandon() {
      await store.close();
      remove(file);
    },
  };
}

function remove(file: string): void {
  for (const ending of ['', '.wal']) rmSync(file + ending, { force: true });
}
