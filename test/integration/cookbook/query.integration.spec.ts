import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCommand, ServedWorkbench } from '../../workbench.ts';

const recording = join(import.meta.dirname, '..', '..', 'recordings', 'endless.jsonl.gz');
const folder = mkdtempSync(join(tmpdir(), 'query-'));
const data = join(folder, 'data');
const query = (...args: string[]) => runCommand(['query', ...args, '--data', data]);

beforeAll(async () => {
  expect((await runCommand(['import', recording, '--data', data])).code).toBe(0);
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('query, nothing else running', () => {
  test('prints a table in the recipe’s units', async () => {
    const { code, stdout, stderr } = await query('best-hands', 'rows=1');
    expect([code, stderr]).toEqual([0, expect.stringMatching(/^1 rows · \d+ ms · duckdb/)]);
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

  test('writes Parquet', async () => {
    const out = join(folder, 'hands.parquet');
    expect((await query('hand-types', '--format', 'parquet', '--out', out)).code).toBe(0);
    expect(readFileSync(out).subarray(0, 4).toString()).toBe('PAR1');
    expect(statSync(out).size).toBeGreaterThan(200);
  });

  test('says what is wrong just the same', async () => {
    expect(await query('nope')).toMatchObject({ code: 2, stderr: expect.stringContaining('no recipe') });
    expect(await query('--sql', 'SELECT outcom FROM game_results')).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('at character 8'),
    });
  });
});
