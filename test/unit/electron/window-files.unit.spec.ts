import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { answerWindowFile } from '../../../electron/window-files.ts';

const outer = mkdtempSync(join(tmpdir(), 'window-'));
const folder = join(outer, 'renderer');
beforeAll(() => {
  mkdirSync(folder);
  writeFileSync(join(folder, 'index.html'), 'the page');
  writeFileSync(join(folder, 'main.js'), 'the script');
  writeFileSync(join(outer, 'secret.js'), 'not yours');
});

test.each(['workbench://window/', 'workbench://window/games/some-session?step=3'])('%s is the page', async (url) => {
  const answer = await answerWindowFile(folder, url);
  expect(await answer.text()).toBe('the page');
  expect(answer.headers.get('content-security-policy')).toContain("script-src 'self'");
});

test('a file comes with its type', async () => {
  const answer = await answerWindowFile(folder, 'workbench://window/main.js');
  expect([await answer.text(), answer.headers.get('content-type')]).toEqual([
    'the script',
    'text/javascript; charset=utf-8',
  ]);
});

test.each([
  'workbench://window/..%2Fsecret.js',
  'workbench://window/%2e%2e/secret.js',
  'workbench://window/missing.js',
])('%s is not found', async (url) => {
  expect((await answerWindowFile(folder, url)).status).toBe(404);
});
