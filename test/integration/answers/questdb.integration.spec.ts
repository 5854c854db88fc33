import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { recordedEvents } from '../../recordings.ts';
import { questdbMissing } from '../../servers/questdb.ts';
import { expectAnswers } from './expect-answers.ts';
import { plainAnswers } from './plain-answers.ts';

const missing = await questdbMissing();
const repository = join(import.meta.dirname, '..', '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'answers-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.skipIf(missing !== undefined)(
  'where no server is configured, one is started for the answers of [real QuestDB]',
  async () => {
    const out = join(folder, 'answers.json');
    const recording = join(repository, 'test', 'recordings', 'endless.jsonl.gz');
    const run = [join(repository, 'build', 'run.mjs'), 'answers', recording, '--engine', 'questdb', '--out', out];
    const { stderr } = await promisify(execFile)(process.execPath, run, { env: { ...process.env, TMPDIR: folder } });
    expect(stderr).toContain('QuestDB is started');
    expectAnswers(JSON.parse(readFileSync(out, 'utf8')), plainAnswers(recordedEvents('endless.jsonl.gz')));
  },
);
