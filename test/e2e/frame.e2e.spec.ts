import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { describe, expect, inject, onTestFinished, test } from 'vitest';
import { recordedEvents } from '../recordings.ts';
import { ServedWorkbench } from '../workbench.ts';
import { openPage } from './browser.ts';
import { reference } from './reference.ts';
import { postEvents } from './replay-page.ts';
import { serveFor } from './served.ts';
import { longGame } from './step-times.ts';

const served = serveFor('recorded');

const title = (page: Page, name: string) => page.getByRole('heading', { level: 1, name, exact: true });
const strip = (page: Page) => page.getByRole('contentinfo');
const theme = (page: Page) => page.evaluate(() => document.documentElement.dataset.theme);
const searchOf = (page: Page) => new URL(page.url()).searchParams;
const smart = reference.winRateByStrategyId.smart?.games ?? 0;

/** A view, once its keys are heard. */
async function open(path: string, name: string) {
  const opened = await served().open(path);
  await title(opened.page, name).waitFor();
  await strip(opened.page).getByText('games in flight').waitFor();
  return opened;
}

describe('the palette', () => {
  const field = (page: Page) => page.getByRole('combobox', { name: 'Jump to anything' });

  test('jumps to a view, and keeps the scope', async () => {
    const { page, complaints } = await open('/overview?strategy=smart', 'Overview');
    await page.keyboard.press('Control+k');
    await field(page).fill('/health');
    await page.getByRole('option', { name: /^Health/, selected: true }).waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/health\?/);
    await title(page, 'Health').waitFor();
    expect(searchOf(page).get('strategy')).toBe('smart');
    expect(complaints).toEqual([]);
  });

  test('finds a game by its seed, tells of it, and opens its replay', async () => {
    const started = recordedEvents('train-small.jsonl.gz').find(({ eventType }) => eventType === 'GameStarted');
    const { seed }: { seed: string } = JSON.parse(started?.data ?? '{}');
    const { page } = await open('/overview', 'Overview');
    await page.keyboard.press('Control+k');
    await field(page).fill(seed);
    await page.getByRole('option', { name: new RegExp(`^${seed}`), selected: true }).waitFor();
    await page.getByRole('complementary', { name: 'Preview' }).getByText('Best hand').waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(new RegExp(`/games/${started?.sessionId}`));
  });

  test('does commands; Esc closes it and the focus is back where it was', async () => {
    const { page } = await open('/overview', 'Overview');
    await page.getByRole('button', { name: /^Jump to anything/ }).focus();
    await page.keyboard.press('Enter');
    await field(page).fill('>dark');
    await page.getByRole('option', { name: /^Dark, light/, selected: true }).waitFor();
    await page.keyboard.press('Enter');
    await expect.poll(() => theme(page)).toBe('light');
    await page.keyboard.press('Control+k');
    await field(page).fill('nothing is called like this');
    await page.getByText(/^Nothing is called so/).waitFor();
    await page.keyboard.press('Escape');
    await field(page).waitFor({ state: 'detached' });
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.textContent))
      .toMatch(/^Jump to anything|^\s*Jump/);
  });
});

describe('keys', () => {
  test('? lists them, finds one, marks where the focus is, and Esc closes', async () => {
    const { page } = await open('/games', 'Games');
    await page.getByRole('grid', { name: 'Games' }).focus();
    await page.keyboard.press('?');
    const help = page.getByRole('dialog', { name: 'Keys' });
    await help.getByRole('heading', { name: /^Lists you are here$/ }).waitFor();
    await help.getByText('Copy link to this view').waitFor();
    await help.getByRole('searchbox').fill('moment');
    await help.getByText('Moment before, after').waitFor();
    expect(await help.getByText('Copy link to this view').count()).toBe(0);
    await page.keyboard.press('Escape');
    await help.waitFor({ state: 'detached' });
  });

  test('g and a letter go to each view of the rail, with the scope', async () => {
    const { page, complaints } = await open('/overview?strategy=smart', 'Overview');
    const ways = [
      ['g', 'Games'],
      ['s', 'Synergy'],
      ['c', 'Cookbook'],
      ['h', 'Health'],
      [',', 'Settings'],
      ['o', 'Overview'],
    ] as const;
    for (const [key, name] of ways) {
      await page.keyboard.press('g');
      await page.keyboard.press(key);
      await title(page, name).waitFor();
      await page
        .getByRole('navigation', { name: 'Views' })
        .locator('a[aria-current=page]', { hasText: name })
        .waitFor();
      expect(searchOf(page).get('strategy'), name).toBe('smart');
    }
    expect(complaints).toEqual([]);
  });

  test('letters are written where a field has the focus', async () => {
    const { page } = await open('/games', 'Games');
    const search = page.getByRole('combobox', { name: 'Search games' });
    await search.focus();
    await page.keyboard.type('gog?t');
    expect(await search.inputValue()).toBe('gog?t');
    expect(new URL(page.url()).pathname).toBe('/games');
    expect(await theme(page)).toBe('dark');
  });
});

