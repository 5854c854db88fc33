import { readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { readSheet, unzip } from '../xlsx.ts';
import { reference } from './reference.ts';
import { serveFor } from './served.ts';

const served = serveFor('recorded');

const sql = (page: Page) => page.getByRole('textbox', { name: /^SQL of / });
const result = (page: Page) => page.getByRole('grid', { name: 'Result' });
const row = (page: Page, name: string) => result(page).getByRole('row', { name, exact: true });
const percent = (share: number) => `${Math.round(share * 100)} %`;

/** Writes a text in place of what stands in the editor. */
async function write(page: Page, text: string): Promise<void> {
  await sql(page).click();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(text);
}

/** Writes a query in a tab of its own and runs it. */
async function runFree(page: Page, text: string): Promise<void> {
  await page.getByRole('button', { name: 'New analysis' }).first().click();
  await page.waitForURL(/\/cookbook\/sql-\d+/);
  await write(page, text);
  await page.keyboard.press('Control+Enter');
}

test('a recipe is found, opened and run: its numbers are those of the recording, as chart and table', async () => {
  const { page, complaints } = await served().open('/cookbook');
  await page.getByRole('searchbox', { name: 'Search recipes and SQL' }).fill('strategy');
  await page.getByRole('link', { name: 'Win rate by strategy', exact: true }).first().click();
  await page.waitForURL(/\/cookbook\/win-rate-by-strategy\b/);
  await page
    .getByText('Which strategy wins?')
    .or(page.getByText(/strategy/i))
    .first()
    .waitFor();
  for (const [strategy, { games, wins, winRate }] of Object.entries(reference.winRateByStrategyId))
    await result(page)
      .getByRole('row', { name: `${strategy} ${games} ${wins} ${percent(winRate)}` })
      .waitFor();
  await page.getByRole('application', { name: /Win rate, 95 % interval/ }).waitFor();
  await page
    .getByRole('contentinfo')
    .or(page.locator('footer'))
    .getByText(/parse .* execute .* transfer/)
    .waitFor();
  expect(complaints).toEqual([]);
});

test('a parameter is set and run; it is in the address, and there again after a reload', async () => {
  const { page } = await served().open('/cookbook/joker-synergies');
  const pairs = (least: number) => reference.jokerPairs.filter(({ games }) => games >= least);
  await page.getByLabel('Games at least').fill('4');
  await page.getByText('The question has changed since').waitFor();
  await page.keyboard.press('Enter');
  expect(new URL(page.url()).searchParams.get('p.min_games')).toBe('4');
  const [first] = pairs(4);
  await result(page)
    .getByRole('row', { name: new RegExp(`^${first?.jokers.replace('+', '\\+')} ${first?.games} `) })
    .waitFor();
  await page.reload();
  await expect.poll(() => page.getByLabel('Games at least').inputValue()).toBe('4');
  await result(page)
    .getByRole('gridcell', { name: first?.jokers ?? '' })
    .waitFor();
});

test('the scope is a parameter like others and says so; a row opens the games that it counts', async () => {
  const { page } = await served().open('/cookbook/win-rate-by-strategy?strategy=smart,random');
  await page.getByText('smart, random').first().waitFor();
  await expect.poll(() => result(page).getByRole('row').count()).toBe(3);
  await result(page).focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/games\?/);
  expect(new URL(page.url()).searchParams.get('q')).toBe('strategy:"smart"');
  const games = reference.winRateByStrategyId.smart?.games ?? 0;
  await page
    .getByText(`${games} of`)
    .or(page.getByText(`${games} match`))
    .first()
    .waitFor();
});

test('Escape stops a query in the store: the next one is answered at once', async () => {
  const { page } = await served().open('/cookbook/win-rate');
  await runFree(page, 'SELECT count(*) FROM range(4000000) a, range(4000000) b WHERE (a.range * b.range) % 7 = 3');
  await page.getByText(/Running/).waitFor();
  await page.keyboard.press('Escape');
  await page.getByText(/Cancelled after/).waitFor();
  await write(page, 'SELECT count(*) AS games FROM game_results');
  await page.keyboard.press('Control+Enter');
  await row(page, String(reference.winRate.games)).waitFor({ timeout: 5_000 });
});

