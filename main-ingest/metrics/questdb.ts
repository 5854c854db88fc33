import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Pool } from 'pg';
import type { StoreObservation } from '../contract/health.ts';
import type { MetricsReader, MetricsWriter } from './metrics.ts';
import { openReader } from './questdb-reader.ts';
import { migrateTables } from './questdb-schema.ts';
import { fillSummaries } from './questdb-summaries.ts';
import { watchTables } from './questdb-suspended.ts';
import { makeViews } from './questdb-views.ts';
import { openWriter } from './questdb-writer.ts';
import { Upkeep } from './upkeep.ts';

export interface QuestdbOptions {
  /** Where rows are sent: `http://host:9000`, with user and password in it where the server wants them. */
  readonly url: string;
  /** Where tables are made: `postgres://admin:quest@host:8812/qdb`. */
  readonly pgUrl: string;
  /** Where queries are asked: the same as a user that may only read. */
  readonly readerUrl: string;
  /** `sql-cookbook/schema/questdb.sql` */
  readonly schemaFile: string;
  /** The only folder that an export may be written to; made where it is missing. */
  readonly exportFolder: string;
}

export interface Questdb {
  readonly writer: MetricsWriter;
  readonly reader: MetricsReader;
  readonly version: string;
  /** Tables that are, or were lately, suspended. */
  observation(): StoreObservation;
  close(): Promise<void>;
}

const CONNECT_MS = 5_000;

/** Connects to a QuestDB, makes and migrates its tables, and watches over them. */
export async function openQuestdb(options: QuestdbOptions): Promise<Questdb> {
  const exportFolder = resolve(options.exportFolder);
  await mkdir(exportFolder, { recursive: true });
  const pool = new Pool({ connectionString: options.pgUrl, max: 2, connectionTimeoutMillis: CONNECT_MS });
  pool.on('error', () => undefined);
  try {
    const { rows } = await pool.query<{ version: string }>('SELECT build() AS version');
    await migrateTables(pool, options.schemaFile);
    const upkeep = new Upkeep();
    await upkeep.try('summaries of games', () => fillSummaries(pool, options.pgUrl).then(() => true));
    await upkeep.try('rollups', () => makeViews(pool).then(() => true));
    // Where the server went away meanwhile, that is why, and all is begun again.
    await pool.query('SELECT 1');
    const writer = await openWriter(options.url, pool);
    const reader = openReader({ url: options.readerUrl, exportFolder });
    const watch = watchTables(pool);
    return {
      writer,
      reader,
      version: /QuestDB ([^,\s]+)/.exec(rows[0]?.version ?? '')?.[1] ?? '',
      observation: () => ({ notices: [...watch.notices(), ...upkeep.notices()] }),
      async close() {
        await watch.close();
        await reader.close();
        await writer.close();
        await pool.end();
      },
    };
  } catch (error) {
    await pool.end();
    throw error;
  }
}
