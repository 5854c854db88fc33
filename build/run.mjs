#!/usr/bin/env node
/** `balatro-workbench NAME ARGUMENTS`, and behind every `npm run NAME`: sets up what is missing, then runs the command line. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { findBrowser } from './browser.mjs';
import { buildRenderer, buildShell, electronBinary, root, setUp } from './setup.mjs';

const [name = '--help', ...args] = process.argv.slice(2);
const node = setUp();
// Two queries and the metrics' writer each hold a thread of the pool that the journal's syncs also need.
const env = { UV_THREADPOOL_SIZE: '8', ...process.env };
const asksForHelp = args.includes('--help');
const needsBrowser = !asksForHelp && (name === 'screenshots' || (name === 'bench' && args.includes('window')));
if (needsBrowser || (!asksForHelp && ['start', 'serve'].includes(name))) buildRenderer(node);
if (!asksForHelp && name === 'start') {
  const electron = electronBinary(node);
  if (electron.path) {
    buildShell(node);
    env.WORKBENCH_ELECTRON = electron.path;
  } else env.WORKBENCH_NO_ELECTRON = electron.missing;
}

if (needsBrowser) env.WORKBENCH_TEST_BROWSER = findBrowser(node).path;

/** Commands that measure or photograph the workbench from outside; all others are its own command line. */
const programs = { bench: ['test/bench/main.ts'], screenshots: ['test/screenshots/main.ts'] };
const program = wantsOwnQuestdb()
  ? ['test/servers/with-questdb.ts', name]
  : (programs[name] ?? ['main-ingest/cli.ts', name]);
// Without limits Node takes memory in proportion to the machine's, before it looks for what it could free.
const memory = ['--max-old-space-size=1536', '--max-semi-space-size=32'];
const child = spawn(node, [...memory, join(root, program[0]), ...program.slice(1), ...args], { stdio: 'inherit', env });
// A terminal sends Ctrl-C to both processes; whoever else ends this one means the child.
process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('error', (error) => {
  process.stderr.write(`workbench: ${node} does not start: ${error.message}\n`);
  process.exit(3);
});
child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));

/** Whether a command needs a QuestDB and nobody has said where one is. */
function wantsOwnQuestdb() {
  const engine = args.find((arg) => arg.startsWith('--engine='))?.slice(9) ?? args[args.indexOf('--engine') + 1];
  const named = process.env.WORKBENCH_METRICS_URL || args.some((arg) => /^--config(=|$)/.test(arg));
  return name === 'answers' && engine === 'questdb' && !named && !asksForHelp;
}