test('CSV, Parquet and Excel hold the rows', async () => {
  const { page } = await served().open('/cookbook/win-rate-by-strategy');
  const wanted = Object.entries(reference.winRateByStrategyId).map(([strategy, { games }]) => [strategy, games]);
  const download = async (name: string) => {
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name, exact: true }).click(),
    ]);
    return file.path();
  };
  await result(page).getByRole('gridcell', { name: 'smart', exact: true }).waitFor();
  const [header, ...lines] = readFileSync(await download('CSV'), 'utf8')
    .trim()
    .split(/\r?\n/);
  expect(header).toMatch(/^strategy_id,games,wins,win_rate/);
  expect(
    lines
      .map((line) => line.split(','))
      .map(([strategy, games]) => [strategy, Number(games)])
      .sort(),
  ).toEqual(wanted.sort());
  const sheet = readSheet(unzip(readFileSync(await download('Excel'))));
  expect(sheet.rows[0]?.slice(0, 4)).toEqual(['strategy_id', 'games', 'wins', 'win_rate']);
  expect(
    sheet.rows
      .slice(1)
      .map(([strategy, games]) => [strategy, games])
      .sort(),
  ).toEqual(wanted.sort());
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const parquet = await connection.runAndReadAll(
    'SELECT strategy_id, games::INTEGER FROM read_parquet($1) ORDER BY strategy_id',
    [await download('Parquet')],
  );
  expect(parquet.getRowsJson()).toEqual(wanted.sort());
  connection.closeSync();
  instance.closeSync();
});

test('an error stands at its character with what is meant, and one key rights it', async () => {
  const { page } = await served().open('/cookbook/win-rate');
  await runFree(
    page,
    "SELECT strategy_id,\n  count(*) AS games\nFROM game_results\nWHERE outcom = 'win'\nGROUP BY ALL",
  );
  const failure = page.getByRole('alert', { name: 'The query failed' });
  await failure.getByText(/There is no column outcom here\. Line 4, character 7/).waitFor();
  await failure.getByText('code UNKNOWN_COLUMN').waitFor();
  await page.keyboard.press('F8');
  await page.keyboard.press('Alt+Enter');
  await page.keyboard.press('Control+Enter');
  await result(page)
    .getByRole('row', { name: /^smart 7$/ })
    .waitFor();
  expect(await failure.count()).toBe(0);
  await write(page, 'SELECT nothing_of_the_kind FROM game_results');
  await page.keyboard.press('Control+Enter');
  await failure.getByText('code UNKNOWN_COLUMN').waitFor();
  await page.getByText(/Stale: result of .* ago|Stale: result of just now/).waitFor();
  await page.getByText('export waits for a fresh result').waitFor();
  expect(await failure.getByRole('button', { name: /Change to/ }).count()).toBe(0);
});

test('a statement that writes or reads files is refused, and changes nothing', async () => {
  const { page } = await served().open('/cookbook/win-rate');
  await runFree(page, 'DELETE FROM game_results');
  await page.getByRole('alert', { name: 'The query failed' }).getByText('code READ_ONLY').waitFor();
  await write(page, "SELECT * FROM read_text('/etc/passwd')");
  await page.keyboard.press('Control+Enter');
  await page
    .getByRole('alert', { name: 'The query failed' })
    .getByText(/READ_ONLY|UNKNOWN|FAILED/)
    .waitFor();
  await write(page, 'SELECT count(*) AS games FROM game_results');
  await page.keyboard.press('Control+Enter');
  await row(page, String(reference.winRate.games)).waitFor();
});

test('of several statements the one under the cursor runs, or what is selected', async () => {
  const { page } = await served().open('/cookbook/win-rate');
  await runFree(page, "SELECT 'first' AS which;\nSELECT 'second' AS which;");
  await row(page, 'second').waitFor();
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('Control+Enter');
  await row(page, 'first').waitFor();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText('SELECT 1 + 1 AS n');
  await page.keyboard.press('Home');
  for (let letter = 0; letter < 'SELECT 1'.length; letter += 1) await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Control+Enter');
  await row(page, '1').waitFor();
});

/** Takes the offered completion. The editor takes none in the first moment, in case it had come while somebody typed on. */
async function accept(page: Page): Promise<void> {
  await page.waitForTimeout(300);
  await page.keyboard.press('Tab');
}

test('completion offers columns that are there, and the values that they have', async () => {
  const { page } = await served().open('/cookbook/win-rate');
  await page.getByRole('button', { name: 'New analysis' }).first().click();
  await page.waitForURL(/\/cookbook\/sql-\d+/);
  await write(page, 'SELECT count(*) AS games FROM game_results WHERE ');
  await page.keyboard.type('outc');
  await page.getByRole('option', { name: /^outcome\s*game_results$/ }).waitFor();
  await accept(page);
  await page.keyboard.type(" = 'w");
  await page.getByRole('option', { name: /^win/ }).waitFor();
  await accept(page);
  await page.keyboard.press('Control+Enter');
  await row(page, String(reference.winRate.wins)).waitFor();
});

test('what was written is still there after a reload, and what ran is in the history', async () => {
  const { page } = await served().open('/cookbook/win-rate');
  await runFree(page, 'SELECT 42 AS remembered');
  await row(page, '42').waitFor();
  await page.reload();
  await expect.poll(() => sql(page).textContent()).toContain('SELECT 42 AS remembered');
  await page.getByRole('button', { name: 'History' }).click();
  await page.getByRole('dialog', { name: 'History' }).getByText('SELECT 42 AS remembered').first().waitFor();
});

