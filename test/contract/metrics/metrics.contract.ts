import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  type BindValue,
  type MetricsReader,
  type MetricsWriter,
  QueryError,
  type QueryOptions,
} from '../../../main-ingest/metrics/metrics.ts';
import { ROLLUPS, type Rollup, rollupColumns } from '../../../main-ingest/metrics/rollups.ts';
import { MetricsFold } from '../../../main-ingest/metrics/rows.ts';
import { type Row, TABLES, type TableName } from '../../../main-ingest/metrics/tables.ts';
import { recordedEvents } from '../../recordings.ts';
import { at, completeRow, decision, flow, hand, result } from './rows.ts';

/** One store of metrics, empty at first. */
export interface MetricsUnderTest {
  readonly writer: MetricsWriter;
  readonly reader: MetricsReader;
  /** Folder that exports go to. */
  readonly exportFolder: string;
  /** Closes the store and opens it again on the same data. */
  reopen(): Promise<MetricsUnderTest>;
  /** Closes and removes it. */
  remove(): Promise<void>;
}

/** What differs between engines, and how it is said in their SQL. */
export interface MetricsDialect {
  readonly engine: 'duckdb' | 'questdb';
  /** A query of many seconds. */
  readonly endless: string;
  /** A query of `n` rows with one integer column. */
  series(n: number): string;
  /** The start of the day of a time. */
  day(time: string): string;
  /** Statements that would change something or reach a file. */
  readonly refused: readonly string[];
}

