import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { recordedEvents } from '../../recordings.ts';
import { runCommand } from '../../workbench.ts';
import { expectAnswers } from './expect-answers.ts';
import { plainAnswers } from './plain-answers.ts';

const folder = mkdtempSync(join(tmpdir(), 'answers-'));
const recording = join(import.meta.dirname, '..', '..', 'recordings', 'endless.jsonl.gz');
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('the command imports through the whole engine, answers, and leaves nothing behind', async () => {
  const out = join(folder, 'answers.json');
  const { code, stderr } = await runCommand(['answers', recording, '--out', out], { TMPDIR: folder });
  expect([code, stderr]).toEqual([0, expect.stringContaining('6242 events of 6 games')]);
  expectAnswers(JSON.parse(readFileSync(out, 'utf8')), plainAnswers(recordedEvents('endless.jsonl.gz')));
  expect(readdirSync(folder).filter((name) => name.startsWith('workbench-'))).toEqual([]);
});

test('a file that is not there, a file that is none, a place that is not named', async () => {
  const out = join(folder, 'none.json');
  expect(await runCommand(['answers', join(folder, 'nope.jsonl'), '--out', out])).toMatchObject({ code: 3 });
  expect(await runCommand(['answers', '--out', out])).toMatchObject({ code: 2 });
  expect(await runCommand(['answers', recording])).toMatchObject({ code: 2 });
  expect(await runCommand(['answers', recording, '--out', out, '--engine', 'mysql'])).toMatchObject({ code: 2 });
});
