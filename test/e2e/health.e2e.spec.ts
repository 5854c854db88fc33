import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { ServedWorkbench } from '../workbench.ts';
import { openPage } from './browser.ts';
import { reference } from './reference.ts';
import { serveFor } from './served.ts';

const served = serveFor('recorded');
const events = reference.events.toLocaleString('en-US');

test('the way of an event, the connections and the tables', async () => {
  const { page, complaints } = await served().open('/health');
  const journal = page.getByRole('region', { name: 'Journal' });
  await journal.getByText(events, { exact: true }).waitFor();
  await journal.getByText('events wait').waitFor();
  for (const station of ['HTTP', 'Recordings', 'Check', 'Quarantine', 'To history', 'To metrics', 'SQLite', 'DuckDB'])
    await page.getByRole('region', { name: station, exact: true }).waitFor();
  const tables = page.getByRole('grid', { name: 'Tables of the metrics' });
  const results = tables.getByRole('row').filter({ hasText: 'game_results' });
  await expect.poll(() => results.textContent()).toContain(`${reference.gamesCompleted}`);
  await page.getByRole('grid', { name: 'Connections' }).getByText('Listening').waitFor();
  await page.getByText('Nothing is wrong').waitFor();
  expect(complaints).toEqual([]);
});

test('what was refused is in quarantine, with its reason', async () => {
  const { workbench } = served();
  const answer = await fetch(`${workbench.origin}/api/v1/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${workbench.token}` },
    body: JSON.stringify({ eventType: 'HandPlayed', note: 'no id' }),
  });
  expect(answer.ok).toBe(false);
  const { page } = await served().open('/health');
  await page.getByRole('button', { name: 'Show the one' }).click();
  const list = page.getByRole('dialog', { name: 'Quarantine' });
  await list.getByText('expected a UUID').waitFor();
  await list.getByText('no id').waitFor();
  await page.keyboard.press('Escape');
});

test('while a store is down it says what that means; repaired, it catches up', async () => {
  const data = mkdtempSync(join(tmpdir(), 'workbench-e2e-'));
  cpSync(inject('recordedData'), data, { recursive: true });
  const history = join(data, 'history.sqlite');
  const good = readFileSync(history);
  writeFileSync(history, 'this is no database '.repeat(1000));
  const workbench = await ServedWorkbench.start({ data });
  const { page, context } = await openPage(served().browser, workbench.address);
  try {
    await page.goto(`${workbench.origin}/health`);
    const banner = page.getByRole('alert');
    await banner.getByText('SQLite is down').waitFor();
    await banner.getByText('nothing is lost').waitFor();
    await banner.getByText('Replays end at').waitFor();
    await page.getByRole('region', { name: 'SQLite' }).getByText('Down', { exact: true }).waitFor();
    // The other branch goes on as always.
    await page.getByRole('region', { name: 'DuckDB' }).getByText('Connected').waitFor();
    await page.getByRole('region', { name: 'What to do' }).getByText('history.sqlite').waitFor();

    const problems = page.getByRole('region', { name: 'Problems' });
    await problems.getByText('Failure').waitFor();
    await problems.getByRole('button', { name: 'Mark store-history as seen' }).click();
    await problems.getByText('Seen', { exact: true }).waitFor();
    await problems.getByText('0 not seen').waitFor();

    writeFileSync(history, good);
    await banner.getByRole('button', { name: 'Retry now' }).click();
    await page.getByRole('region', { name: 'SQLite' }).getByText('Connected').waitFor();
    await banner.waitFor({ state: 'detached' });
    await problems.getByText('Nothing is wrong').waitFor();
  } finally {
    await context.close();
    await workbench.stop();
    rmSync(data, { recursive: true, force: true });
  }
});

test('numbers come from the metrics store: down, they are stale and lead here', async () => {
  const data = mkdtempSync(join(tmpdir(), 'workbench-e2e-'));
  cpSync(inject('recordedData'), data, { recursive: true });
  writeFileSync(join(data, 'metrics.duckdb'), 'this is no database '.repeat(1000));
  const workbench = await ServedWorkbench.start({ data });
  const { page, context } = await openPage(served().browser, workbench.address);
  try {
    await page.goto(`${workbench.origin}/health`);
    const banner = page.getByRole('alert');
    await banner.getByText('DuckDB is down').waitFor();
    await banner.getByText('Charts and lists stand at').waitFor();
    await page.getByRole('region', { name: 'To metrics' }).getByText('Waiting').waitFor();
    await page.getByRole('region', { name: 'SQLite' }).getByText('Connected').waitFor();

    // The history has every event: one button makes the numbers of it again.
    await banner.getByRole('button', { name: 'Make the metrics anew' }).click();
    await banner.getByText('is being made anew').waitFor();
    await banner.getByRole('button', { name: 'Cancel making the metrics anew' }).waitFor();
    await page.getByRole('region', { name: 'DuckDB' }).getByText('Connected').waitFor();
    await banner.waitFor({ state: 'detached' });
    const tables = page.getByRole('grid', { name: 'Tables of the metrics' });
    const results = tables.getByRole('row').filter({ hasText: 'game_results' });
    await expect.poll(() => results.textContent()).toContain(`${reference.gamesCompleted}`);
  } finally {
    await context.close();
    await workbench.stop();
    rmSync(data, { recursive: true, force: true });
  }
});
