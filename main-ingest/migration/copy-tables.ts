import type { MetricsCheckpoint, MetricsReader, MetricsWriter } from '../metrics/metrics.ts';
import { TABLES } from '../metrics/tables.ts';
import type { MigrationStep } from './migration.ts';
import type { MigrationProgress } from './migration-progress.ts';
import { rowCount, tablePages } from './table-pages.ts';

export interface TablesCopy {
  readonly source: MetricsReader;
  readonly writer: MetricsWriter;
  /** Checkpoint that the target gets when all is there, with all of the carry. */
  readonly end: MetricsCheckpoint;
  readonly progress: MigrationProgress;
  readonly signal: AbortSignal;
  readonly onProgress: (step: MigrationStep) => void;
}

/** Copies all rows of all tables in the order of their time, and then sets the target's checkpoint and carry. */
export async function copyTables({ source, writer, end, progress, signal, onProgress }: TablesCopy): Promise<void> {
  const { position, carry } = await writer.checkpoint();
  for (const table of TABLES) {
    const total = await rowCount(source, table, signal);
    const before = progress.copiedThrough(table.name);
    let done = before === undefined ? 0 : await rowCount(source, table, signal, before);
    for await (const { rows, throughUs } of tablePages(source, table, signal, before)) {
      await writer.write(new Map([[table.name, rows]]), { position, carry: new Map() });
      progress.copied(table.name, throughUs);
      done += rows.length;
      onProgress({ doing: 'copying', what: table.name, done, total });
      signal.throwIfAborted();
    }
  }
  const forgotten = [...carry.keys()].map((session): [string, null] => [session, null]);
  await writer.write(new Map(), { position: end.position, carry: new Map([...forgotten, ...end.carry]) });
}
