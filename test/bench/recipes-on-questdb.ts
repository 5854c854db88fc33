import { join } from 'node:path';
import { Pool } from 'pg';
import { openQuestdb } from '../../main-ingest/metrics/questdb.ts';
import { MetricsFold } from '../../main-ingest/metrics/rows.ts';
import { type Column, TABLES } from '../../main-ingest/metrics/tables.ts';
import { recordedEvents } from '../recordings.ts';
import { type QuestdbServer, residentBytes, startQuestdb } from '../servers/questdb.ts';
import { SCHEMA_FILE } from '../servers/questdb-schema.ts';
import type { Benchmark } from './bench.ts';
import { timedRecipes } from './timed-recipes.ts';

const TIMES = 7;
/** Copies of the recording that one statement makes. */
const COPIES = 200;
const MiB = 2 ** 20;

/** Every recipe over 10 million hands in a real QuestDB: the recorded games over and over, under other names, hour by hour. */
export const recipesOnQuestdb: Benchmark = {
  name: 'recipes-questdb',
  what: 'recipes over 10 million hands in QuestDB, with and without its materialized views',
  async run({ folder, say, quick }) {
    const hands = quick ? 100_000 : 10_000_000;
    const server = await startQuestdb({ QDB_RAM_USAGE_LIMIT_BYTES: '3g' });
    try {
      const exportFolder = join(folder, 'export');
      const questdb = await openQuestdb({ ...server, schemaFile: SCHEMA_FILE, exportFolder });
      say(`making ${hands.toLocaleString('en')} hands`);
      const events = recordedEvents('train-small.jsonl.gz');
      const { rows, checkpoint } = new MetricsFold(new Map()).fold(events, events.length);
      await questdb.writer.write(rows, checkpoint);
      await questdb.reader.settled();
      const copies = Math.ceil(hands / (rows.get('game_metrics')?.length ?? 1)) - 1;
      await multiply(server, copies, () => questdb.reader.settled());
      say('asking');
      const measurements = await timedRecipes(questdb.reader, hands, exportFolder, quick ? 3 : TIMES);
      say(`the server holds ${Math.round((await residentBytes(server.pid)) / MiB)} MB`);
      await questdb.close();
      return measurements;
    } finally {
      await server.stop();
    }
  },
};

async function multiply(server: QuestdbServer, copies: number, settled: () => Promise<void>): Promise<void> {
  const pool = new Pool({ connectionString: server.pgUrl, max: 1, options: '-c statement_timeout=600000' });
  const games = TABLES.filter(({ columns }) => columns.some(({ name }) => name === 'session_id'));
  for (const { name } of games) await pool.query(`CREATE TABLE seed_${name} AS (SELECT * FROM ${name})`);
  for (let from = 0; from < copies; from += COPIES) {
    for (const { name, columns } of games) {
      const names = columns.map((column) => column.name).join(', ');
      await pool.query(
        `INSERT INTO ${name} (${names})
         SELECT ${columns.map(inCopy).join(', ')} FROM seed_${name}
         CROSS JOIN (SELECT x + ${from} AS copy FROM long_sequence(${Math.min(COPIES, copies - from)}))`,
      );
    }
    await settled();
  }
  await pool.end();
}

function inCopy({ name, type }: Column): string {
  if (type === 'timestamp') return `dateadd('h', cast(copy AS INT), ${name}) AS ${name}`;
  return name === 'session_id' ? "session_id || '-' || copy AS session_id" : name;
}
