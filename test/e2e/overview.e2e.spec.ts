import { expect, test } from 'vitest';
import { readRecording } from '../recordings.ts';
import { reference } from './reference.ts';
import { serveFor } from './served.ts';

const served = serveFor('recorded');

test('is it getting better: the figures are those of the recording', async () => {
  const { page, complaints } = await served().open('/overview');
  const { games, winRate } = reference.winRate;
  await page.getByRole('link', { name: `Win rate, ${games} games ${Math.round(winRate * 100)} %` }).waitFor();
  await page.getByText(`P50 ${Math.round(reference.decisions.latencyMsP50)} ms`).waitFor();
  await page
    .getByText(`${Math.round(reference.decisions.latencyMsP95)} ms`)
    .first()
    .waitFor();
  await page.getByRole('link', { name: /Best hand.*1\.24 M/ }).waitFor();
  expect(complaints).toEqual([]);
});

test('a chart is also a table, with exact numbers', async () => {
  const { page } = await served().open('/overview');
  const funnel = page.getByRole('region', { name: 'How far does it get?' });
  await funnel.getByRole('button', { name: 'As a table' }).click();
  const table = funnel.getByRole('table');
  for (const { ante, games, share } of reference.anteFunnel.filter((row) => row.ante <= 8)) {
    await table
      .getByRole('row', { name: `all 60 ${ante} ${(share * 100).toFixed(1)} % – – ${games}`, exact: true })
      .waitFor();
  }
});

test('the scope is in the address and in every panel', async () => {
  const { page } = await served().open('/overview');
  await page.getByRole('button', { name: 'Strategy all' }).click();
  await page
    .getByRole('option', { name: /^smart 17/ })
    .or(page.getByRole('checkbox', { name: /^smart 17/ }))
    .first()
    .click();
  await page.keyboard.press('Escape');
  await page.getByText('17 games', { exact: true }).waitFor();
  expect(new URL(page.url()).search).toContain('smart');
  await page.getByRole('link', { name: 'Win rate, 17 games 41 %' }).waitFor();
  await page.reload();
  await page.getByRole('link', { name: 'Win rate, 17 games 41 %' }).waitFor();
  await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Games' }).click();
  await page.getByText('17 games', { exact: true }).first().waitFor();
});

test('is it alive: a game that starts is seen without asking again', async () => {
  const { page } = await served().open('/overview');
  await page.getByText('0 games in flight').waitFor();
  const started = readRecording('train-small.jsonl.gz').find((line) => line.includes('"GameStarted"')) ?? '';
  const event: { eventId: string; sessionId: string } = {
    ...JSON.parse(started),
    eventId: crypto.randomUUID(),
    sessionId: crypto.randomUUID(),
  };
  const answer = await fetch(`${served().workbench.origin}/api/v1/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(event),
  });
  expect(await answer.json()).toEqual({ status: 'ok', accepted: 1 });
  await page.getByText('1 games in flight').or(page.getByText('1 game in flight')).waitFor();
});

test('dark and light, as asked', async () => {
  const { page } = await served().open('/overview');
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const before = await background();
  await page.keyboard.press('t');
  await expect.poll(background).not.toBe(before);
});
