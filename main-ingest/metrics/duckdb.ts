import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { StoreObservation } from '../contract/health.ts';
import { openErrorOf } from './duckdb-error.ts';
import { openReader } from './duckdb-reader.ts';
import { createTables } from './duckdb-schema.ts';
import { fillSummaries } from './duckdb-summaries.ts';
import { openWriter } from './duckdb-writer.ts';
import type { MemoryRoom } from './memory-room.ts';
import type { MetricsReader, MetricsWriter } from './metrics.ts';
import { Upkeep } from './upkeep.ts';

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
  /** What of the upkeep fails. */
  observation(): StoreObservation;
  close(): Promise<void>;
}

/**
 * Opens the embedded metrics store, makes missing tables, and locks its settings: no file but its own and those of the export
 * folder can be reached from SQL, and no statement can change that.
 * @param room of the process, where it is the store's own
 * @throws MetricsError `DAMAGED` naming the file and what to do
 */
export async function openDuckdb(options: DuckdbOptions, room?: MemoryRoom): Promise<Duckdb> {
  const folder = resolve(options.exportFolder);
  await mkdir(folder, { recursive: true });
  let instance: DuckDBInstance | undefined;
  try {
    instance = await createInstance(options);
    return await openOn(instance, folder, room);
  } catch (cause) {
    instance?.closeSync();
    throw openErrorOf(cause, options.file);
  }
}

function createInstance({ file, memoryLimitMb, threads = 2 }: DuckdbOptions): Promise<DuckDBInstance> {
  return DuckDBInstance.create(file, {
    memory_limit: `${memoryLimitMb}MB`,
    threads: String(threads),
    checkpoint_threshold: '64MB',
    // What does not fit into memory goes to the disk that the journal needs too.
    max_temp_directory_size: SPILL,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
}

async function openOn(instance: DuckDBInstance, folder: string, room?: MemoryRoom): Promise<Duckdb> {
  const setup = await instance.connect();
  await createTables(setup);
  const upkeep = new Upkeep();
  await upkeep.try('summaries of games', () => fillSummaries(setup).then(() => true));
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
  const writer = await openWriter(instance, upkeep);
  const reader = openReader(instance, folder, room);
  return {
    writer,
    reader,
    observation: () => ({ notices: upkeep.notices() }),
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
