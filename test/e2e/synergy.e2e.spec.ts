import { readFileSync } from 'node:fs';
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { reference } from './reference.ts';
import { serveFor } from './served.ts';

const served = serveFor('recorded');

/** The pairs that three games or more end with; the reference lists all of them. */
const three = reference.jokerPairs.filter(({ games }) => games >= 3);
const best = reference.jokerPairs.find(({ jokers }) => jokers === 'Mad Joker+Wily Joker');
const percent = (share: number) => `${Math.round(share * 100)}`;

const heatmap = (page: Page) => page.getByRole('application', { name: /jokers by \d+ jokers/ });
const rows = (page: Page) =>
  page
    .getByRole('grid', { name: /of jokers/ })
    .getByRole('row')
    .filter({ has: page.getByRole('gridcell') });
const searchOf = (page: Page) => new URL(page.url()).searchParams;

test('the list has the pairs of the reference, with rate, interval and lift', async () => {
  const { page, complaints } = await served().open('/synergy?as=list&min=3');
  await page.getByText(`${three.length} pairs`, { exact: true }).waitFor();
  if (!best) throw new Error('the reference knows the pair');
  await page.getByRole('searchbox', { name: 'Filter by joker' }).fill('wily mad');
  await expect.poll(() => rows(page).count()).toBe(1);
  const cells = await rows(page).first().getByRole('gridcell').allTextContents();
  const [low, high] = best.wilson95;
  expect(cells.slice(1, 4)).toEqual(['Mad Joker + Wily Joker', `${best.games}`, `${best.wins}`]);
  expect(cells).toContain(`${percent(best.winRate)} %`);
  expect(cells).toContain(`${percent(low)} – ${percent(high)}`);
  expect(cells).toContain(`${best.lift.toFixed(1)} ×`);
  expect(complaints).toEqual([]);
});

test('how much is clear counts the evidence down', async () => {
  const { page } = await served().open('/synergy?as=list&min=3');
  const panel = page.getByRole('region', { name: 'How much of this is clear?' });
  await panel.getByText(`${reference.distinctFinalPairs}`, { exact: true }).waitFor();
  await panel.getByText(`${three.length}`, { exact: true }).waitFor();
  await panel.getByText('Depends on the minimum:').waitFor();
});

test('no pair has ten games: the view says so, and one button shows them', async () => {
  const { page } = await served().open('/synergy');
  await page.getByText('No games match').waitFor();
  await page.getByRole('button', { name: 'Clear at least 10 games' }).click();
  await heatmap(page).waitFor();
  expect(searchOf(page).get('min')).toBe('1');
});

test('a scope without games is named, with how many there are without it', async () => {
  const { page } = await served().open('/synergy?min=3&strategy=nobody');
  await page.getByText(`${reference.gamesCompleted} match without`).waitFor();
  await page.getByRole('button', { name: 'Clear Strategy: nobody' }).click();
  await heatmap(page).waitFor();
  expect(searchOf(page).get('strategy')).toBeNull();
});

test('keys move over the heatmap, Enter looks at the pair, and its games lead to a replay', async () => {
  const { page, complaints } = await served().open('/synergy?min=3&jokers=all&order=name');
  await heatmap(page).focus();
  const names = [...new Set(three.flatMap(({ jokers }) => jokers.split('+')))].sort();
  await page.keyboard.press('ArrowDown');
  for (let step = 0; step < names.indexOf('Mad Joker'); step += 1) await page.keyboard.press('ArrowDown');
  for (let step = 0; step < names.indexOf('Wily Joker'); step += 1) await page.keyboard.press('ArrowRight');
  const spoken = page.locator('[aria-live]').filter({ hasText: 'Mad Joker + Wily Joker' });
  await expect.poll(() => spoken.textContent()).toContain(`Games, wins ${best?.games}, ${best?.wins}`);
  expect(await spoken.textContent()).toContain(`Win rate ${percent(best?.winRate ?? 0)} %`);

  await page.keyboard.press('Enter');
  const panel = page.getByRole('region', { name: 'Mad Joker + Wily Joker' });
  await panel.getByText('as often won as all games').waitFor();
  expect(searchOf(page).get('pair')).toBe('Mad Joker+Wily Joker');
  await expect.poll(() => panel.getByRole('grid').getByRole('row').count()).toBe((best?.games ?? 0) + 1);

  await panel.getByRole('button', { name: `Open these ${best?.games} games` }).click();
  await page.getByRole('banner').getByText(`${best?.games} of ${reference.gamesCompleted} games`).waitFor();
  expect(searchOf(page).get('q')).toBe('joker:"Mad Joker" joker:"Wily Joker"');
  await page.getByRole('grid', { name: 'Games' }).focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => new URL(page.url()).pathname).toMatch(/^\/games\/.+/);
  await page.goBack();
  await page.goBack();
  await panel.waitFor();
  expect(complaints).toEqual([]);
});

