import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { openDuckdb } from '../../main-ingest/metrics/duckdb.ts';
import { MetricsFold } from '../../main-ingest/metrics/rows.ts';
import { TABLES } from '../../main-ingest/metrics/tables.ts';
import { recordedEvents } from '../recordings.ts';
import type { BenchContext, Benchmark, Measurement } from './bench.ts';
import { timedRecipes } from './timed-recipes.ts';

const MEMORY_MB = 1024;
/** Tables whose rows are those of one game. */
const BY_GAME = TABLES.filter(({ columns }) => columns.some(({ name }) => name === 'session_id'));

/** Every recipe over 1 and 10 million hands: the recorded games over and over, under other names, hour by hour. */
export const recipesAtScale: Benchmark = {
  name: 'recipes',
  what: 'recipes over 1 and 10 million hands',
  async run(context) {
    const measurements: Measurement[] = [];
    for (const hands of context.quick ? [100_000] : [1_000_000, 10_000_000])
      measurements.push(...(await atScale(context, hands)));
    return measurements;
  },
};

async function atScale({ folder, say, quick }: BenchContext, hands: number): Promise<Measurement[]> {
  const options = {
    file: join(folder, `${hands}.duckdb`),
    memoryLimitMb: MEMORY_MB,
    exportFolder: join(folder, 'export'),
  };
  say(`making ${hands.toLocaleString('en')} hands`);
  await fill(options.file, options, hands);
  const duckdb = await openDuckdb(options);
  const measurements = await timedRecipes(duckdb.reader, hands, options.exportFolder, quick ? 3 : 15);
  await duckdb.close();
  return measurements;
}

async function fill(file: string, options: Parameters<typeof openDuckdb>[0], hands: number): Promise<void> {
  const events = recordedEvents('train-small.jsonl.gz');
  const { rows, checkpoint } = new MetricsFold(new Map()).fold(events, events.length);
  const duckdb = await openDuckdb(options);
  await duckdb.writer.write(rows, checkpoint);
  await duckdb.close();
  const copies = Math.ceil(hands / (rows.get('game_metrics')?.length ?? 1)) - 1;
  const instance = await DuckDBInstance.create(file, { memory_limit: `${MEMORY_MB}MB` });
  const connection = await instance.connect();
  for (const { name, columns } of BY_GAME) {
    const times = columns.filter(({ type }) => type === 'timestamp');
    const later = times.map((column) => `${column.name} + to_hours(copy) AS ${column.name}`);
    await connection.run(
      `INSERT INTO ${name} SELECT t.* REPLACE (session_id || '-' || copy AS session_id, ${later.join(', ')})
       FROM range(1, ${copies + 1}) AS copies(copy), ${name} AS t`,
    );
  }
  // They were not told of these rows: they are made anew when the store is opened.
  await connection.run('DELETE FROM rollup.definition');
  await connection.run('CHECKPOINT');
  connection.closeSync();
  instance.closeSync();
}