describe('the address', () => {
  test('back and forward, by the browser and by keys', async () => {
    const { page } = await open('/overview', 'Overview');
    const rail = page.getByRole('navigation', { name: 'Views' });
    await rail.getByRole('link', { name: 'Games', exact: true }).click();
    await title(page, 'Games').waitFor();
    await rail.getByRole('link', { name: 'Health' }).click();
    await title(page, 'Health').waitFor();
    await page.goBack();
    await title(page, 'Games').waitFor();
    await page.keyboard.press('Alt+ArrowLeft');
    await title(page, 'Overview').waitFor();
    await page.keyboard.press('Alt+ArrowRight');
    await title(page, 'Games').waitFor();
    await page.goForward();
    await title(page, 'Health').waitFor();
  });

  test('the scope goes with every link of the rail, and is the same in each view', async () => {
    const { page } = await open('/overview?strategy=smart', 'Overview');
    await page.getByText(`${smart} games`, { exact: true }).first().waitFor();
    const links = await page.getByRole('navigation', { name: 'Views' }).getByRole('link').all();
    for (const link of links) expect(await link.getAttribute('href')).toContain('strategy=smart');
    for (const name of ['Games', 'Cookbook', 'Synergy']) {
      await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name, exact: true }).click();
      await title(page, name).waitFor();
      await page.getByRole('button', { name: 'Strategy smart' }).waitFor();
    }
  });

  test('a copied link opens the same elsewhere', async () => {
    const { page, context } = await open('/games?strategy=smart&q=outcome:win', 'Games');
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.keyboard.press('Control+l');
    await page.getByText('Link copied').waitFor();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    const other = await context.newPage();
    await other.goto(link);
    const wins = reference.winRateByStrategyId.smart?.wins;
    await other.getByText(`${wins} of ${smart} games`).first().waitFor();
    expect(other.url()).toBe(page.url());
  });

  test('an address of no view says so and leads on', async () => {
    const { page } = await served().open('/no/such/view');
    await page.getByRole('heading', { name: 'There is no such view' }).waitFor();
    await strip(page).getByText('games in flight').waitFor();
    await page.getByRole('link', { name: 'Go to the overview' }).click();
    await title(page, 'Overview').waitFor();
  });

  test('a page without the token sees no games', async () => {
    const { page } = await openPage(served().browser, served().workbench.origin);
    await page
      .getByText(/This page may not see the games|token/)
      .first()
      .waitFor();
    expect(await page.getByText(`${reference.winRate.games} games`).count()).toBe(0);
  });
});

test('the theme is kept, and other windows follow', async () => {
  const { page, context } = await open('/overview', 'Overview');
  const other = await context.newPage();
  await other.goto(`${served().workbench.origin}/games`);
  await title(other, 'Games').waitFor();
  await page.keyboard.press('t');
  await expect.poll(() => theme(page)).toBe('light');
  await expect.poll(() => theme(other)).toBe('light');
  await page.reload();
  expect(await theme(page)).toBe('light');
});

test('two windows live at once', async () => {
  const [one, two] = [await open('/overview', 'Overview'), await open('/games', 'Games')];
  const before = Number(/(\d+) games in flight/.exec((await strip(one.page).textContent()) ?? '')?.[1]);
  await postEvents(served().workbench.origin, longGame(3, crypto.randomUUID()));
  for (const { page } of [one, two])
    await strip(page)
      .getByText(`${before + 1} games in flight`)
      .waitFor();
  expect([...one.complaints, ...two.complaints]).toEqual([]);
});

test('the engine is killed: the window says so, and goes on by itself when it is back', async () => {
  const data = mkdtempSync(join(tmpdir(), 'workbench-e2e-'));
  cpSync(inject('recordedData'), data, { recursive: true });
  const first = await ServedWorkbench.start({ data });
  onTestFinished(() => first.remove());
  const { page } = await openPage(served().browser, first.address);
  const { games, winRate } = reference.winRate;
  const figure = page.getByRole('link', { name: `Win rate, ${games} games ${Math.round(winRate * 100)} %` });
  await figure.waitFor();
  const sessionId = crypto.randomUUID();
  const events = longGame(200, sessionId);
  await postEvents(first.origin, events.slice(0, 100));
  await strip(page).getByText('1 games in flight').waitFor();

  await first.stop('SIGKILL');
  await strip(page).getByText('Engine stopped').waitFor();
  await strip(page)
    .getByText(/^try \d+, nothing is lost$/)
    .waitFor();
  await page.getByText('The engine does not answer').first().waitFor();

  const second = await ServedWorkbench.start({ data, args: ['--port', new URL(first.origin).port] });
  onTestFinished(() => second.stop());
  expect(second.origin).toBe(first.origin);
  await strip(page).getByText('1 games in flight').waitFor();
  await figure.waitFor();
  expect(await page.getByText('The engine does not answer').count()).toBe(0);
  // What was acknowledged before is still there: the game goes on where it was.
  await postEvents(second.origin, events);
  await page.goto(`${second.origin}/games/${sessionId}`);
  await expect
    .poll(() => page.getByRole('slider', { name: 'Step of the game' }).getAttribute('aria-valuemax'))
    .toBe('199');
});