test('the pair’s rates open the games that they count', async () => {
  const { page } = await served().open('/synergy?min=3&pair=Mad+Joker%2BWily+Joker');
  const panel = page.getByRole('region', { name: 'Mad Joker + Wily Joker' });
  await panel.getByRole('link', { name: 'Mad Joker only' }).click();
  await page
    .getByRole('banner')
    .getByText(/^\d+ of 60 games$/)
    .waitFor();
  expect(searchOf(page).get('q')).toBe('joker:"Mad Joker" -joker:"Wily Joker"');
});

test('measure, order, minimum and scope stand in the address', async () => {
  const { page } = await served().open('/synergy?min=2');
  await page.getByRole('radio', { name: 'Beyond the two' }).click();
  await page.getByText('what the two alone predict').first().waitFor();
  expect(searchOf(page).get('measure')).toBe('beyond');
  await page.getByRole('slider').focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => searchOf(page).get('min')).toBe('3');
  await page
    .getByRole('button', { name: /^clustered Order|Order/ })
    .first()
    .click();
  await page.getByRole('option', { name: 'frequency' }).click();
  await expect.poll(() => searchOf(page).get('order')).toBe('frequency');
  await page.reload();
  await page.getByRole('radio', { name: 'Beyond the two', checked: true }).waitFor();
});

test('triples are a list', async () => {
  const { page } = await served().open('/synergy?min=2');
  await page.getByRole('radio', { name: 'Triples' }).click();
  await page.getByRole('grid', { name: 'Triples of jokers' }).waitFor();
  await page.getByRole('heading', { name: 'Which triples are surely good?' }).waitFor();
});

/** Saves what the open menu offers under this name, and reads it. */
async function saved(page: Page, format: string): Promise<{ readonly name: string; readonly text: string }> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: format }).click(),
  ]);
  return { name: download.suggestedFilename(), text: readFileSync(await download.path(), 'latin1') };
}

test('the heatmap, the list and a pair are taken along as vectors, as a picture and as data', async () => {
  const { page, complaints } = await served().open('/synergy?min=3&jokers=all&pair=Mad+Joker%2BWily+Joker');
  await heatmap(page).waitFor();
  await page.keyboard.press('Control+e');
  const map = await saved(page, 'Picture (SVG)');
  expect(map.name).toBe('which-jokers-win-together.svg');
  expect(map.text).toMatch(/^<svg [^>]*width="\d+"/);
  expect(map.text.match(/>Wily Joker<\/text>/g)).toHaveLength(2);
  expect(map.text).toContain('<pattern id="thin"');
  const panel = page.getByRole('region', { name: 'Mad Joker + Wily Joker' });
  await panel.getByRole('button', { name: 'Export' }).click();
  expect((await saved(page, 'Data (CSV)')).text).toContain(`win rate,Both,${best?.games},${best?.wins},`);

  await page.getByRole('button', { name: 'Close' }).click();
  await page.keyboard.press('v');
  await page.getByRole('grid', { name: 'Pairs of jokers' }).waitFor();
  await page.keyboard.press('Control+e');
  const list = await saved(page, 'Picture (PNG)');
  expect(list.name).toBe('which-pairs-are-surely-good.png');
  expect(list.text.slice(1, 4)).toBe('PNG');
  await page.keyboard.press('v');
  await heatmap(page).waitFor();
  expect(complaints).toEqual([]);
});

test('r opens the recipe behind the map, at the same minimum', async () => {
  const { page } = await served().open('/synergy?min=3');
  await heatmap(page).waitFor();
  await page.keyboard.press('r');
  await expect.poll(() => new URL(page.url()).pathname).toBe('/cookbook/joker-synergies');
  expect(searchOf(page).get('p.min_games')).toBe('3');
});

test('a pair typed into the address is found, and the cell that is looked at is spoken first', async () => {
  const { page } = await served().open('/synergy?min=3&pair=Mad Joker+Wily Joker');
  await page.getByRole('region', { name: 'Mad Joker + Wily Joker' }).getByText('as often won as all games').waitFor();
  await heatmap(page).focus();
  await page.keyboard.press('ArrowRight');
  await page.locator('[aria-live]').filter({ hasText: 'Mad Joker + Wily Joker' }).waitFor();
});

test('the tools stand in one line beside a pair’s panel', async () => {
  const { page } = await served().open('/synergy?min=3&pair=Mad+Joker%2BWily+Joker');
  await heatmap(page).waitFor();
  const middles = await Promise.all(
    [page.getByRole('radio', { name: 'Mean score' }), page.getByText('Stand-outs')].map(async (tool) => {
      const box = await tool.boundingBox();
      return (box?.y ?? 0) + (box?.height ?? 0) / 2;
    }),
  );
  expect(Math.abs((middles[0] ?? 0) - (middles[1] ?? 0))).toBeLessThan(8);
});

test('v shows the same as a list, and the list opens games by Enter', async () => {
  const { page } = await served().open('/synergy?min=3');
  await heatmap(page).focus();
  await page.keyboard.press('v');
  const grid = page.getByRole('grid', { name: 'Pairs of jokers' });
  await grid.focus();
  await page.keyboard.press('End');
  await page.keyboard.press('Home');
  const first = await rows(page).first().getByRole('gridcell').allTextContents();
  await page.keyboard.press('Enter');
  await page.getByRole('banner').getByText(`${first[2]} of ${reference.gamesCompleted} games`).waitFor();
});
