import type { Locator, Page } from 'playwright';
import { beforeAll, expect, test } from 'vitest';
import { serveFor } from './served.ts';

const served = serveFor('empty');

let page: Page;
let complaints: readonly string[];

beforeAll(async () => {
  const opened = await served().open('/states');
  ({ page, complaints } = opened);
  await opened.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await panel('Events a second').waitFor();
});

function panel(title: string): Locator {
  return page.getByRole('region', { name: title, exact: true });
}

const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
const said = (text: string) => page.getByText(text, { exact: true }).first().waitFor();

/** A panel of the page of states: what it must say, and what its action leads to. */
interface Shown {
  readonly title: string;
  readonly kind: string;
  readonly words: readonly (string | RegExp)[];
  readonly action?: { readonly name: string; readonly says: string };
}

const shown: readonly Shown[] = [
  { title: 'Where games die', kind: 'loading', words: [] },
  {
    title: 'Joker pairs',
    kind: 'loading',
    words: [/^6\.2\d* M of 10(\.0+)? M hands read$/, /\d s so far$/],
    action: { name: 'Cancel Esc', says: 'Cancelled' },
  },
  {
    title: 'Boss blinds',
    kind: 'empty',
    words: ['No games match', /^161 match without Stake: Gold$/],
    action: { name: 'Clear Stake: Gold', says: 'Cleared' },
  },
  {
    title: 'Checkpoints',
    kind: 'nothing',
    words: ['No checkpoint has arrived', /A training job sends/],
    action: { name: 'Copy an example', says: 'Example copied' },
  },
  { title: 'Win rate by strategy', kind: 'thin', words: ['n = 4: too few to say about smart-flush'] },
  { title: 'Win rate', kind: 'partial', words: ['Importing 63 %'] },
  { title: 'Score of a hand', kind: 'stale', words: ['as of 09:28:02', 'QuestDB is down; 1.6 M events wait'] },
  {
    title: 'Economy by ante',
    kind: 'error',
    words: [
      'This query ran out of memory',
      /^QUERY_MEMORY/,
      'unharmed, the other panels go on',
      'choose a shorter time, or raise the limit',
    ],
    action: { name: 'Retry', says: 'Tried again' },
  },
  {
    title: 'Latest games',
    kind: 'paused',
    words: ['Paused at 09:28:02', '38 games since'],
    action: { name: 'Go live p', says: 'Live' },
  },
  {
    title: 'Result',
    kind: 'truncated',
    words: [/^First 10,000 of 1\.2\d* M rows$/],
    action: { name: 'Get all as file →', says: 'Saved' },
  },
  {
    title: 'Events a second',
    kind: 'gone',
    words: ['Engine stopped', 'The engine does not answer', /Try 2, .*What was acknowledged is on disk/],
  },
  { title: 'Ready', kind: 'ready', words: ['Nothing to say beyond what is in it.'] },
];

test.each(shown)('$title: $kind, with its words and what can be done', async ({ title, kind, words, action }) => {
  expect(await panel(title).getAttribute('data-state')).toBe(kind);
  for (const text of words) await panel(title).getByText(text).first().waitFor();
  if (!action) return;
  await panel(title).getByRole('button', { name: action.name, exact: true }).click();
  await said(action.says);
});

test('a wait is quiet at first, and then takes the shape of what is to come', async () => {
  await page.reload();
  await panel('Where games die').waitFor();
  await expect.poll(() => panel('Where games die').locator('[class*=skeleton i]').count()).toBeGreaterThan(0);
});

test('what is not drawn leaves no chart behind; what is stale or too thin stays', async () => {
  const pictures = (title: string) => panel(title).locator('canvas').count();
  for (const title of ['Boss blinds', 'Checkpoints', 'Economy by ante']) expect(await pictures(title), title).toBe(0);
  for (const title of ['Win rate by strategy', 'Win rate', 'Score of a hand', 'Latest games', 'Result'])
    await expect.poll(() => pictures(title), { message: title }).toBeGreaterThan(0);
});

test('a panel keeps its size, whatever its state', async () => {
  const heights = new Set<number>();
  for (const { title } of shown) heights.add((await panel(title).boundingBox())?.height ?? 0);
  expect([...heights]).toHaveLength(1);
});

test('a failure can be told on, with its code', async () => {
  await panel('Economy by ante').getByRole('button', { name: 'Copy details' }).click();
  await said('Details copied');
  expect(await clipboard()).toContain('QUERY_MEMORY 614 MB of 512 MB');
});

test('an example is one event as the intake takes it', async () => {
  await panel('Checkpoints').getByRole('button', { name: 'Copy an example' }).click();
  await expect.poll(clipboard).toContain('"eventType": "ModelCheckpoint"');
});

test('what is stale leads to health', async () => {
  await panel('Score of a hand').getByRole('link', { name: 'Health' }).click();
  await page.waitForURL(/\/health$/);
  expect(complaints).toEqual([]);
});
