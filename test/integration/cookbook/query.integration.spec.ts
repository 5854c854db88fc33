import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCommand, ServedWorkbench } from '../../workbench.ts';

const recording = join(import.meta.dirname, '..', '..', 'recordings', 'endless.jsonl.gz');
const recipes = join(import.meta.dirname, '..', '..', '..', 'sql-cookbook', 'recipes');
const folder = mkdtempSync(join(tmpdir(), 'query-'));
const data = join(folder, 'data');
const query = async (...args: string[]) => {
  const ended = await runCommand(['query', ...args, '--data', data]);
  // On a busy machine it says what it waits for.
  return { ...ended, stderr: ended.stderr.replace(/^(Waiting for|The query runs) .*\n/gm, '') };
};

beforeAll(async () => {
  expect((await runCommand(['import', recording, '--data', data])).code).toBe(0);
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('query, nothing else running', () => {
  test('prints a table in the recipe’s units', async () => {
    const { code, stdout, stderr } = await query('best-hands', 'rows=1');
    expect([code, stderr]).toEqual([0, expect.stringMatching(/^1 rows · \d+ ms · duckdb/m)]);
    expect(stdout.split('\n')[2]).toContain('1.600e28');
  });

  test('writes CSV of SQL with parameters', async () => {
    const text = 'SELECT count(*) AS games FROM game_results WHERE deck = :deck AND final_ante >= :ante';
    const { stdout } = await query('--sql', text, 'deck=Red Deck', 'ante=15', '--format', 'csv');
    expect(stdout).toMatch(/^games\r?\n\d+\r?\n$/);
  });

  test('says what is wrong with the exit code of the interfaces', async () => {
    expect(await query('nope')).toMatchObject({ code: 2, stderr: expect.stringContaining('no recipe "nope"') });
    expect(await query('best-hands', 'rows=none')).toMatchObject({ code: 2, stderr: expect.stringContaining('rows') });
    expect(await query('--sql', 'DROP TABLE game_results')).toMatchObject({ code: 3, stdout: '' });
  });
});

describe('query, while a workbench has the data folder', () => {
  let workbench: ServedWorkbench;
  beforeAll(async () => {
    workbench = await ServedWorkbench.start({ data });
  });
  afterAll(() => workbench.stop());

  test('is answered by it', async () => {
    const { code, stdout } = await query('win-rate', '--format', 'json');
    expect([code, JSON.parse(stdout)]).toEqual([0, [expect.objectContaining({ games: 6, wins: 6, win_rate: 1 })]]);
  });

  test('runs a statement that begins with a comment, from an argument, a file and standard input', async () => {
    const file = join(recipes, 'hand-types', 'duckdb.sql');
    const text = readFileSync(file, 'utf8');
    const asked = await query('--sql', text, '--format', 'csv');
    expect([asked.code, asked.stdout]).toEqual([0, expect.stringMatching(/^hand_type,/)]);
    expect((await query(`--sql=${text}`, '--format', 'csv')).stdout).toBe(asked.stdout);
    expect((await query('--file', file, '--format', 'csv')).stdout).toBe(asked.stdout);
    const piped = (...args: string[]) => runCommand(['query', ...args, '--data', data], {}, `\ufeff${text}`);
    expect((await piped('-', '--format', 'csv')).stdout).toBe(asked.stdout);
    expect((await piped('--file', '-', '--format', 'csv')).stdout).toBe(asked.stdout);
  });

  test('takes lists of names, whatever is in them', async () => {
    const count = async (...args: string[]) => (await query(...args, '--format', 'csv')).stdout.split('\n').length - 2;
    expect(await count('win-rate-by-deck', 'deck=Red Deck')).toBe(1);
    expect(await count('win-rate-by-deck', 'deck=Red Deck', 'deck=a, b')).toBe(1);
    expect(await count('win-rate-by-deck', 'deck="Red Deck, b"')).toBe(0);
    expect(await count('win-rate-by-deck', 'deck=["Red Deck","a, b"]')).toBe(1);
    const text = 'SELECT DISTINCT deck FROM game_results WHERE deck IN :deck OR deck = :one';
    expect(await count('--sql', text, 'deck=Red Deck', 'deck=a, b', 'one=a, b')).toBe(1);
  });

  test('answers with every digit and every column in every format', async () => {
    const sql = `SELECT 9007199254740993 AS n, 1.10 AS d, 2 AS n, NULL AS none, '' AS empty, '=1' AS f, n = :n AS same`;
    const asked = (...args: string[]) =>
      query('--sql', `${sql} FROM (SELECT 9007199254740993 AS n)`, 'n=9007199254740993', ...args);
    expect((await asked('--format', 'csv')).stdout).toBe(
      'n,d,n_1,none,empty,f,same\r\n9007199254740993,1.10,2,,"",=1,true\n',
    );
    expect((await asked('--format', 'csv', '--guard-formulas')).stdout).toContain(`,'=1,`);
    expect((await asked('--format', 'json')).stdout).toContain(
      '{"n":9007199254740993,"d":1.10,"n_1":2,"none":null,"empty":"","f":"=1","same":true}',
    );
    expect((await asked()).stdout.split('\n')[2]).toMatch(/^9,007,199,254,740,993 +1.10 +2 +NULL +'' +=1 +true/);
  });

  test('answers with every row of a large result', async () => {
    const file = join(folder, 'numbers.csv');
    const { code } = await query('--sql', 'SELECT range AS n FROM range(500000)', '--format', 'csv', '--out', file);
    const lines = readFileSync(file, 'utf8').trimEnd().split('\r\n');
    expect([code, lines.length, lines[1], lines.at(-1)]).toEqual([0, 500_001, '0', '499999']);
  });

  test('writes Parquet', async () => {
    const out = join(folder, 'hands.parquet');
    expect((await query('hand-types', '--format', 'parquet', '--out', out)).code).toBe(0);
    expect(readFileSync(out).subarray(0, 4).toString()).toBe('PAR1');
    expect(statSync(out).size).toBeGreaterThan(200);
  });

  test('says what is wrong just the same', async () => {
    for (const empty of ['', '/* c */', '-- x']) {
      expect(await query('--sql', empty)).toMatchObject({ code: 3, stderr: 'There is no statement to run.\n' });
    }
    expect(await query('--sql', '--format', 'csv')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^--sql needs/),
    });
    expect(await query('--file', 'none.sql')).toMatchObject({
      code: 3,
      stderr: expect.stringMatching(/^none.sql cannot/),
    });
    expect(await query('nope')).toMatchObject({ code: 2, stderr: expect.stringContaining('no recipe') });
    expect(await query('--sql', 'SELECT outcom FROM game_results')).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('at character 8'),
    });
  });
});
