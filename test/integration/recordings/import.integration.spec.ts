import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCommand, ServedWorkbench } from '../../workbench.ts';

const recordings = resolve(import.meta.dirname, '../../recordings');
const small = join(recordings, 'train-small.jsonl.gz');
const balatrobot = join(recordings, 'balatrobot');

interface Summary {
  readonly file: string;
  readonly events: number;
  readonly games: number;
  readonly duplicates: number;
  readonly rejected: { readonly line: number; readonly reason: string }[];
  readonly state?: string;
  readonly error?: string;
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'workbench-import-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function imported(
  files: readonly string[],
  data: string,
): Promise<{ code: number; summaries: Summary[]; stderr: string }> {
  const { code, stdout, stderr } = await runCommand(['import', ...files, '--json', '--data', join(folder, data)]);
  const summaries = stdout
    .trim()
    .split('\n')
    .filter((line) => line !== '')
    .map((line): Summary => JSON.parse(line));
  return { code, summaries, stderr };
}

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe('importing files', () => {
  test('says what came in, and a second time changes nothing', async () => {
    const first = await imported([small, balatrobot], 'twice');
    expect(first.code).toBe(0);
    expect(first.summaries[0]).toEqual({ file: small, events: 33_719, games: 60, duplicates: 0, rejected: [] });
    expect(first.summaries).toHaveLength(21);
    expect(first.summaries.slice(1).every(({ games, events }) => games === 1 && events > 10)).toBe(true);

    const again = await imported([small, balatrobot], 'twice');
    expect(again.code).toBe(0);
    expect(again.summaries.map(({ events }) => events)).toEqual(Array(21).fill(0));
    expect(again.summaries.map(({ duplicates }) => duplicates)).toEqual(first.summaries.map(({ events }) => events));
  });

  test('keeps what comes before the cut of a truncated gzip, and says so', async () => {
    const bytes = readFileSync(small);
    const { code, summaries } = await imported([file('cut.jsonl.gz', bytes.subarray(0, bytes.length / 2))], 'cut');
    expect(code).toBe(1);
    expect(summaries[0]?.state).toBe('failed');
    expect(summaries[0]?.error).toMatch(/cut off/);
    expect(summaries[0]?.events).toBeGreaterThan(10_000);
  });

  test('names bad lines and takes their neighbours', async () => {
    const lines = gunzipSync(readFileSync(small)).toString('utf8').split('\n').slice(0, 10);
    lines.splice(3, 0, 'not JSON', '{"eventType":"HandPlayed"}');
    const { code, summaries } = await imported([file('bad.jsonl', lines.join('\n'))], 'bad');
    expect(code).toBe(1);
    expect(summaries[0]).toMatchObject({ events: 10, duplicates: 0 });
    expect(summaries[0]?.rejected.map(({ line }) => line)).toEqual([4, 5]);
  });

  test('refuses a line of 100 MB by its number without holding it', async () => {
    const [line = ''] = gunzipSync(readFileSync(small)).toString('utf8').split('\n');
    const path = join(folder, 'huge.jsonl');
    const out = createWriteStream(path);
    out.write(`${line}\n{"eventType":"`);
    for (let i = 0; i < 100; i += 1) if (!out.write('x'.repeat(1024 * 1024))) await once(out, 'drain');
    out.end('"}\n');
    await once(out, 'finish');
    const { summaries } = await imported([path], 'huge');
    expect(summaries[0]).toMatchObject({
      events: 1,
      rejected: [{ line: 2, reason: expect.stringMatching(/Larger than/) }],
    });
  });

  test('goes on after a file that is none', async () => {
    const { code, summaries } = await imported(
      [join(folder, 'none.jsonl'), file('notes.txt', 'Ideas for ante 8\n'), small],
      'none',
    );
    expect(code).toBe(3);
    expect(summaries.map(({ events, error }) => [events, error !== undefined])).toEqual([
      [0, true],
      [0, true],
      [33_719, false],
    ]);
    expect(summaries[1]?.error).toContain('Ideas for ante 8');
  });

  test('without a file is wrong use', async () => {
    expect((await runCommand(['import'])).code).toBe(2);
  });
});

test('a workbench that runs takes the file in itself', async () => {
  const workbench = await ServedWorkbench.start();
  try {
    const { code, stdout } = await runCommand(['import', small, '--json', '--data', workbench.data]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ events: 33_719, games: 60 });
    const health: { journal: { position: number }; stores: Record<string, { checkpoint: number }> } = await (
      await fetch(`${workbench.origin}/health`)
    ).json();
    expect(health.journal.position).toBe(33_719);
    expect(Object.values(health.stores).map(({ checkpoint }) => checkpoint)).toEqual([33_719, 33_719]);
  } finally {
    await workbench.remove();
  }
});

test('an import that is ended keeps what is in, and goes on when it is done again', async () => {
  // The same game many times over, each time as another.
  const lines = gunzipSync(readFileSync(small)).toString('utf8').trim().split('\n');
  const many = Array.from({ length: 3 }, (_, copy) =>
    lines.map((line) =>
      line.replaceAll(
        /"(eventId|sessionId)":"(.{7})/g,
        (_all, name: string, id: string) => `"${name}":"${id.slice(0, 6)}${copy}`,
      ),
    ),
  ).flat();
  const path = file('many.jsonl.gz', gzipSync(many.join('\n')));
  const data = join(folder, 'ended');
  const cli = resolve(import.meta.dirname, '../../../main-ingest/cli.ts');
  const child = spawn(process.execPath, [cli, 'import', path, '--json', '--data', data], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const out: string[] = [];
  child.stdout.setEncoding('utf8').on('data', (text: string) => out.push(text));
  const journal = join(data, 'journal');
  await until(() => folderBytes(journal) > 1_000_000);
  child.kill('SIGINT');
  await once(child, 'close');
  expect(child.exitCode).toBe(3);
  const ended: Summary = JSON.parse(out.join(''));
  expect(ended.state).toBe('cancelled');
  expect(ended.events).toBeGreaterThan(0);

  const { summaries } = await imported([path], 'ended');
  const [again] = summaries;
  expect((again?.events ?? 0) + (again?.duplicates ?? 0)).toBe(many.length);
  expect(again?.duplicates).toBeGreaterThanOrEqual(ended.events);
});

function folderBytes(path: string): number {
  try {
    return readdirSync(path).reduce((sum, name) => sum + statSync(join(path, name)).size, 0);
  } catch {
    return 0;
  }
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((wake) => setTimeout(wake, 5));
}
