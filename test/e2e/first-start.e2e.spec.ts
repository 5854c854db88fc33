import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import { readRecording } from '../recordings.ts';
import { serveFor } from './served.ts';

const run = promisify(execFile);
const recording = join(import.meta.dirname, '..', 'recordings', 'train-small.jsonl.gz');

async function choose(page: Page, button: string | RegExp, ...files: string[]): Promise<void> {
  // Before the engine has told what it holds, a page may still change its shape under the pointer.
  await page.getByText('games in flight').waitFor();
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: button }).click(),
  ]);
  await chooser.setFiles(files);
}

describe('recordings', () => {
  const served = serveFor('empty');

  test('from an empty start to an overview by one file, and the same file again changes nothing', async () => {
    const { page, complaints } = await served().open('/');
    await page.getByRole('heading', { name: 'Hello. Nothing has arrived yet.' }).waitFor();
    await choose(page, 'Choose files', recording);
    await page.getByText('33,719').first().waitFor();
    await page.getByRole('link', { name: 'Overview', exact: true }).click();
    await page.getByRole('link', { name: 'Win rate, 60 games 23 %' }).waitFor();

    await page.goto(`${served().workbench.origin}/import`);
    await choose(page, /^Drop (more )?files or a folder here/, recording);
    await expect
      .poll(async () => (await page.getByRole('main').textContent())?.match(/33,719/g)?.length)
      .toBeGreaterThanOrEqual(3);
    await page.getByText('60 games', { exact: true }).first().waitFor();
    expect(complaints).toEqual([]);
  });

  test('bad lines are listed with their number and reason, and stop nothing', async () => {
    const lines = readRecording('endless.jsonl.gz').slice(0, 50);
    const file = join(mkdtempSync(join(tmpdir(), 'recording-')), 'spoilt.jsonl');
    writeFileSync(
      file,
      [...lines.slice(0, 9), 'this is no JSON', ...lines.slice(9), '{"eventType":"HandPlayed"}', ''].join('\n'),
    );
    const { page } = await served().open('/import');
    await choose(page, /^Drop (more )?files or a folder here/, file);
    const main = page.getByRole('main');
    await expect.poll(async () => await main.textContent()).toContain('spoilt.jsonl');
    await expect.poll(async () => await main.textContent()).toContain('50');
    await main.getByText('this is no JSON').first().waitFor();
    await main.getByText('10', { exact: true }).first().waitFor();
    await main
      .getByText(/eventId/)
      .first()
      .waitFor();
  });
});

describe('a training job', () => {
  const served = serveFor('empty');

  test('each snippet works when it is pasted, and the page turns into the overview', async () => {
    const { page } = await served().open('/');
    const folder = mkdtempSync(join(tmpdir(), 'snippet-'));
    const programs = [
      ['Python', 'python3'],
      ['JavaScript', process.execPath],
      ['curl', 'sh'],
    ] as const;
    const files: Array<readonly [program: string, file: string]> = [];
    for (const [language, program] of programs) {
      await page.getByRole('tab', { name: language }).click();
      const file = join(folder, `${language}.mjs`);
      writeFileSync(file, (await page.getByRole('tabpanel').locator('pre').textContent()) ?? '');
      files.push([program, file]);
    }
    const answers: string[] = [];
    for (const [program, file] of files) answers.push((await run(program, [file])).stdout);
    expect(answers).toEqual(files.map(() => expect.stringMatching(/accepted\W+1\b/)));
    await page.getByText('3 games in flight').waitFor();
    await page.getByRole('heading', { name: 'Is it getting better?' }).waitFor();
  });
});

describe('the demo', () => {
  const served = serveFor('empty');

  test('plays games as if they happened now, and stops', async () => {
    const { page } = await served().open('/');
    await page.getByRole('button', { name: 'Start the demo' }).click();
    await page.getByText(/^[1-9]\d* games? in flight$/).waitFor();
    await page.getByText(/^Live/).first().waitFor();
    const stop = page.getByRole('contentinfo').getByRole('button', { name: /stop/i });
    await stop.click();
    await stop.waitFor({ state: 'detached' });
  });
});
