import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { Browser, Page } from 'playwright';
import { launchBrowser, openPage } from '../e2e/browser.ts';
import { runCommand, ServedWorkbench } from '../workbench.ts';
import { type BenchContext, type Benchmark, type Measurement, timings } from './bench.ts';
import { compare, compareFrames, emptySteps, onEmptyPage, RECORDING } from './window-lines.ts';
import { beginFrames, endFrames, type Frames, pictureAfter, watchPictures } from './window-page.ts';

declare global {
  interface Window {
    benchListed?: Promise<number>;
  }
}

const MILLION = `SELECT TIMESTAMP '2026-10-01' + to_milliseconds(i) AS timestamp, 'session-' || (i // 40) AS session_id,
  (i % 40)::INT AS hand, i * 1.5 AS score, ['small', 'big', 'boss'][1 + i % 3] AS blind, i % 2 = 0 AS won
FROM range(1000000) t(i)`;
/** The pointer goes over so many places of a map. */
const PLACES = 150;

/** What a person waits for who asks: needs `WORKBENCH_TEST_BROWSER` and a built window. */
export const questions: Benchmark = {
  name: 'window-questions',
  what: 'a recipe from run to picture, completion, a million rows, the heatmap drawn and under the pointer',
  async run(context) {
    if (!process.env.WORKBENCH_TEST_BROWSER) {
      context.say('left out: WORKBENCH_TEST_BROWSER names no browser');
      return [];
    }
    const data = join(context.folder, 'data');
    const { code, stderr } = await runCommand(['import', RECORDING, '--data', data]);
    if (code !== 0) throw new Error(stderr);
    const browser = await launchBrowser();
    const workbench = await ServedWorkbench.start({ data });
    try {
      return [
        await recipeToPicture(context, browser, workbench),
        await completion(context, browser, workbench),
        ...(await million(context, browser, workbench)),
        ...(await heatmap(context, browser, workbench, '36')),
        ...(await heatmap(context, browser, workbench, 'all')),
      ];
    } finally {
      await workbench.stop();
      await browser.close();
    }
  },
};

async function recipeToPicture({ quick, say }: BenchContext, browser: Browser, workbench: ServedWorkbench) {
  say('a recipe from run to picture');
  const { page, context } = await signedIn(browser, workbench);
  await page.goto(`${workbench.origin}/cookbook/joker-synergies?p.min_games=3`);
  const editor = page.getByRole('textbox', { name: /^SQL of / });
  await editor.click();
  await page.keyboard.press('Control+End');
  const times: number[] = [];
  for (let round = 0; round < (quick ? 3 : 15); round += 1) {
    // Another text each time: the answer of the last one is kept.
    await page.keyboard.type(' ');
    await page.locator('[data-pale]').waitFor();
    const time = await page.evaluate(async (nth) => {
      const place = document.querySelector('.cm-content') ?? document.body;
      const start = performance.now();
      const key = { key: 'Enter', ctrlKey: true, bubbles: true, cancelable: true };
      place.dispatchEvent(new KeyboardEvent('keydown', key));
      while (document.querySelector('[data-pale], [data-state=running]')) await new Promise((done) => setTimeout(done));
      const painted = await window.benchPainted?.();
      if (painted === undefined) throw new Error(`run ${nth} was not painted`);
      return painted - start;
    }, round);
    times.push(time);
  }
  const frame = await emptySteps(browser, workbench, quick ? 20 : 100);
  await context.close();
  return compare('a recipe, run to picture', times, 'a key on an empty page', frame);
}

async function completion({ quick, say }: BenchContext, browser: Browser, workbench: ServedWorkbench) {
  say('completion');
  const { page, context } = await signedIn(browser, workbench);
  await page.goto(`${workbench.origin}/cookbook/sql-1`);
  const editor = page.getByRole('textbox', { name: /^SQL of / });
  await editor.click();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText('SELECT count(*) FROM game_results WHERE ');
  const times: number[] = [];
  for (let round = 0; round < (quick ? 3 : 25); round += 1) {
    await page.evaluate(() => {
      window.benchListed = new Promise((resolve) => {
        let start = 0;
        const key = () => {
          start = performance.now();
        };
        document.addEventListener('keydown', key, { capture: true, once: true });
        const watcher = new MutationObserver(() => {
          if (start === 0 || !document.querySelector('.cm-tooltip-autocomplete [role=option]')) return;
          watcher.disconnect();
          void window.benchPainted?.().then((painted) => resolve(painted - start));
        });
        watcher.observe(document, { childList: true, subtree: true });
      });
    });
    await page.keyboard.type('s');
    times.push((await page.evaluate(() => window.benchListed)) ?? Number.NaN);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Backspace');
    await page.locator('.cm-tooltip-autocomplete').waitFor({ state: 'detached' });
  }
  const frame = await emptySteps(browser, workbench, quick ? 20 : 100);
  await context.close();
  return compare('completion, key to list', times, 'a key on an empty page', frame);
}

