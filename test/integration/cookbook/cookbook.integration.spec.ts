import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eachRow } from '../../../main-ingest/contract/cell-block.ts';
import { answerParts, gathered } from '../../../main-ingest/cookbook/answer-parts.ts';
import { openCookbook, queryProblem, UnknownRecipe, WHOLE_BYTES } from '../../../main-ingest/cookbook/cookbook.ts';
import { QueryError } from '../../../main-ingest/metrics/metrics.ts';
import { type FilledStores, fillStores, recipesFolder } from '../../metrics-of.ts';

let stores: FilledStores;
beforeAll(async () => {
  stores = await fillStores('train-small.jsonl.gz');
});
afterAll(() => stores.close());

const recipe = (name: string, params = {}) => ({ recipe: name, params, scope: {}, limit: 10_000 });
const sql = (text: string, params = {}, limit = 10_000) => ({ sql: text, params, limit });
const ENDLESS = 'SELECT count(*) FROM range(1000000000) a, range(1000) b WHERE a.range + b.range = 7';

describe('a run', () => {
  test('says what it took, and to when the data reaches', async () => {
    const output = await stores.cookbook.run(recipe('win-rate'));
    expect(output).toMatchObject({ engine: 'duckdb', cached: false, truncated: false });
    const { parseMs, executeMs, transferMs, totalMs } = output.timing;
    expect(totalMs).toBeGreaterThanOrEqual(Math.max(parseMs, executeMs, transferMs));
    const newest = stores.events.filter(({ eventType }) => eventType === 'GameCompleted').at(-1);
    expect(output.dataAt).toBe(newest?.timestamp);
  });

  test('is kept until the data changes', async () => {
    let version = 1;
    const cookbook = await openCookbook({
      recipesFolder,
      readers: { duckdb: stores.metrics },
      exportFolder: join(stores.folder, 'export'),
      dataVersion: () => version,
    });
    const first = await cookbook.run(recipe('hand-types'));
    const again = await cookbook.run(recipe('hand-types'));
    expect([first.cached, again.cached]).toEqual([false, true]);
    expect(again.rows).toEqual(first.rows);
    expect((await cookbook.run({ ...recipe('hand-types'), scope: { deck: ['Red Deck'] } })).cached).toBe(false);
    version = 2;
    expect((await cookbook.run(recipe('hand-types'))).cached).toBe(false);
  });

  test('of more rows than the limit says so', async () => {
    expect(await stores.cookbook.run({ ...recipe('hand-types'), limit: 3 })).toMatchObject({
      truncated: true,
      rows: { length: 3 },
    });
  });

  test('of more bytes than a whole answer may have says so; packed it has them all', async () => {
    const numbers = { ...sql('SELECT range AS n FROM range(500000)'), limit: 500_000 };
    const whole = await stores.cookbook.sql(numbers);
    expect([whole.truncated, whole.rows.length < 500_000, whole.bytes <= WHOLE_BYTES]).toEqual([true, true, true]);
    expect(whole.rows.every(([n], index) => n === index)).toBe(true);
    const packed = await stores.cookbook.packed(numbers);
    expect(packed.head).toMatchObject({ truncated: false, rowCount: 500_000, cached: false });
    const again = await gathered(answerParts(packed));
    expect([...eachRow(again.head.columns, again.blocks)].every(([n], index) => n === index)).toBe(true);
  });

  test('stops when its caller goes', async () => {
    const caller = new AbortController();
    const running = stores.cookbook.sql(sql(ENDLESS), caller.signal);
    setImmediate(() => caller.abort());
    await expect(running).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  test('of a recipe or an engine that is not there is refused', async () => {
    await expect(stores.cookbook.run(recipe('nope'))).rejects.toBeInstanceOf(UnknownRecipe);
    await expect(stores.cookbook.run({ ...recipe('win-rate'), engine: 'questdb' })).rejects.toMatchObject({
      code: 'UNAVAILABLE',
    });
  });
});

describe('free SQL', () => {
  test('takes parameters of every kind', async () => {
    const { rows } = await stores.cookbook.sql(
      sql(
        `SELECT count(*) FROM game_starts
         WHERE timestamp >= :from -- if :from
           AND deck IN :decks -- if :decks
           AND starting_money >= :money AND seed <> ':from'`,
        { from: '2026-09-28T06:00:00Z', decks: ['Red Deck', 'Blue Deck'], money: 0 },
      ),
    );
    expect(rows).toEqual([[14]]);
  });

  test('has an error where the person wrote it', async () => {
    const text = "SELECT 'x' AS a, :long_parameter_name AS b,\n  1 -- if :unset\n  + outcom FROM game_results";
    const problem = await stores.cookbook
      .sql(sql(text, { long_parameter_name: 'y', unset: null }))
      .then(() => undefined)
      .catch((error: unknown) => (error instanceof QueryError ? queryProblem(error) : undefined));
    expect(problem).toMatchObject({ code: 'UNKNOWN_COLUMN', tip: expect.stringContaining('outcome') });
    expect(text.slice(problem?.position ?? 0)).toMatch(/^outcom /);
  });

  test('only reads', async () => {
    for (const text of [
      'DELETE FROM game_results',
      "COPY game_results TO 'x.csv'",
      "SELECT * FROM read_text('/etc/passwd')",
    ]) {
      await expect(stores.cookbook.sql(sql(text))).rejects.toBeInstanceOf(QueryError);
    }
    expect((await stores.cookbook.sql(sql('SELECT count(*) FROM game_results'))).rows).toEqual([[60]]);
  });
});

describe('an export', () => {
  test('is the complete result in every format', async () => {
    const { rows } = await stores.cookbook.run(recipe('hand-types'));
    const file = (format: 'csv' | 'json' | 'markdown' | 'parquet') =>
      stores.cookbook.export({ format, run: { ...recipe('hand-types'), limit: 1 } });
    const csv = await file('csv');
    expect([csv.name, csv.type]).toEqual(['hand-types.csv', 'text/csv']);
    expect((await csv.text()).trim().split('\r\n')).toHaveLength(rows.length + 1);
    expect(JSON.parse(await (await file('json')).text())).toHaveLength(rows.length);
    expect((await (await file('markdown')).text()).trim().split('\n')).toHaveLength(rows.length + 2);
  });

  test('as Parquet holds the same values', async () => {
    const parquet = await stores.cookbook.export({ format: 'parquet', run: recipe('hand-types') });
    writeFileSync(join(stores.folder, 'export', 'read-back.parquet'), Buffer.from(await parquet.arrayBuffer()));
    const { rows } = await stores.cookbook.run(recipe('hand-types'));
    expect(await rowsOfParquet(join(stores.folder, 'export', 'read-back.parquet'))).toEqual(rows);
  });
});

/** Rows of a file, as a DuckDB of its own reads them. */
async function rowsOfParquet(file: string): Promise<unknown[][]> {
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  const result = await connection.runAndReadAll(`SELECT * FROM read_parquet('${file}')`);
  connection.closeSync();
  instance.closeSync();
  return result.getRowsJS().map((row) => row.map((cell) => (typeof cell === 'bigint' ? Number(cell) : cell)));
}

describe('what completion offers', () => {
  test('tables with their columns and rows', async () => {
    const tables = await stores.cookbook.tables();
    expect(tables.find(({ name }) => name === 'game_results')).toMatchObject({
      rows: 60,
      columns: expect.arrayContaining([{ name: 'outcome', type: 'text' }]),
    });
  });

  test('values of a column, most first, by their beginning', async () => {
    const values = (column: string, prefix = '') =>
      stores.cookbook.values({ table: 'game_results', column, prefix, limit: 50 });
    expect(await values('outcome')).toEqual([
      { value: 'loss', count: 46 },
      { value: 'win', count: 14 },
    ]);
    expect(await values('deck', 'Bl')).toEqual([
      { value: 'Blue Deck', count: 7 },
      { value: 'Black Deck', count: 6 },
    ]);
    await expect(values('deck"; DROP TABLE game_results; --')).rejects.toMatchObject({ code: 'UNKNOWN_COLUMN' });
    await expect(
      stores.cookbook.values({ table: 'duckdb_settings()', column: 'name', prefix: '', limit: 5 }),
    ).rejects.toMatchObject({ code: 'UNKNOWN_TABLE' });
  });
});
