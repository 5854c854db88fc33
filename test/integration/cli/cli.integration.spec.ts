import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, expect, test } from 'vitest';
import { runCommand } from '../../workbench.ts';
import { healthOf, healthWhen } from '../engine/client.ts';

const folder = mkdtempSync(join(tmpdir(), 'workbench-cli-'));
const data = join(folder, 'data');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('every command explains itself on standard output', async () => {
  const all = await runCommand(['--help']);
  expect(all.code).toBe(0);
  const names = [...all.stdout.matchAll(/^ {2}([a-z]+) {2,}\S/gm)].map(([, name]) => name ?? '');
  expect(names).toEqual(
    expect.arrayContaining(['start', 'serve', 'engine', 'import', 'verify', 'answers', 'query', 'doctor']),
  );
  for (const name of names) {
    const help = await runCommand([name, '--help']);
    expect([name, help.code, help.stderr]).toEqual([name, 0, '']);
    expect(help.stdout).toContain('--data DIR');
  }
});

test.each([
  [['dance'], 'no command "dance"'],
  [['constructor'], 'no command "constructor"'],
  [['serve', '--prot', '1'], '--prot'],
  [['serve', '--port', 'eighty'], '"eighty" is no number'],
  [['doctor', 'unasked'], 'unasked'],
])('%j is wrong use', async (args, message) => {
  const ended = await runCommand(args);
  expect(ended.code).toBe(2);
  expect(ended.stdout).toBe('');
  expect(ended.stderr).toContain(message);
});

test('what cannot be done says why and what to do', async () => {
  const file = join(folder, 'a-file');
  writeFileSync(file, '');
  const blocked = await runCommand(['serve', '--data', join(file, 'below')]);
  expect([blocked.code, blocked.stdout]).toEqual([3, '']);
  expect(blocked.stderr).toMatch(/cannot be written.*--data DIR/s);

  const settings = join(folder, 'settings.yaml');
  writeFileSync(settings, 'journal: { sync: never }');
  const wrong = await runCommand(['serve', '--data', data, '--config', settings]);
  expect(wrong.code).toBe(3);
  expect(wrong.stderr).toContain('journal.sync');
  expect(wrong.stderr).not.toContain('    at ');
});

test('a port that is taken is named', async () => {
  const holder = createServer().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  const address = holder.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  const ended = await runCommand(['engine', '--data', data, '--port', String(port)]);
  holder.close();
  expect(ended.code).toBe(3);
  expect(ended.stderr).toContain(`Port ${port} of 127.0.0.1 is taken`);
});

test('doctor looks at everything and finds a new folder well', async () => {
  const ended = await runCommand(['doctor', '--data', data, '--json'], { WORKBENCH_HTTP_PORT: '0' });
  const findings: Array<{ what: string; state: string }> = JSON.parse(ended.stdout);
  expect(findings.filter(({ state }) => state === 'wrong')).toEqual([]);
  expect(ended.code).toBe(0);
  expect(findings.map(({ what }) => what)).toEqual(
    expect.arrayContaining(['Node', 'better-sqlite3', 'Data folder', 'Disk', 'Store of history', 'Journal', 'Desktop']),
  );
});

const cli = join(import.meta.dirname, '..', '..', '..', 'main-ingest', 'cli.ts');

/** Starts a serving command and collects what it prints until it listens. */
async function serving(args: readonly string[]): Promise<{ child: ChildProcess; lines: string[]; origin: string }> {
  const child = spawn(process.execPath, [cli, ...args, '--port', '0', '--data', data], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, WORKBENCH_NO_ELECTRON: 'this is a test' },
  });
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    if (line.startsWith('listening ')) break;
  }
  child.stdout.resume();
  return { child, lines, origin: lines.at(-1)?.split(' ')[1] ?? '' };
}

test('serve prints its address with a token of its own, then that it listens; SIGTERM closes it in order', async () => {
  const { child, lines, origin } = await serving(['serve']);
  expect(lines).toEqual([
    expect.stringMatching(/^open http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{32}$/),
    expect.stringMatching(/^listening http:\/\/127\.0\.0\.1:\d+$/),
  ]);
  expect((await healthOf(origin)).status).toBe('ok');
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test('start without a desktop serves; the demo plays through the intake', async () => {
  const { child, origin } = await serving(['start', '--demo', '--pace', '100']);
  const health = await healthWhen(origin, ({ journal, gamesInFlight }) => journal.position > 500 && gamesInFlight > 3);
  expect(health.intake.rejected).toBe(0);
  child.kill('SIGINT');
  expect(await once(child, 'exit')).toEqual([0, null]);
});
