import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { beforeEach, expect, test } from 'vitest';
import { ServedWorkbench } from '../workbench.ts';
import { openPage } from './browser.ts';
import { serveFor } from './served.ts';

const served = serveFor('empty');
const OWN = '# how our lab runs it\n\njournal:\n  # see ticket 12\n  sync: os # fsync takes 40 ms\n';

const file = () => join(served().workbench.data, 'workbench.yaml');
const text = () => (existsSync(file()) ? readFileSync(file(), 'utf8') : '');
const row = (page: Page, title: string) => page.getByRole('group', { name: title, exact: true });
const go = (page: Page, title: string) =>
  page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: title }).click();

beforeEach(() => writeFileSync(file(), OWN));

test('every setting has its name, default and source, on a page or by search', async () => {
  const { page, complaints } = await served().open('/overview');
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
  await page.keyboard.press('g');
  await page.keyboard.press(',');
  await page.getByRole('heading', { name: 'Stores' }).waitFor();
  await row(page, 'History').getByText('history.engine').waitFor();
  await row(page, 'History').getByText('default: sqlite').waitFor();

  await go(page, 'Journal');
  await expect.poll(() => page.url()).toMatch(/\/settings\/journal$/);
  await row(page, 'Durable').getByText('file, line 5').waitFor();
  await row(page, 'Room').getByText('4,096 MiB').waitFor();

  await page.keyboard.press('/');
  await page.keyboard.type('cancelled');
  await row(page, 'Let a query run for').getByText('60 s').waitFor();
  expect(await page.getByRole('group').count()).toBe(1);
  expect(page.url()).toContain('q=cancelled');
  expect(complaints).toEqual([]);
});

test('a change is checked, says what it interrupts, and is written between the comments', async () => {
  const { page } = await served().open('/settings/journal');
  const room = page.getByRole('textbox', { name: 'Room, MiB' });
  await room.fill('0.5');
  await page.getByText('It takes at least 1 MiB').waitFor();
  const save = page.getByRole('button', { name: /^Save/ });
  expect(await save.isDisabled()).toBe(true);
  await room.press('Escape');
  await expect.poll(() => room.inputValue()).toBe('4096');

  await room.fill('2048');
  await page.getByText('1 change not saved: journal.maxBytes').waitFor();
  await page.getByText('the intake pauses about 2 s at the next start').waitFor();
  await go(page, 'Stores');
  await page.getByRole('link', { name: 'Journal 1 not saved' }).waitFor();
  await page.keyboard.press('Control+s');
  await page.getByText('Saved, but not running yet: journal.sync, journal.maxBytes.').waitFor();
  expect(text()).toBe(`${OWN}  maxBytes: 2147483648\n`);

  await go(page, 'Journal');
  await page.getByRole('button', { name: 'Room: back to its default' }).click();
  await row(page, 'Room').getByText('default', { exact: true }).waitFor();
  expect(text()).toBe(OWN);
});

test('the log is told at once what to say', async () => {
  const { page } = await served().open('/settings/workbench');
  await page.getByRole('radio', { name: 'Errors' }).click();
  await page.getByRole('button', { name: 'Save and apply' }).click();
  await page.getByText('Saved, and taken over').waitFor();
  expect(text()).toContain('log:\n  level: error\n');
  expect(await page.getByText(/not running yet/).allTextContents()).toEqual([
    'Saved, but not running yet: journal.sync.',
  ]);
});

test('a file that is changed by hand is seen, and what is wrong with it told', async () => {
  const { page } = await served().open('/settings/queries');
  appendFileSync(file(), 'query:\n  timeoutMs: soon\n');
  await page.reload();
  await page.getByText('The configuration file cannot be used as it is.').waitFor();
  await page.getByText(/Setting query\.timeoutMs/).waitFor();
  writeFileSync(file(), `${OWN}query:\n  timeoutMs: 30000\n`);
  await page.reload();
  await expect.poll(() => page.getByRole('textbox', { name: 'Let a query run for, s' }).inputValue()).toBe('30');
});

test('a server is tried at the address that stands in the field', async () => {
  const questdb = createServer((_, response) =>
    response.end(JSON.stringify({ dataset: [['Build Information: QuestDB 9.3.1, JDK 17']] })),
  );
  await new Promise<void>((resolve) => questdb.listen(0, '127.0.0.1', resolve));
  const address = questdb.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  try {
    const { page } = await served().open('/settings/stores');
    await page.getByRole('radio', { name: 'QuestDB' }).click();
    await page.getByRole('textbox', { name: 'Write address' }).fill(`http://127.0.0.1:${port}`);
    await page.getByRole('button', { name: 'Test Write address' }).click();
    await row(page, 'Write address').getByText('QuestDB 9.3.1').waitFor();
    await page.getByRole('textbox', { name: 'Table address' }).fill(`postgres://admin:***@127.0.0.1:${port}/qdb`);
    await page.getByRole('button', { name: 'Test Table address' }).click();
    await page.getByText('the hidden password belongs to another user or server').waitFor();
  } finally {
    questdb.close();
  }
});

test('what the environment holds is locked and says so, without its password', async () => {
  const workbench = await ServedWorkbench.start({
    env: { WORKBENCH_METRICS_READER_URL: 'postgres://reader:hunter2@127.0.0.1:8812/qdb' },
  });
  try {
    const { page } = await openPage(served().browser, workbench.address);
    await page.goto(`${workbench.origin}/settings/stores?q=readerUrl`);
    const field = page.getByRole('textbox', { name: 'Query address' });
    expect(await field.inputValue()).toBe('postgres://reader:***@127.0.0.1:8812/qdb');
    expect(await field.isEditable()).toBe(false);
    await page.getByText('Set by WORKBENCH_METRICS_READER_URL; change it there and start again').waitFor();
    expect(await page.content()).not.toContain('hunter2');
  } finally {
    await workbench.remove();
  }
});

test('it is reachable by name and key for everyone', async () => {
  const { AxeBuilder } = await import('@axe-core/playwright');
  const { page } = await served().open('/settings/stores');
  await page.getByRole('radio', { name: 'EventStoreDB' }).click();
  await page.getByRole('textbox', { name: 'Prefix' }).fill('lab-');
  for (const theme of ['dark', 'light']) {
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [theme, id, nodes[0]?.html])).toEqual([]);
    await page.getByRole('heading', { name: 'Stores' }).click();
    await page.keyboard.press('t');
  }
});
