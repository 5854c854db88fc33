import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Duckdb, openDuckdb } from '../../../main-ingest/metrics/duckdb.ts';
import type { Row, TableName } from '../../../main-ingest/metrics/tables.ts';
import { flow } from './rows.ts';

describe('upkeep that fails holds up no row [real DuckDB]', () => {
  let folder: string;
  let store: Duckdb;
  let position = 0;
  const open = () =>
    openDuckdb({ file: join(folder, 'metrics.duckdb'), memoryLimitMb: 256, exportFolder: join(folder, 'export') });
  const write = (table: TableName, ...rows: Row[]) =>
    store.writer.write(new Map([[table, rows]]), { position: ++position, carry: new Map() });
  const ask = async (sql: string) => (await store.reader.query(sql, [], { maxRows: 100, timeoutMs: 10_000 })).rows;
  /** Does something to the closed store's file. */
  const damage = async (...statements: readonly string[]) => {
    await store.close();
    const instance = await DuckDBInstance.create(join(folder, 'metrics.duckdb'));
    const connection = await instance.connect();
    for (const sql of statements) await connection.run(sql);
    connection.closeSync();
    instance.closeSync();
    store = await open();
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'metrics-'));
    position = 0;
    store = await open();
  });
  afterEach(async () => {
    await store.close();
    await rm(folder, { recursive: true });
  });

  test('a rollup that is gone is made anew', async () => {
    await write('economic_flow', flow({ amount: -3 }));
    await damage('DROP TABLE rollup.money_by_day');
    await write('economic_flow', flow({ sequence: 1, second: 7200, amount: -4 }));
    expect(await ask('SELECT sum(spent) FROM money_by_day')).toEqual([[7]]);
    expect((await store.writer.checkpoint()).position).toBe(2);
  });

  test('a value that no rollup can be made of is told of, and all others go on', async () => {
    await write('economic_flow', flow({ amount: -3 }));
    // As a bug of ours or a hand in the file could leave it.
    await damage(
      'ALTER TABLE economic_flow ALTER amount TYPE HUGEINT',
      'UPDATE economic_flow SET amount = -170141183460469231731687303715884105727',
      'DELETE FROM rollup.definition',
    );
    const second = (day: number) => day * 86_400;
    for (const day of [1, 2, 3, 4, 5, 6]) await write('game_starts', ...[start(second(day))]);
    expect(await ask('SELECT count(*) FROM game_starts')).toEqual([[6]]);
    expect((await store.writer.checkpoint()).position).toBe(7);
    expect(store.observation().notices).toMatchObject([{ code: 'upkeep-rollups', severity: 'warning' }]);
    await damage('UPDATE economic_flow SET amount = -3', 'ALTER TABLE economic_flow ALTER amount TYPE INTEGER');
    expect(store.observation().notices).toEqual([]);
    expect(await ask('SELECT sum(spent) FROM money_by_day')).toEqual([[3]]);
  });

  test('where no rollup can be made at all, rows are stored without', async () => {
    await damage(
      'DROP SCHEMA rollup CASCADE',
      'CREATE SCHEMA rollup',
      'CREATE VIEW rollup.definition AS SELECT 1 AS sql',
    );
    await write('economic_flow', flow({ amount: -3 }));
    expect(await ask('SELECT amount FROM economic_flow')).toEqual([[-3]]);
    expect(store.observation().notices).toMatchObject([{ severity: 'warning' }]);
    await damage('DROP VIEW rollup.definition');
    await write('economic_flow', flow({ sequence: 1, amount: -4 }));
    expect(store.observation().notices).toEqual([]);
    expect(await ask('SELECT sum(spent) FROM money_by_day')).toEqual([[7]]);
  });

  test('the smallest integer, as older versions stored it, has a rollup', async () => {
    await write('economic_flow', flow({ amount: -3 }));
    await damage('UPDATE economic_flow SET amount = -2147483648', 'DELETE FROM rollup.definition');
    await write('economic_flow', flow({ sequence: 1, second: 7200 }));
    expect(store.observation().notices).toEqual([]);
    expect(await ask('SELECT sum(spent) FROM money_by_day')).toEqual([[2_147_483_651]]);
  });

  test('rows thousands of years apart are rolled up as quickly as any', async () => {
    const years = [1, 1500, 1969, 2026, 5000, 9999, 3, 1970, 9000, 700, 7000, 2100, 1000, 4000, 8000];
    for (const [sequence, year] of years.entries()) {
      const [, ...cells] = flow({ sequence, amount: -1 });
      await write('economic_flow', [new Date(0).setUTCFullYear(year, 5, 1) * 1000, ...cells]);
    }
    await store.close();
    store = await open();
    await write('economic_flow', flow({ sequence: 99 }));
    expect(store.observation().notices).toEqual([]);
    expect(await ask('SELECT sum(changes), count(DISTINCT timestamp) FROM money_by_day')).toEqual([[16, 16]]);
  });
});

const start = (second: number): Row => [
  Date.UTC(2026, 9, 1) * 1000 + second * 1_000_000,
  `g${second}`,
  ...['S', 'Red Deck', 'White', null, null, null, 4],
];