test('an analysis of one’s own is a file, listed beside the recipes, with parameters and notes', async () => {
  const { page } = await served().open('/cookbook/win-rate');
  await runFree(page, 'SELECT deck, count(*) AS games FROM game_results WHERE strategy_id = :who GROUP BY deck');
  await page.getByLabel('who').fill('smart');
  await page.keyboard.press('Control+s');
  const dialog = page.getByRole('dialog', { name: 'Save analysis' });
  await dialog.getByLabel('Name').fill('Decks of one strategy');
  await dialog.getByLabel('Notes').fill('Look at the Blue Deck');
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await page.waitForURL(/\/cookbook\/my-decks-of-one-strategy/);
  await page.getByRole('link', { name: 'Decks of one strategy' }).first().waitFor();
  await result(page).getByRole('gridcell').first().waitFor();
  const folder = join(served().workbench.data, 'analyses');
  expect(await readdir(folder)).toEqual(['decks-of-one-strategy.yaml']);
  const text = await readFile(join(folder, 'decks-of-one-strategy.yaml'), 'utf8');
  expect(text).toContain('Look at the Blue Deck');
  expect(text).toContain('who: smart');
  await page.reload();
  await expect.poll(() => page.getByLabel('who').inputValue()).toBe('smart');
});

test('a million rows scroll', async () => {
  const { page } = await served().open('/cookbook/win-rate');
  await page.getByRole('button', { name: 'New analysis' }).first().click();
  await page.waitForURL(/\/cookbook\/sql-\d+/);
  await page.goto(`${page.url().split('?')[0]}?rows=1000000`);
  await sql(page).waitFor();
  await write(page, "SELECT i AS place, 'row ' || i AS name FROM range(1000000) t(i)");
  await page.keyboard.press('Control+Enter');
  await page.getByText('rows 1,000,000').waitFor({ timeout: 60_000 });
  await page.getByText('rows are here').waitFor({ state: 'detached', timeout: 60_000 });
  await result(page).focus();
  await page.keyboard.press('End');
  await row(page, '999999 row 999999').waitFor();
  await page.keyboard.press('Home');
  await row(page, '0 row 0').waitFor();
  expect(await result(page).getByRole('row').count()).toBeLessThan(100);
}, 150_000);

test('a result that was cut is loaded further by its button', async () => {
  const { page } = await served().open('/cookbook/win-rate');
  await runFree(page, "SELECT range AS place, repeat('x', 900) AS log FROM range(30000)");
  await page.getByText('first 10,000 rows').waitFor();
  await page.getByRole('button', { name: 'Load up to 1,000,000' }).click();
  await page.getByText('rows 30,000 of 30,000').waitFor({ timeout: 30_000 });
  await result(page).focus();
  await page.keyboard.press('End');
  await row(page, `29999 ${'x'.repeat(900)}`).waitFor();
  expect(await page.getByText('The question has changed').count()).toBe(0);
});

test('null, an empty text and a dash are three things on screen; a copied row keeps its columns and its digits', async () => {
  const { page, context, complaints } = await served().open('/cookbook/win-rate');
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await runFree(
    page,
    `SELECT NULL::INT AS n, '–' AS dash, '' AS empty, 'a' || chr(9) || 'b' AS tab, 'x' || chr(10) || 'y' AS nl,
      9007199254740993 AS big, 1.10 AS d, 1 AS big, '=1+1' AS formula`,
  );
  await row(page, 'NULL – EMPTY a b x y 9007199254740993 1.10 1 =1+1').waitFor();
  expect(await result(page).getByRole('columnheader').allInnerTexts()).toEqual([
    expect.stringMatching(/^n\s+integer/),
    ...Array.from({ length: 4 }, () => expect.stringMatching(/text$/)),
    expect.stringMatching(/^big\s+integer/),
    expect.stringMatching(/^d\s+decimal/),
    expect.stringMatching(/^big_1\s+integer/),
    expect.stringMatching(/^formula\s+text/),
  ]);
  await result(page).focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Control+c');
  await page.getByText('Row copied').waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    '\t–\t""\t"a\tb"\t"x\ny"\t9007199254740993\t1.10\t1\t=1+1',
  );
  await page.getByRole('button', { name: 'Export options' }).click();
  await page.getByText('Guard formulas in CSV').click();
  await page.keyboard.press('Escape');
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'CSV', exact: true }).click();
  expect(readFileSync(await (await saved).path(), 'utf8')).toBe(
    `n,dash,empty,tab,nl,big,d,big_1,formula\r\n,–,"",a\tb,"x\ny",9007199254740993,1.10,1,'=1+1\r\n`,
  );
  expect(complaints).toEqual([]);
  await write(page, '/* nothing */');
  await page.keyboard.press('Control+Enter');
  await page.getByText('There is no statement to run.').first().waitFor();
});
