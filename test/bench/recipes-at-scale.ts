import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { openCookbook } from '../../main-ingest/cookbook/cookbook.ts';
import { openDuckdb } from '../../main-ingest/metrics/duckdb.ts';
import { MetricsFold } from '../../main-ingest/metrics/rows.ts';
import { TABLES } from '../../main-ingest/metrics/tables.ts';
import { recordedEvents } from '../recordings.ts';
import { type BenchContext, type Benchmark, type Measurement, percentile, timings } from './bench.ts';

const recipesFolder = join(import.meta.dirname, '..', '..', 'sql-cookbook', 'recipes');
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
  let version = 0;
  const cookbook = await openCookbook({
    recipesFolder,
    readers: { duckdb: duckdb.reader },
    exportFolder: options.exportFolder,
    // A new version each time: what is measured is the query, not the cache.
    dataVersion: () => version++,
  });
  const scan = await timings(10, () =>
    duckdb.reader.query('SELECT sum(final_score), count(DISTINCT session_id) FROM game_metrics', [], {
      maxRows: 1,
      timeoutMs: 60_000,
    }),
  );
  const baseline = { what: 'one scan of all hands', value: percentile(scan, 0.5) };
  const measurements: Measurement[] = [];
  const measure = async (name: string, run: () => Promise<unknown>): Promise<void> => {
    const sorted = await timings(quick ? 3 : 15, run);
    measurements.push({
      name: `${name}, ${hands / 1e6}M hands, P95`,
      value: percentile(sorted, 0.95),
      unit: 'ms',
      baseline,
      detail: { p50: percentile(sorted, 0.5) },
    });
  };
  for (const { name, sql, rollup, parameters } of await cookbook.recipes()) {
    await measure(name, () => cookbook.run({ recipe: name, params: {}, scope: {}, limit: 10_000 }));
    if (rollup === null) continue;
    const params = Object.fromEntries(parameters.map((parameter) => [parameter.name, parameter.default]));
    await measure(`${name} without its rollup`, () => cookbook.sql({ sql: sql.duckdb, params, limit: 10_000 }));
  }
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
