/**
 * `npm test [-- KIND… | VITEST ARGUMENTS]`: sets up what is missing, finds a browser, and runs the tests of the given kinds
 * (unit, contract, integration, e2e; all of these when none is named). `npm run test:faults [-- NAME…]` runs the fault suite,
 * which takes minutes: a million mutated events, damaged files, hostile queries.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { findBrowser } from './browser.mjs';
import { buildRenderer, root, say, setUp } from './setup.mjs';

const kinds = ['unit', 'contract', 'integration', 'e2e'];
const args = process.argv.slice(2);
const chosen = args.filter((arg) => kinds.includes(arg) || arg === 'faults');
const rest = args.filter((arg) => !chosen.includes(arg));

const node = setUp();
const env = { ...process.env };
if (chosen.length === 0 || chosen.includes('e2e')) {
  buildRenderer(node);
  const browser = findBrowser(node);
  say(`workbench: end-to-end tests run in ${browser.name}`);
  env.WORKBENCH_TEST_BROWSER = browser.path;
}
const projects = (chosen.length > 0 ? chosen : kinds).flatMap((kind) => ['--project', kind]);
const vitest = [
  join(root, 'node_modules', 'vitest', 'vitest.mjs'),
  'run',
  '--config',
  join(root, 'test', 'vitest.config.ts'),
];
const child = spawn(node, [...vitest, ...projects, ...rest], { cwd: root, stdio: 'inherit', env });
child.on('exit', (code) => process.exit(code ?? 1));