async function million({ quick, say }: BenchContext, browser: Browser, workbench: ServedWorkbench) {
  say('a million rows of six columns');
  const rounds = quick ? 1 : 5;
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const bare = await timings(rounds, async () => (await connection.runAndReadAll(MILLION)).getRows());
  connection.closeSync();
  instance.closeSync();
  const { page, context } = await signedIn(browser, workbench);
  await page.goto(`${workbench.origin}/cookbook/sql-2?rows=1000000`);
  const times: number[] = [];
  const all: Frames[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await page.getByRole('textbox', { name: /^SQL of / }).click();
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText(`${MILLION} -- ${round}`);
    await beginFrames(page);
    const start = performance.now();
    await page.keyboard.press('Control+Enter');
    await page.locator('[role=status][data-state=running]').waitFor();
    await page.locator('[role=status][data-state=done]').waitFor({ timeout: 120_000 });
    times.push(performance.now() - start);
    all.push(await endFrames(page));
  }
  await context.close();
  const still = await onEmptyPage(browser, workbench, async (empty) => {
    await pictureAfter(empty, `${workbench.origin}/empty`);
    await beginFrames(empty);
    await empty.waitForTimeout(2_000);
    return await endFrames(empty);
  });
  const ascending = (a: number, b: number) => a - b;
  const frames = {
    gaps: all.flatMap(({ gaps }) => gaps).sort(ascending),
    longTasks: all.flatMap(({ longTasks }) => longTasks).sort(ascending),
  };
  return [
    compare('a million rows into the window', times, 'the bare DuckDB client, as arrays', bare),
    compareFrames('longest frame while a million rows come', frames, 'an empty page', still),
  ];
}

async function heatmap(
  { quick, say }: BenchContext,
  browser: Browser,
  workbench: ServedWorkbench,
  jokers: string,
): Promise<Measurement[]> {
  say(`heatmap of ${jokers} jokers`);
  const { page, context } = await signedIn(browser, workbench);
  await page.goto(`${workbench.origin}/synergy?min=1&jokers=${jokers}&order=name`);
  const map = page.getByRole('application', { name: /jokers by \d+ jokers/ });
  await map.waitFor();
  const count = Number(/^\d+/.exec((await map.getAttribute('aria-label')) ?? '')?.[0]);
  const name = `heatmap of ${count} × ${count} jokers`;
  const drawn = () => page.evaluate(() => performance.getEntriesByName('heatmap-draw').map(({ duration }) => duration));
  for (let round = 0; round < (quick ? 2 : 10); round += 1) {
    const before = (await drawn()).length;
    await page.keyboard.press('t');
    while ((await drawn()).length === before) await page.waitForTimeout(20);
  }
  const draws = await drawn();
  const hovered = await hover(page, await map.boundingBox());
  await context.close();
  const frame = await emptySteps(browser, workbench, quick ? 20 : 100);
  const bare = await onEmptyPage(browser, workbench, async (empty) => {
    await pictureAfter(empty, `${workbench.origin}/empty`);
    return await hover(empty, { x: 0, y: 0, width: 1_000, height: 800 });
  });
  return [
    compare(`${name}, drawn`, draws, 'a frame of an empty page', frame),
    compareFrames(`${name}, longest frame under the pointer`, hovered, 'an empty page under the pointer', bare),
  ];
}

/** Moves the pointer over a box from corner to corner. */
async function hover(
  page: Page,
  box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number } | null,
): Promise<Frames> {
  if (box === null) throw new Error('there is nothing to hover over');
  await beginFrames(page);
  for (let place = 1; place <= PLACES; place += 1)
    await page.mouse.move(box.x + (box.width * place) / (PLACES + 1), box.y + (box.height * place) / (PLACES + 1));
  return await endFrames(page);
}

async function signedIn(browser: Browser, workbench: ServedWorkbench) {
  const { page, context } = await openPage(browser, workbench.address);
  await watchPictures(page, { selector: 'main', says: '' });
  return { page, context };
}
