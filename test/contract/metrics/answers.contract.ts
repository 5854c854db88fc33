import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { QueryError } from '../../../main-ingest/metrics/metrics.ts';
import type { MetricsUnderTest } from './metrics.contract.ts';
import { hand, result } from './rows.ts';

/** A statement, its columns (`name type, …`; undefined for whatever they are) and its first row. */
type Case = readonly [what: string, sql: string, columns: string | undefined, row: readonly unknown[]];

/** How an engine is asked for what every engine must answer exactly. */
export interface AnswersDialect {
  readonly cases: readonly Case[];
  /** A statement that is written to Parquet, and what a reader of the file finds. */
  readonly parquet: readonly (readonly [
    what: string,
    sql: string,
    types: readonly string[],
    texts: readonly (string | null)[],
  ])[];
  /** A statement and the words that its refusal has. */
  readonly refused: readonly (readonly [sql: string, words: RegExp])[];
  /** A statement with a mistake, and the character that is at fault. */
  readonly misplaced: readonly (readonly [sql: string, position: number])[];
}

/** What an answer says: every digit, every column, no zone that is not known; and what is asked in other words. */
export function answersContract(name: string, dialect: AnswersDialect, open: () => Promise<MetricsUnderTest>): void {
  describe(`Answers contract [${name}]`, () => {
    let store: MetricsUnderTest;
    const ask = (sql: string) => store.reader.query(sql, [], { maxRows: 10_000, timeoutMs: 30_000 });
    const failure = (sql: string): Promise<unknown> => ask(sql).catch((error: unknown) => error);

    beforeAll(async () => {
      store = await open();
      const rows = new Map([
        ['game_metrics' as const, [hand({ sequence: 1 })]],
        ['game_results' as const, [result({ session: 'a', second: 1 }), result({ session: 'b', second: 2 })]],
      ]);
      await store.writer.write(rows, { position: 1, carry: new Map() });
      await store.reader.settled();
    });
    afterAll(() => store.remove());

    test.each(dialect.cases)('%s', async (_, sql, columns, row) => {
      const answer = await ask(sql);
      const told = answer.columns.map((column) => `${column.name} ${column.type}`).join(', ');
      expect(columns ?? told).toBe(told);
      expect(answer.rows[0]).toEqual(row);
    });

    test.each(dialect.parquet)('Parquet: %s', async (_, sql, types, texts) => {
      const file = join(store.exportFolder, `${crypto.randomUUID()}.parquet`);
      await store.reader.exportParquet(sql, [], file, {});
      const instance = await DuckDBInstance.create();
      const connection = await instance.connect();
      const described = await connection.runAndReadAll(`SELECT column_type FROM (DESCRIBE FROM '${file}')`);
      const read = await connection.runAndReadAll(`SELECT COLUMNS(*)::VARCHAR FROM '${file}' LIMIT 1`);
      instance.closeSync();
      expect(described.getRows().flat()).toEqual(types);
      expect(read.getRows()[0]).toEqual(texts);
    });

    test.each(['', ' \n', ';', ' ; ;', '-- nothing', '/* c */', '/* a */ -- b\n ;'])(
      '%j is no statement, and said so',
      async (sql) => {
        expect(await failure(sql)).toMatchObject({ code: 'SYNTAX', message: 'There is no statement to run.' });
        const file = join(store.exportFolder, 'none.parquet');
        const exported: unknown = await store.reader.exportParquet(sql, [], file, {}).catch((error: unknown) => error);
        expect(exported).toMatchObject({ code: 'SYNTAX', message: 'There is no statement to run.' });
      },
    );

    test.each(dialect.refused)('%s is refused in words that name it', async (sql, words) => {
      const error = await failure(sql);
      expect(error).toBeInstanceOf(QueryError);
      if (error instanceof QueryError) expect(`${error.message} ${error.tip ?? ''}`).toMatch(words);
    });

    test.each(dialect.misplaced)('%j: the place of the mistake is as it was written', async (sql, position) => {
      expect(await failure(sql)).toMatchObject({ position });
    });

    test('whole numbers that are safe stay packed as floats', async () => {
      const { blocks } = await ask('SELECT count(*) AS n FROM game_results');
      expect(blocks[0]?.cells[0]).toMatch(/^[A-Za-z0-9+/]+=*$/);
    });

    test('the tables’ own times are UTC', async () => {
      const { rows } = await ask('SELECT min(timestamp) AS first FROM game_metrics');
      expect(rows).toEqual([['2026-09-28T06:00:00.123456Z']]);
    });
  });
}
