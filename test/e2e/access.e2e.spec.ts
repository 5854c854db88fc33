import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';
import { beforeAll, describe, expect, test } from 'vitest';
import { recordedEvents } from '../recordings.ts';
import { walkByTab } from './reachable.ts';
import { reference } from './reference.ts';
import { atStep } from './replay-page.ts';
import { type Served, serveFor } from './served.ts';

const game = recordedEvents('train-small.jsonl.gz').find(({ eventType }) => eventType === 'GameStarted')?.sessionId;
const { games } = reference.winRate;

interface Place {
  readonly name: string;
  readonly path: string;
  /** Waits until what the view is about is there. */
  readonly ready: (page: Page) => Promise<unknown>;
  /** What has keys of its own, listed by `?`, and so no place in the order of Tab. */
  readonly byKeys?: string;
}

const heading = (name: string) => (page: Page) => page.getByRole('heading', { name }).first().waitFor();

/** The cookbook opens with a recipe; the rest of it comes with the editor and the answer. */
async function answered(page: Page): Promise<void> {
  await page.locator('.cm-content').waitFor();
  await page.getByRole('grid', { name: 'Result' }).getByRole('gridcell').first().waitFor();
}

const places: readonly Place[] = [
  {
    name: 'overview',
    path: '/overview',
    ready: (page) => page.getByRole('link', { name: new RegExp(`^Win rate, ${games} games`) }).waitFor(),
  },
  {
    name: 'games',
    path: '/games',
    ready: (page) => page.getByRole('grid', { name: 'Games' }).getByRole('gridcell').first().waitFor(),
  },
  {
    name: 'replay',
    path: `/games/${game}?step=20`,
    ready: (page) => atStep(page, 20),
    byKeys: 'nav[aria-label=Moments]',
  },
  { name: 'import', path: '/import', ready: heading('Import') },
  { name: 'states', path: '/states', ready: heading('Events a second') },
  { name: 'synergy', path: '/synergy', ready: heading('Synergy') },
  { name: 'cookbook', path: '/cookbook', ready: answered },
  { name: 'health', path: '/health', ready: heading('Health') },
];
const start: Place = { name: 'first start', path: '/', ready: heading('Hello. Nothing has arrived yet.') };

/** The one page that goes through all views of a workbench. */
function onePage(served: () => Served) {
  let page: Page | undefined;
  beforeAll(async () => {
    ({ page } = await served().open());
  });
  return async ({ path, ready }: Place, size = { width: 1440, height: 900 }): Promise<Page> => {
    if (!page) throw new Error('the page is open only while tests run');
    await page.setViewportSize(size);
    await page.goto(`${served().workbench.origin}${path}`);
    await page.getByText('games in flight').first().waitFor();
    await ready(page);
    await settled(page);
    return page;
  };
}

/** Waits until no panel of the view still waits for its answer; those on the page of states wait for ever. */
async function settled(page: Page): Promise<void> {
  if (new URL(page.url()).pathname === '/states') return;
  await expect.poll(() => page.locator('section[data-state=loading]').count()).toBe(0);
}

async function seriousViolations(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => ({
      id,
      // The editor in it has the focus and scrolls it: axe does not count what can be written on as focusable.
      nodes: nodes.filter(({ html }) => id !== 'scrollable-region-focusable' || !html.includes('cm-scroller')),
    }))
    .filter(({ nodes }) => nodes.length > 0)
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html, any }) => `${html} ${any[0]?.message ?? ''}`).join(' | ')}`);
}

async function checkTheme(page: Page): Promise<void> {
  expect(await seriousViolations(page)).toEqual([]);
  await page.keyboard.press('t');
  await expect.poll(() => page.evaluate(() => document.documentElement.dataset.theme)).toBe('light');
  const light = await seriousViolations(page);
  await page.keyboard.press('t');
  expect(light).toEqual([]);
}

async function checkKeys(page: Page, byKeys?: string): Promise<void> {
  const { missed, unseen, withoutPlace, stops } = await walkByTab(page, byKeys);
  expect({ missed, unseen, withoutPlace }).toEqual({ missed: [], unseen: [], withoutPlace: [] });
  expect(stops).toBeGreaterThan(8);
}

/** Durations above nothing of what moves, where less motion is asked for. */
const moving = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('*')].flatMap((element) => {
      const { animationName, animationDuration, transitionDuration } = getComputedStyle(element);
      const longest = (durations: string) => Math.max(...durations.split(',').map(Number.parseFloat));
      const moves = animationName !== 'none' && longest(animationDuration) > 0.001;
      return moves || longest(transitionDuration) > 0.001 ? [`${element.tagName} ${element.className}`] : [];
    }),
  );

/** What is wider than its place: the page, the view, and what stands outside of the window without a way to it. */
const tooWide = (page: Page) =>
  page.evaluate(() => {
    const wide = [document.documentElement, document.body, document.querySelector('main')].flatMap((element) =>
      element && element.scrollWidth > element.clientWidth
        ? [`${element.tagName}: ${element.scrollWidth} in ${element.clientWidth}`]
        : [],
    );
    return wide;
  });

describe('with games', () => {
  const go = onePage(serveFor('recorded'));

  test.each(places)('$name: nothing serious stands in the way of anybody, dark and light', async (place) => {
    await checkTheme(await go(place));
  });

  test.each(places)('$name: Tab reaches everything, and the focus is seen', async (place) => {
    await checkKeys(await go(place), place.byKeys);
  });

  test.each(places)('$name: at 200 % nothing is wider than the window', async (place) => {
    expect(await tooWide(await go(place, { width: 720, height: 450 }))).toEqual([]);
  });

  test.each(places)('$name: who asks for less motion sees none', async (place) => {
    expect(await moving(await go(place))).toEqual([]);
  });
});

describe('first start', () => {
  const go = onePage(serveFor('empty'));

  test('dark and light, by keys, at 200 %, without motion', async () => {
    await checkTheme(await go(start));
    await checkKeys(await go(start));
    const page = await go(start, { width: 720, height: 450 });
    expect(await tooWide(page)).toEqual([]);
    expect(await moving(page)).toEqual([]);
  });
});
