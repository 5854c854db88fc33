import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { reference } from './reference.ts';
import { serveFor } from './served.ts';

const served = serveFor('recorded');

const rows = (page: Page) =>
  page
    .getByRole('grid', { name: 'Games' })
    .getByRole('row')
    .filter({ has: page.getByRole('gridcell') });

async function search(page: Page, query: string): Promise<void> {
  await page.getByRole('combobox', { name: 'Search games' }).fill(query);
  await page.keyboard.press('Enter');
}

test('every game, with its facets', async () => {
  const { page, complaints } = await served().open('/games');
  await page.getByRole('checkbox', { name: `Won ${reference.gamesByOutcome.win}` }).waitFor();
  await page.getByRole('checkbox', { name: `Lost ${reference.gamesByOutcome.loss}` }).waitFor();
  for (const [strategy, { games }] of Object.entries(reference.winRateByStrategyId)) {
    await page.getByRole('checkbox', { name: `${strategy} ${games}`, exact: true }).waitFor();
  }
  for (const [ante, games] of Object.entries(reference.gamesByFinalAnte)) {
    await page.getByRole('button', { name: new RegExp(`^Ante ${ante}: ${games} games?$`) }).waitFor();
  }
  for (const { jokers, games } of reference.jokers.slice(0, 2)) {
    await page.getByRole('checkbox', { name: `${jokers} ${games}`, exact: true }).waitFor();
  }
  expect(complaints).toEqual([]);
});

test('sorted by best hand, the best is on top', async () => {
  const { page } = await served().open('/games');
  await page.getByRole('button', { name: 'Best hand' }).click();
  await expect.poll(async () => (await rows(page).first().textContent())?.includes('1.24 M')).toBe(true);
});

test('a typed search and the facets are one query, in the address', async () => {
  const { page } = await served().open('/games');
  await search(page, 'joker:"Mad Joker" joker:"Wily Joker"');
  const pair = reference.jokerPairs.find(({ jokers }) => jokers === 'Mad Joker+Wily Joker');
  await expect.poll(() => rows(page).count()).toBe(pair?.games);
  await page.getByRole('checkbox', { name: `Won ${pair?.wins}` }).click();
  await expect.poll(() => rows(page).count()).toBe(pair?.wins);
  await page.reload();
  await expect.poll(() => rows(page).count()).toBe(pair?.wins);
  await page.goBack();
});

test('a search that cannot be read says what is wrong', async () => {
  const { page } = await served().open('/games');
  await search(page, 'ante>=high');
  await page.getByText('high is no number').waitFor();
});

test('the keys walk the list, and Enter opens the replay', async () => {
  const { page } = await served().open('/games');
  await rows(page).first().waitFor();
  await page.getByRole('grid', { name: 'Games' }).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/games\/[0-9a-f-]{36}/);
});

test('a bookmark is still there tomorrow', async () => {
  const { page } = await served().open('/games');
  await rows(page).first().waitFor();
  await page.getByRole('grid', { name: 'Games' }).focus();
  await page.keyboard.press('b');
  await search(page, 'bookmarked:yes');
  await expect.poll(() => rows(page).count()).toBe(1);
  await page.reload();
  await expect.poll(() => rows(page).count()).toBe(1);
});
