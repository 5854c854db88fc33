import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { openReader } from './duckdb-reader.ts';
import { createTables } from './duckdb-schema.ts';
import { fillSummaries } from './duckdb-summaries.ts';
import { openWriter } from './duckdb-writer.ts';
import type { MetricsReader, MetricsWriter } from './metrics.ts';

export interface DuckdbOptions {
  readonly file: string;
  /** What DuckDB may use of memory; it takes most of the machine's else. */
  readonly memoryLimitMb: number;
  /** The only folder that an export may be written to; made where it is missing. */
  readonly exportFolder: string;
  readonly threads?: number;
}

export interface Duckdb {
  readonly writer: MetricsWriter;
  readonly reader: MetricsReader;
  close(): Promise<void>;
}

/**
 * Opens the embedded metrics store, makes missing tables, and locks its settings: no file but its own and those of the export
 * folder can be reached from SQL, and no statement can change that.
 */
export async function openDuckdb({ file, memoryLimitMb, exportFolder, threads = 2 }: DuckdbOptions): Promise<Duckdb> {
  const folder = resolve(exportFolder);
  await mkdir(folder, { recursive: true });
  const instance = await DuckDBInstance.create(file, {
    memory_limit: `${memoryLimitMb}MB`,
    threads: String(threads),
    checkpoint_threshold: '64MB',
    // What does not fit into memory goes to the disk that the journal needs too.
    max_temp_directory_size: SPILL,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  const setup = await instance.connect();
  await createTables(setup);
  await fillSummaries(setup);
  for (const setting of [
    "SET GLOBAL TimeZone = 'UTC'",
    'SET GLOBAL errors_as_json = true',
    `SET GLOBAL allowed_directories = [${quoted(folder)}]`,
    'SET GLOBAL enable_external_access = false',
    // Memory that was freed goes back to the machine though nothing more is asked.
    'SET GLOBAL allocator_background_threads = true',
    // The reader sets it for each of its connections; SQL that is asked can set nothing.
    "SET GLOBAL allowed_configs = ['streaming_buffer_size']",
    'SET GLOBAL lock_configuration = true',
  ]) {
    await setup.run(setting);
  }
  setup.closeSync();
  const writer = await openWriter(instance);
  const reader = openReader(instance, folder);
  return {
    writer,
    reader,
    async close() {
      await reader.close();
      await writer.close();
      instance.closeSync();
    },
  };
}

/** Room on the disk for what queries do not have in memory. */
const SPILL = '4GB';

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
