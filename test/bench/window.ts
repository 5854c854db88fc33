import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { Browser } from 'playwright';
import { launchBrowser, openPage } from '../e2e/browser.ts';
import { postEvents } from '../e2e/replay-page.ts';
import { longGame, stepTimes } from '../e2e/step-times.ts';
import { runCommand, ServedWorkbench } from '../workbench.ts';
import type { BenchContext, Benchmark, Measurement } from './bench.ts';
import { load } from './load-plan.ts';
import { blankPage, compare, compareFrames, emptySteps, onEmptyPage, RECORDING } from './window-lines.ts';
import { beginFrames, endFrames, pictureAfter, scrollThrough, switchTo, watchPictures } from './window-page.ts';

/** Recorded games in `train-small`. */
const RECORDED = 60;
/** The overview is of use when its figures stand. */
const FIGURES = { selector: 'main a', says: 'Win rate' };
const BURST = 50_000;

/** What a person waits for, in the browser's own time; needs `WORKBENCH_TEST_BROWSER` and a built window. */
export const theWindow: Benchmark = {
  name: 'window',
  what: 'first picture, view switch, replay step, scrolling, frames in a burst',
  async run(context) {
    if (!process.env.WORKBENCH_TEST_BROWSER) {
      context.say('left out: WORKBENCH_TEST_BROWSER names no browser');
      return [];
    }
    const { folder, quick, say } = context;
    const data = join(folder, 'data');
    const games = quick ? 10_000 : 100_000;
    say(`making ${games.toLocaleString('en')} games`);
    const { code, stderr } = await runCommand(['import', RECORDING, '--data', data]);
    if (code !== 0) throw new Error(stderr);
    const measurements: Measurement[] = [];
    const browser = await launchBrowser();
    try {
      const workbench = await ServedWorkbench.start({ data });
      try {
        measurements.push(
          await firstPicture(context, browser, workbench),
          ...(await viewSwitches(context, browser, workbench)),
          await replayStep(context, browser, workbench),
          await burst(context, browser, workbench),
        );
      } finally {
        await workbench.stop();
      }
      await copyGames(join(data, 'metrics.duckdb'), games);
      const full = await ServedWorkbench.start({ data });
      try {
        measurements.push(await scroll(context, browser, full, games));
      } finally {
        await full.stop();
      }
    } finally {
      await browser.close();
    }
    return measurements;
  },
};

async function firstPicture({ quick, say }: BenchContext, browser: Browser, workbench: ServedWorkbench) {
  say('first picture');
  const bare: number[] = [];
  const useful: number[] = [];
  for (let round = 0; round < (quick ? 2 : 10); round += 1) {
    bare.push(await onEmptyPage(browser, workbench, (page) => pictureAfter(page, `${workbench.origin}/empty`)));
    const { page, context } = await blankPage(browser);
    await watchPictures(page, { ...FIGURES, says: `Win rate, ${RECORDED} games` });
    useful.push(await pictureAfter(page, workbench.address));
    await context.close();
  }
  return compare('first useful picture, nothing cached', useful, 'an empty page', bare);
}

async function viewSwitches({ quick, say }: BenchContext, browser: Browser, workbench: ServedWorkbench) {
  say('view switches');
  const { page, context } = await blankPage(browser);
  await watchPictures(page, FIGURES);
  await pictureAfter(page, workbench.address);
  const frame = await emptySteps(browser, workbench, quick ? 50 : 200);
  const views = [
    { name: 'Games', shows: '[role=gridcell]' },
    { name: 'Health', shows: 'section' },
    { name: 'Overview', shows: 'section' },
  ];
  const first: number[] = [];
  const again: number[] = [];
  for (let round = 0; round < (quick ? 2 : 15); round += 1)
    for (const view of views) (round === 0 ? first : again).push(await switchTo(page, view));
  await context.close();
  return [
    compare('view switch, its first time', first, 'a frame of an empty page', frame),
    compare('view switch, again', again, 'a frame of an empty page', frame),
  ];
}

async function replayStep({ quick, say }: BenchContext, browser: Browser, workbench: ServedWorkbench) {
  say('steps of a game of 5,000 events');
  const sessionId = crypto.randomUUID();
  await postEvents(workbench.origin, longGame(5_000, sessionId));
  const steps = quick ? 50 : 400;
  const frame = await emptySteps(browser, workbench, steps);
  const { page, context } = await openPage(browser, workbench.address);
  await page.goto(`${workbench.origin}/games/${sessionId}?step=2000`);
  await page.getByRole('region', { name: 'Board', exact: true }).getByText('2000', { exact: true }).first().waitFor();
  const times = await stepTimes(page, steps);
  await context.close();
  return compare('replay step of 5,000, key to picture', times, 'a key on an empty page', frame);
}

/** The overview while a training job sends as much as it can, up to 50,000 events/s; the load shares the machine. */
async function burst({ quick, say }: BenchContext, browser: Browser, workbench: ServedWorkbench) {
  const seconds = quick ? 3 : 20;
  const send = () =>
    load({ url: `${workbench.origin}/api/v1/events/batch`, games: 100, batch: 50, seconds, rate: BURST });
  say(`${seconds} s of ${BURST.toLocaleString('en')} events/s before an empty page`);
  const bare = await onEmptyPage(browser, workbench, async (page) => {
    await pictureAfter(page, `${workbench.origin}/empty`);
    await beginFrames(page);
    await send();
    return await endFrames(page);
  });
  say('the same before the overview');
  const { page, context } = await blankPage(browser);
  await watchPictures(page, FIGURES);
  await pictureAfter(page, workbench.address);
  await beginFrames(page);
  const sent = await send();
  const frames = await endFrames(page);
  await context.close();
  return compareFrames('longest frame in a burst, overview', frames, 'an empty page in the same burst', bare, {
    'events/s': sent.events / sent.seconds,
  });
}

async function scroll({ quick, say }: BenchContext, browser: Browser, workbench: ServedWorkbench, games: number) {
  say('scrolling');
  const steps = quick ? 150 : 600;
  const bare = await onEmptyPage(browser, workbench, async (page) => {
    await pictureAfter(page, `${workbench.origin}/empty`);
    await page.evaluate((height) => {
      document.body.innerHTML = `<div id="place" style="height:90vh;overflow:auto"><div style="height:${height}px"></div></div>`;
    }, games * 27);
    return await scrollThrough(page, '#place', steps);
  });
  const { page, context } = await openPage(browser, workbench.address);
  await page.goto(`${workbench.origin}/games`);
  await page.getByRole('grid', { name: 'Games' }).getByRole('gridcell').first().waitFor();
  const frames = await scrollThrough(page, '[role=grid]', steps);
  await context.close();
  const name = `longest frame, scroll of ${games.toLocaleString('en')} games`;
  return compareFrames(name, frames, 'scroll of an empty box as high', bare);
}

/** Copies the results and starts of recorded games under other names, until there are about so many games. */
async function copyGames(file: string, games: number): Promise<void> {
  const instance = await DuckDBInstance.create(file);
  const connection = await instance.connect();
  for (const table of ['game_starts', 'game_results'])
    await connection.run(
      `INSERT INTO ${table} SELECT t.* REPLACE (session_id || '-' || copy AS session_id, timestamp + to_hours(copy) AS timestamp)
       FROM range(1, ${Math.ceil(games / RECORDED)}) AS copies(copy), ${table} AS t`,
    );
  await connection.run('CHECKPOINT');
  connection.closeSync();
  instance.closeSync();
}
