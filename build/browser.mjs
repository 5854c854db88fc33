/** Finds a browser for the end-to-end tests: an installed one, else Debian's package, else Playwright's own download. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { giveUp, root, say } from './setup.mjs';

const onPath = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'microsoft-edge-stable',
];
const elsewhere = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** A browser's path and a name to show; `WORKBENCH_TEST_BROWSER` names one. Gives up with what to do when there is none. */
export function findBrowser(node) {
  const named = process.env.WORKBENCH_TEST_BROWSER;
  if (named)
    return existsSync(named)
      ? { path: named, name: named }
      : giveUp(`WORKBENCH_TEST_BROWSER names ${named}, which is not there`, 'Correct it or unset it.');
  return (
    installed() ??
    debianPackage() ??
    playwrightDownload(node) ??
    giveUp(
      'no browser for the end-to-end tests',
      'Install Chromium, Chrome or Edge, or name one in WORKBENCH_TEST_BROWSER. `npm test -- unit contract integration` needs none.',
    )
  );
}

function installed() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const paths = [...onPath.flatMap((name) => folders.map((folder) => join(folder, name))), ...elsewhere];
  const path = paths.find((candidate) => existsSync(candidate));
  if (!path) return undefined;
  const version =
    process.platform === 'win32' ? undefined : spawnSync(path, ['--version'], { encoding: 'utf8' }).stdout?.trim();
  return { path, name: version ? `${version} (${path})` : path };
}

function debianPackage() {
  if (process.platform !== 'linux' || !existsSync('/usr/bin/apt-get') || process.getuid?.() !== 0) return undefined;
  say("workbench: installing Debian's chromium for the end-to-end tests …");
  const apt = (...args) =>
    spawnSync('apt-get', args, { stdio: ['ignore', 2, 2], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
      .status === 0;
  // A fresh machine may hold no package lists at all.
  const done =
    apt('install', '-qq', '-y', '--no-install-recommends', 'chromium') ||
    (apt('update', '-qq') && apt('install', '-qq', '-y', '--no-install-recommends', 'chromium'));
  return done ? installed() : undefined;
}

function playwrightDownload(node) {
  say("workbench: fetching Playwright's own Chromium …");
  const done = spawnSync(
    node,
    [join(root, 'node_modules', 'playwright', 'cli.js'), 'install', 'chromium-headless-shell'],
    { stdio: ['ignore', 2, 2] },
  );
  if (done.status !== 0) return undefined;
  const where = spawnSync(node, ['-e', "process.stdout.write(require('playwright').chromium.executablePath())"], {
    cwd: root,
    encoding: 'utf8',
  });
  return where.stdout ? { path: where.stdout, name: `Playwright's Chromium (${where.stdout})` } : undefined;
}