/** What every store of metrics does, whatever stands behind it. */
export function metricsContract(name: string, dialect: MetricsDialect, open: () => Promise<MetricsUnderTest>): void {
  describe(`Metrics contract [${name}]`, () => {
    let store: MetricsUnderTest;

    beforeEach(async () => {
      store = await open();
    });
    afterEach(async () => {
      await store.remove();
    });

    const options: QueryOptions = { maxRows: 10_000, timeoutMs: 30_000 };
    const ask = async (sql: string, binds: readonly BindValue[] = [], more: Partial<QueryOptions> = {}) => {
      await store.reader.settled();
      return store.reader.query(sql, binds, { ...options, ...more });
    };
    const rowsOf = async (sql: string, binds: readonly BindValue[] = []) => (await ask(sql, binds)).rows;
    const write = (table: TableName, rows: readonly Row[], position = 1) =>
      store.writer.write(new Map([[table, rows]]), { position, carry: new Map() });
    const failure = async (sql: string, binds: readonly BindValue[] = [], more: Partial<QueryOptions> = {}) => {
      const error: unknown = await ask(sql, binds, more).then(
        () => undefined,
        (reason: unknown) => reason,
      );
      if (!(error instanceof QueryError)) throw new Error(`expected a QueryError, not ${String(error)}`);
      return error;
    };

    describe('writing', () => {
      test('a new store has every table, empty, and stands at the beginning', async () => {
        await store.reader.settled();
        const tables = await store.reader.tables();
        const names = [...TABLES, ...ROLLUPS].map(({ name }) => name);
        expect(tables.map(({ name }) => name).toSorted()).toEqual(names.toSorted());
        for (const { name, table } of ROLLUPS) {
          expect(tables.find((one) => one.name === name)?.view).toMatchObject({ base: table, behindTxns: 0 });
        }
        expect(tables.every((table) => table.rows === 0)).toBe(true);
        expect(await store.writer.checkpoint()).toEqual({ position: 0, carry: new Map() });
      });

      test.each(TABLES.map((table) => table.name))('a row of %s reads as it was written', async (table) => {
        const row = completeRow(table);
        await write(table, [row]);
        const columns = TABLES.find(({ name }) => name === table)?.columns ?? [];
        const read = await ask(`SELECT ${columns.map((column) => column.name).join(', ')} FROM ${table}`);
        expect(read.columns).toEqual(columns.map((column) => ({ name: column.name, type: column.type })));
        expect(read.rows).toEqual([
          columns.map((column, i) => (column.type === 'timestamp' ? '2026-09-28T06:00:00.123456Z' : row[i])),
        ]);
      });

      test.each(TABLES.map((table) => table.name))('what a row of %s does not say is null', async (table) => {
        const definition = TABLES.find(({ name }) => name === table);
        if (definition === undefined) throw new Error(table);
        const row = completeRow(table).map((cell, i) => {
          const column = definition.columns[i];
          const kept = column === undefined || definition.key.includes(column.name) || column.type === 'boolean';
          return kept ? cell : null;
        });
        await write(table, [row]);
        const read = await rowsOf(`SELECT ${definition.columns.map((column) => column.name).join(', ')} FROM ${table}`);
        expect(read[0]?.slice(1)).toEqual(row.slice(1));
      });

      test('scores beyond every integer are kept', async () => {
        await write('game_metrics', [
          hand({ sequence: 1, score: Number.MAX_VALUE }),
          hand({ sequence: 2, score: 2 ** 53 + 2 }),
          hand({ sequence: 3, score: 1.5e25 }),
        ]);
        expect(await rowsOf('SELECT final_score FROM game_metrics ORDER BY sequence_id')).toEqual([
          [Number.MAX_VALUE],
          [2 ** 53 + 2],
          [1.5e25],
        ]);
      });

      test('text is kept whatever is in it', async () => {
        const texts = [
          `<img src=x onerror="alert(1)">`,
          `'; DROP TABLE game_metrics; --`,
          'ü – 手札 🃏',
          'a,b=c d\\e\nf',
        ];
        await write(
          'economic_flow',
          texts.map((item, sequence) => flow({ sequence, item })),
        );
        expect(await rowsOf('SELECT item FROM economic_flow ORDER BY sequence_id')).toEqual(
          texts.map((text) => [text]),
        );
      });

      test('a row that is written again replaces the first, in the same batch and in a later one', async () => {
        await write('game_metrics', [
          hand({ sequence: 1, outcome: 'continues' }),
          hand({ sequence: 2, outcome: 'continues' }),
          hand({ sequence: 1, outcome: 'won' }),
        ]);
        await write('game_metrics', [hand({ sequence: 2, outcome: 'lost' }), hand({ sequence: 3, outcome: 'won' })], 2);
        expect(await rowsOf('SELECT sequence_id, outcome FROM game_metrics ORDER BY sequence_id')).toEqual([
          [1, 'won'],
          [2, 'lost'],
          [3, 'won'],
        ]);
      });

      test('rows of one moment are told apart by the rest of their key', async () => {
        await write('economic_flow', [
          flow({ sequence: 1, kind: 'interest', amount: 3 }),
          flow({ sequence: 1, kind: 'hands', amount: 2 }),
          flow({ sequence: 1, kind: 'interest', amount: 4, session: 'another' }),
        ]);
        await write('economic_flow', [flow({ sequence: 1, kind: 'hands', amount: 5 })], 2);
        expect(await rowsOf('SELECT session_id, kind, amount FROM economic_flow ORDER BY amount')).toEqual([
          ['game', 'interest', 3],
          ['another', 'interest', 4],
          ['game', 'hands', 5],
        ]);
      });

      test('a key with nothing in it is a key too', async () => {
        const metric = (value: number): Row => [at(0), 'run', 'entropy', value, null, null];
        await write('learning_metrics', [metric(1)]);
        await write('learning_metrics', [metric(2)], 2);
        expect(await rowsOf('SELECT value FROM learning_metrics')).toEqual([[2]]);
      });

      test('a batch that is delivered again, in other portions, changes nothing', async () => {
        const hands = Array.from({ length: 500 }, (_, i) =>
          hand({ sequence: i, second: i % 7, session: `game-${i % 5}` }),
        );
        await write('game_metrics', hands, 500);
        for (const start of [0, 200, 400]) await write('game_metrics', hands.slice(start, start + 200), start + 200);
        expect(await rowsOf('SELECT count(*), sum(final_score) FROM game_metrics')).toEqual([[500, 500 * 100]]);
      });

      test('rows that come late, before others in time, are rows all the same', async () => {
        await write('game_metrics', [hand({ sequence: 9, second: 9 })]);
        await write('game_metrics', [hand({ sequence: 1, second: 1 }), hand({ sequence: 12, second: 12 })], 2);
        expect(await rowsOf('SELECT sequence_id FROM game_metrics ORDER BY timestamp')).toEqual([[1], [9], [12]]);
      });

      test('tables() counts rows', async () => {
        await write('decision_points', [decision({ sequence: 1 }), decision({ sequence: 2 })]);
        await store.reader.settled();
        const tables = await store.reader.tables();
        expect(tables.find((table) => table.name === 'decision_points')?.rows).toBe(2);
      });
    });

    describe('rollups', () => {
      /** All of a rollup, merged, beside what its table says. */
      const compared = async ({ name, table, dimensions, measures }: Rollup) => {
        const day = dialect.day('timestamp');
        const by = dimensions.map((dimension) => dimension.name);
        const order = ['day', ...by].join(', ');
        const merged = measures.map(({ name: measure, merge }) => `${merge}(${measure}) AS ${measure}`);
        const counted = measures.map(({ name: measure, sql }) => `${sql} AS ${measure}`);
        const groups = (list: readonly string[]) => [`${day} AS day`, ...list].join(', ');
        const own = dimensions.map((one) => (one.sql === undefined ? one.name : `${one.sql} AS ${one.name}`));
        const grouped = (from: string, list: readonly string[], values: readonly string[]) =>
          `SELECT * FROM (SELECT ${groups([...list, ...values])} FROM ${from} GROUP BY ${order}) AS g ORDER BY ${order}`;
        return {
          rolledUp: await rowsOf(grouped(name, by, merged)),
          rows: await rowsOf(grouped(table, own, counted)),
        };
      };
      const agree = async () => {
        for (const rollup of ROLLUPS) {
          const { rolledUp, rows } = await compared(rollup);
          expect([rollup.name, rolledUp]).toEqual([rollup.name, rows]);
        }
      };

      test('are empty at first, and have their columns', async () => {
        for (const rollup of ROLLUPS) {
          const columns = rollupColumns(rollup);
          const read = await ask(`SELECT ${columns.map(({ name }) => name).join(', ')} FROM ${rollup.name}`);
          expect(read.rows).toEqual([]);
          expect(read.columns).toEqual(columns);
        }
      });

      test('say what their tables say, whenever and in whatever order rows were written', async () => {
        const random = fc.sample(
          fc.array(fc.record({ hour: fc.nat(60), games: fc.integer({ min: 1, max: 4 }), again: fc.boolean() }), {
            minLength: 6,
            maxLength: 6,
          }),
          { numRuns: dialect.engine === 'duckdb' ? 8 : 1 },
        );
        for (const [place, batch] of random.flat().entries()) {
          const seconds = (i: number) => (batch.again ? 0 : batch.hour) * 3600 + i * 700;
          const several = Array.from({ length: batch.games * 3 }, (_, i) => i);
          await store.writer.write(
            new Map([
              ['game_metrics', several.map((i) => hand({ sequence: i, second: seconds(i), score: place + i }))],
              ['decision_points', several.map((i) => decision({ sequence: i, second: seconds(i) }))],
              ['economic_flow', several.map((i) => flow({ sequence: i, second: seconds(i), amount: i - place }))],
            ]),
            { position: place, carry: new Map() },
          );
          await agree();
        }
        store = await store.reopen();
        await agree();
      });

      test('amounts at the bounds of their column are summed up, and hold up nothing', async () => {
        const amounts = [-2_147_483_647, 2_147_483_647, -2_147_483_647];
        const rows = amounts.map((amount, sequence) => flow({ sequence, second: sequence * 7200, amount }));
        await write('economic_flow', rows, 1);
        await write('economic_flow', [flow({ sequence: 9, second: 40 * 86_400 })], 2);
        await agree();
        const totals = await ask('SELECT sum(earned) AS earned, sum(spent) AS spent FROM money_by_day');
        expect(totals.rows).toEqual([[2_147_483_647, 4_294_967_297]]);
      });

      test('rows all over the years, and one more of long ago', async () => {
        const days = Array.from({ length: 40 }, (_, i) => i * 37);
        for (const [place, day] of days.entries()) {
          await write('game_metrics', [hand({ sequence: place, second: day * 86_400 })], place);
        }
        await agree();
        store = await store.reopen();
        await write('game_metrics', [hand({ sequence: 99, second: 5 * 37 * 86_400 + 7200 })], 99);
        await agree();
      });
    });

    describe('checkpoint and carry', () => {
      test('both are there after a restart, with the rows', async () => {
        await store.writer.write(new Map([['game_results', [result({})]]]), {
          position: 42,
          carry: new Map([
            ['a', '{"ante":1}'],
            ['b', 'ü " \\'],
          ]),
        });
        store = await store.reopen();
        expect(await store.writer.checkpoint()).toEqual({
          position: 42,
          carry: new Map([
            ['a', '{"ante":1}'],
            ['b', 'ü " \\'],
          ]),
        });
        expect(await rowsOf('SELECT count(*) FROM game_results')).toEqual([[1]]);
      });

      test('a write changes the carry of the games that it names, and drops those that are done with', async () => {
        const save = (position: number, carry: readonly (readonly [string, string | null])[]) =>
          store.writer.write(new Map(), { position, carry: new Map(carry) });
        await save(1, [
          ['a', '1'],
          ['b', '1'],
          ['c', '1'],
        ]);
        await save(2, [
          ['b', '2'],
          ['c', null],
          ['never', null],
        ]);
        store = await store.reopen();
        const { position, carry } = await store.writer.checkpoint();
        expect(position).toBe(2);
        expect(Object.fromEntries(carry)).toEqual({ a: '1', b: '2' });
      });

      test('positions beyond 32 bits are kept', async () => {
        await store.writer.write(new Map(), { position: 2 ** 40, carry: new Map() });
        expect((await store.writer.checkpoint()).position).toBe(2 ** 40);
      });
    });

    test('games that an older version completed are summed up when the store is opened, once', async () => {
      const { rows, checkpoint } = new MetricsFold(new Map()).fold(recordedEvents('train-small.jsonl.gz'), 1);
      const summed = async (): Promise<unknown[]> => {
        const read = [];
        for (const table of ['game_antes', 'game_confidence', 'game_results'] as const) {
          const { columns = [], key = [] } = TABLES.find(({ name }) => name === table) ?? {};
          const names = columns.map(({ name }) => name).join(', ');
          read.push(await rowsOf(`SELECT ${names} FROM ${table} ORDER BY ${key.join(', ')}`));
        }
        return read.map((table) => table.map((row) => row.map(rounded)));
      };
      const results = TABLES.find(({ name }) => name === 'game_results')?.columns ?? [];
      const startedAt = results.findIndex(({ name }) => name === 'started_at');
      const older = new Map(rows);
      older.delete('game_antes');
      older.delete('game_confidence');
      older.set(
        'game_results',
        (rows.get('game_results') ?? []).map((row) => row.with(-1, null).with(startedAt, null)),
      );
      await store.writer.write(older, checkpoint);
      await store.reader.settled();
      store = await store.reopen();
      const made = await summed();
      store = await store.reopen();
      expect(await summed()).toEqual(made);
      await store.writer.write(rows, checkpoint);
      expect(made).toEqual(await summed());
      expect(made.map((table) => Array.isArray(table) && table.length)).toEqual(
        ['game_antes' as const, 'game_confidence' as const, 'game_results' as const].map(
          (name) => rows.get(name)?.length,
        ),
      );
    });

    describe('queries', () => {
      test('values are bound by position, whatever they are', async () => {
        await write('game_metrics', [hand({ sequence: 1, session: `o'brien` }), hand({ sequence: 2 })]);
        const sql = 'SELECT sequence_id FROM game_metrics WHERE session_id = $2 AND final_score >= $1';
        expect(await rowsOf(sql, [99.5, `o'brien`])).toEqual([[1]]);
        expect(await rowsOf(sql, [100, `' OR 1=1 --`])).toEqual([]);
      });

      test('a time is bound as microseconds', async () => {
        await write('game_metrics', [hand({ sequence: 1, second: 1 }), hand({ sequence: 2, second: 2 })]);
        expect(await rowsOf('SELECT sequence_id FROM game_metrics WHERE timestamp >= $1', [at(2)])).toEqual([[2]]);
        expect(await rowsOf('SELECT sequence_id FROM game_metrics WHERE timestamp < $1', [at(2)])).toEqual([[1]]);
      });

      test('a value that is missing is a PARAMETER error', async () => {
        expect((await failure('SELECT sequence_id FROM game_metrics WHERE session_id = $1')).code).toBe('PARAMETER');
      });

      test('counts and sums of integers are integers, means are doubles', async () => {
        await write('game_metrics', [hand({ sequence: 1 }), hand({ sequence: 2 })]);
        const read = await ask('SELECT count(*) AS n, sum(ante) AS antes, avg(ante) AS mean FROM game_metrics');
        expect(read.columns).toEqual([
          { name: 'n', type: 'integer' },
          { name: 'antes', type: 'integer' },
          { name: 'mean', type: 'double' },
        ]);
        expect(read.rows).toEqual([[2, 4, 2]]);
      });

      test('no more than maxRows rows are answered, and the rest is told of', async () => {
        const cut = await ask(dialect.series(5000), [], { maxRows: 2500 });
        expect([cut.rows.length, cut.truncated]).toEqual([2500, true]);
        const whole = await ask(dialect.series(2500), [], { maxRows: 2500 });
        expect([whole.rows.length, whole.truncated]).toEqual([2500, false]);
      });

      test('an empty result has its columns', async () => {
        const read = await ask('SELECT session_id, final_score FROM game_metrics');
        expect(read.columns).toEqual([
          { name: 'session_id', type: 'text' },
          { name: 'final_score', type: 'double' },
        ]);
        expect(read.rows).toEqual([]);
      });

      test('a comment and a semicolon at the end do no harm', async () => {
        expect(await rowsOf('-- how many?\nSELECT count(*) FROM game_metrics; -- none')).toEqual([[0]]);
      });
    });

    describe('errors', () => {
      test('a syntax error says where', async () => {
        const error = await failure("SELECT 'ü' AS u,\n  count(*) FROMM game_metrics WHERE 1 = ");
        expect(error.code).toBe('SYNTAX');
        expect(error.position).toBeGreaterThan(15);
      });

      test('an unknown column says where', async () => {
        const error = await failure('SELECT\n  nonsense FROM game_metrics');
        expect(error).toMatchObject({ code: 'UNKNOWN_COLUMN', position: 9 });
      });

      test('an unknown table says which', async () => {
        const error = await failure('SELECT count(*) FROM game_metricz');
        expect(error).toMatchObject({ code: 'UNKNOWN_TABLE', position: 21 });
        expect(error.message).toContain('game_metricz');
      });
    });

    describe('reading only', () => {
      test.each(dialect.refused)('%s is refused', async (sql) => {
        await write('game_metrics', [hand({ sequence: 1 })]);
        const error = await failure(sql);
        expect(error.code).not.toBe('CANCELLED');
        expect(await rowsOf('SELECT sequence_id, outcome FROM game_metrics')).toEqual([[1, 'continues']]);
      });
    });

    describe('stopping', () => {
      test('a query past its time is stopped', async () => {
        expect((await failure(dialect.endless, [], { timeoutMs: 200 })).code).toBe('TIMEOUT');
        expect(await rowsOf('SELECT count(*) FROM game_metrics')).toEqual([[0]]);
      });

      test('a cancelled query is stopped in the store', async () => {
        const stop = new AbortController();
        const failed = failure(dialect.endless, [], { signal: stop.signal });
        await ask(dialect.series(1));
        stop.abort();
        expect((await failed).code).toBe('CANCELLED');
        const all = Array.from({ length: 4 }, () => ask(dialect.series(10)));
        expect((await Promise.all(all)).map((one) => one.rows.length)).toEqual([10, 10, 10, 10]);
      });

      test('a query that nobody waits for any more is not begun', async () => {
        expect((await failure(dialect.endless, [], { signal: AbortSignal.abort() })).code).toBe('CANCELLED');
      });
    });

    test('queries and writes do not wait for each other', async () => {
      const stop = new AbortController();
      const long = failure(dialect.endless, [], { signal: stop.signal });
      for (let i = 0; i < 5; i += 1) {
        await write('game_metrics', [hand({ sequence: i, second: i })], i + 1);
        expect(await rowsOf('SELECT count(*) FROM game_metrics')).toEqual([[i + 1]]);
      }
      stop.abort();
      expect((await long).code).toBe('CANCELLED');
    });

    describe('export', () => {
      test('a complete result becomes a Parquet file', async () => {
        const hands = Array.from({ length: 3000 }, (_, i) => hand({ sequence: i, second: i }));
        await write('game_metrics', hands);
        await store.reader.settled();
        const file = join(store.exportFolder, "hand's.parquet");
        const sql = 'SELECT sequence_id, final_score FROM game_metrics WHERE sequence_id >= $1; -- all';
        expect(await store.reader.exportParquet(sql, [1000], file, {})).toBe(2000);
        expect(await parquetMagic(file)).toBe('PAR1');
      });

      test('what only writes is no export, and there is one folder for them', async () => {
        const file = join(store.exportFolder, 'x.parquet');
        const code = (sql: string, target: string) =>
          store.reader.exportParquet(sql, [], target, {}).then(
            () => 'done',
            (error: unknown) => (error instanceof QueryError ? error.code : String(error)),
          );
        expect(await code('DROP TABLE game_metrics', file)).toBe('READ_ONLY');
        expect(await code('SELECT 1', join(store.exportFolder, '..', 'x.parquet'))).toBe('READ_ONLY');
      });
    });
  });
}

/** Sums of floats in another order differ in their last digits. */
function rounded(cell: unknown): unknown {
  return typeof cell === 'number' ? Number(cell.toPrecision(12)) : cell;
}

async function parquetMagic(file: string): Promise<string> {
  const { readFile } = await import('node:fs/promises');
  const bytes = await readFile(file);
  return bytes.subarray(0, 4).toString('latin1');
}
