import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { CommandError, UsageError } from '../../../main-ingest/command/command.ts';
import { command } from '../../../main-ingest/command/verify.ts';
import { readRecording } from '../../recordings.ts';

const recordings = resolve(import.meta.dirname, '../../recordings');
const folder = mkdtempSync(join(tmpdir(), 'verify-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function verify(...args: string[]) {
  const answers: string[] = [];
  const said: string[] = [];
  const exit = await command.run(args, {
    env: {},
    answer: (text) => answers.push(text),
    say: (text) => said.push(text),
    signal: new AbortController().signal,
  });
  return { exit, answer: answers.join('\n'), said: said.join('\n') };
}

function saved(name: string, content: string | Buffer): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

test('a good recording: what was compared, exit 0', async () => {
  const { exit, answer } = await verify('--json', join(recordings, 'endless.jsonl.gz'));
  expect(exit).toBe(0);
  expect(JSON.parse(answer)).toMatchObject({ games: 6, events: 6242, snapshots: 109, fields: 1650, mismatches: 0 });
});

test('one snapshot that lies: where and how, exit 1', async () => {
  const lines = readRecording('endless.jsonl.gz').map((line) =>
    line.includes('"StateSnapshot"') && line.includes('"sequenceId":1,')
      ? line.replace(/"deckSize":\d+/, '"deckSize":7')
      : line,
  );
  const file = saved('lie.jsonl', lines.join('\n'));
  const { exit, answer } = await verify(file);
  expect(exit).toBe(1);
  expect(answer).toContain('mismatches  6');
  expect(answer).toMatch(/step 1: deckSize recorded 7, replayed \d+/);
  expect(JSON.parse((await verify('--json', file)).answer)).toMatchObject({ mismatches: 6, snapshots: 109 });
});

test('lines that are no event are counted and named', async () => {
  const lines = readRecording('endless.jsonl.gz').slice(0, 50);
  const { exit, answer, said } = await verify(
    '--json',
    saved('bad.jsonl', [...lines, '{"eventType":', '{"eventType":"X"}'].join('\n')),
  );
  expect(exit).toBe(0);
  expect(JSON.parse(answer)).toMatchObject({ events: 50, rejected: 2 });
  expect(said).toContain('bad.jsonl, line 51');
});

test('a gzip that is cut off is read as far as it goes, exit 1', async () => {
  const whole = gzipSync(readRecording('endless.jsonl.gz').join('\n'));
  const { exit, answer, said } = await verify('--json', saved('cut.jsonl.gz', whole.subarray(0, whole.length / 2)));
  expect(exit).toBe(1);
  const { events, mismatches, damaged } = JSON.parse(answer);
  expect(events).toBeGreaterThan(1000);
  expect(mismatches).toBe(0);
  expect(damaged).toBe(1);
  expect(said).toContain('cut off');
});

test('recordings of BalatroBot agree with the states they were derived from', async () => {
  const bot = join(recordings, 'balatrobot');
  const files = readdirSync(bot).filter((name) => name.endsWith('.jsonl'));
  const { exit, answer } = await verify('--json', ...files.map((name) => join(bot, name)));
  expect(exit).toBe(0);
  const { games, snapshots, mismatches } = JSON.parse(answer);
  expect({ games: games > 0, snapshots: snapshots > 0, mismatches }).toEqual({
    games: true,
    snapshots: true,
    mismatches: 0,
  });
});

test('no file is wrong use, a missing one could not be read', async () => {
  await expect(verify()).rejects.toThrow(UsageError);
  await expect(verify(join(folder, 'missing.jsonl'))).rejects.toThrow(CommandError);
});
