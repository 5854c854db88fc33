import { existsSync, readFileSync } from 'node:fs';
import { access, constants, mkdir, statfs } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Config } from '../config.ts';
import { type DataFolder, FolderInUse, FolderUnusable, openDataFolder } from '../data-folder.ts';
import type { Engine } from '../engine.ts';
import { COMMON_OPTIONS, type Command, type CommandContext, EXIT } from './command.ts';
import { examineFiles } from './doctor-files.ts';
import { configFor } from './serving.ts';

/** What was looked at, how it is, and what to do where it is not well. */
export interface Finding {
  readonly what: string;
  readonly state: 'ok' | 'note' | 'wrong';
  readonly found: string;
  readonly tip?: string;
}

export const command: Command = {
  name: 'doctor',
  summary: 'Checks the set-up and the data folder, and says what to do',
  usage: `[--repair] [--json]
  --repair         gives up what cannot be read in a damaged journal or history, and that alone, so that the rest goes on;
                   the damaged files are kept
  --json           findings as JSON
Every file of the data folder is read, which takes a while for a large one.`,
  run: async (args, context) => {
    const { values } = parseArgs({
      args: [...args],
      options: { ...COMMON_OPTIONS, json: { type: 'boolean' }, repair: { type: 'boolean' } },
    });
    const config = configFor(values, context.env);
    const findings: Finding[] = [];
    for await (const finding of examine(config, context, values.repair === true)) {
      findings.push(finding);
      if (!values.json) context.answer(lineOf(finding));
    }
    if (values.json) context.answer(JSON.stringify(findings, null, 2));
    return findings.some(({ state }) => state === 'wrong') ? EXIT.foundWrong : EXIT.done;
  },
};

const root = dirname(dirname(import.meta.dirname));
const OLDEST_NODE = 24;
const GiB = 2 ** 30;
const LITTLE_SPACE = 2 * GiB;
const MARK = { ok: '✓', note: '·', wrong: '✗' } as const;

function lineOf({ what, state, found, tip }: Finding): string {
  return `${MARK[state]} ${what}: ${found}${tip ? `\n    → ${tip}` : ''}`;
}

async function* examine(config: Config, context: CommandContext, repair: boolean): AsyncGenerator<Finding> {
  yield node();
  yield* nativeModules();
  yield { what: 'Settings', state: 'ok', found: config.file ?? 'no file, defaults and environment' };
  const folder = await dataFolderFinding(config.dataFolder);
  yield folder;
  if (folder.state !== 'wrong') {
    yield await space(config.dataFolder);
    yield* stores(config, context, repair);
  }
  yield await port(config);
  yield window();
  yield desktop(context.env);
}

function node(): Finding {
  const found = `${process.versions.node} (${process.execPath})`;
  return Number(process.versions.node.split('.')[0]) >= OLDEST_NODE
    ? { what: 'Node', state: 'ok', found }
    : { what: 'Node', state: 'wrong', found, tip: `Node ${OLDEST_NODE} is needed; \`npm start\` brings its own.` };
}

function* nativeModules(): Generator<Finding> {
  const require = createRequire(import.meta.url);
  for (const name of ['better-sqlite3', '@duckdb/node-api']) {
    try {
      require(name);
      const manifest: { version?: string } = JSON.parse(
        readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8'),
      );
      yield { what: name, state: 'ok', found: manifest.version ?? 'loads' };
    } catch (error) {
      yield {
        what: name,
        state: 'wrong',
        found: `does not load: ${messageOf(error)}`,
        tip: 'Delete node_modules and run the command again: it installs what this machine needs.',
      };
    }
  }
}

async function dataFolderFinding(path: string): Promise<Finding> {
  const what = 'Data folder';
  try {
    await mkdir(path, { recursive: true });
    await access(path, constants.R_OK | constants.W_OK);
    return { what, state: 'ok', found: path };
  } catch (error) {
    const tip = 'Give yourself the rights to it, or name another one: --data DIR or WORKBENCH_DATA.';
    return { what, state: 'wrong', found: `${path} cannot be written: ${messageOf(error)}`, tip };
  }
}

async function space(path: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(path);
  const free = bavail * bsize;
  const found = `${(free / GiB).toFixed(1)} GiB free`;
  return free >= LITTLE_SPACE
    ? { what: 'Disk', state: 'ok', found }
    : { what: 'Disk', state: 'wrong', found, tip: 'When the disk is full the intake answers 503. Make room.' };
}

/** Reads all files, then opens the engine on the folder as a start would, and closes it; or says who has it open. */
async function* stores(config: Config, { say }: CommandContext, repair: boolean): AsyncGenerator<Finding> {
  let folder: DataFolder;
  try {
    folder = openDataFolder(config.dataFolder);
  } catch (error) {
    if (error instanceof FolderUnusable) {
      yield { what: 'Data folder', state: 'wrong', found: error.message, tip: 'Name a folder that can be written.' };
      return;
    }
    if (!(error instanceof FolderInUse)) throw error;
    const tip = 'Its health page tells about the stores. Stopped, all files can be looked at and repaired.';
    yield { what: 'In use', state: 'note', found: error.message, tip };
    return;
  }
  try {
    yield* examineFiles(config, folder, { repair });
  } finally {
    folder.release();
  }
  const { openEngine } = await import('../engine.ts');
  let engine: Engine;
  try {
    engine = await openEngine(config, { say });
  } catch (error) {
    const tip = error instanceof Error && 'tip' in error ? String(error.tip) : 'The message says which part it is.';
    yield { what: 'Stores', state: 'wrong', found: messageOf(error), tip };
    return;
  }
  try {
    const { stores: byRoom, journal } = engine.answers.live.health();
    for (const [room, store] of Object.entries(byRoom)) {
      const place = store.address === undefined ? '' : ` at ${store.address}`;
      const found = `${store.kind}${place}, ${store.checkpoint} events, ${store.quarantined} in quarantine`;
      if (store.state === 'connected') yield { what: `Store of ${room}`, state: 'ok', found };
      else
        yield {
          what: `Store of ${room}`,
          state: 'wrong',
          found: `${store.kind}${place} is ${store.state}: ${store.lastError?.message ?? 'no reason given'}`,
          tip: 'Events stay in the journal until it is back; the message says what to do.',
        };
    }
    const held = `${journal.position} events ever, ${journal.position - journal.oldest} held, ${journal.bytes} bytes`;
    yield { what: 'Journal', state: 'ok', found: `${held}, sync ${journal.sync}` };
  } finally {
    await engine.close();
  }
}

async function port({ settings }: Config): Promise<Finding> {
  const { host, port: number } = settings.http;
  const what = `Port ${number}`;
  if (number === 0) return { what, state: 'ok', found: 'any free one' };
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', (error) =>
      resolve({
        what,
        state: 'note',
        found: `taken (${messageOf(error)})`,
        tip: 'By a running workbench, if the data folder is in use; else choose another: --port N.',
      }),
    );
    server.listen(number, host, () => server.close(() => resolve({ what, state: 'ok', found: 'free' })));
  });
}

function window(): Finding {
  const page = join(root, 'dist', 'renderer', 'index.html');
  return existsSync(page)
    ? { what: 'Window', state: 'ok', found: 'built' }
    : { what: 'Window', state: 'note', found: 'not built', tip: '`npm start` and `npm run serve` build it.' };
}

function desktop(env: CommandContext['env']): Finding {
  const what = 'Desktop';
  if (process.platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY)
    return { what, state: 'note', found: 'there is no display', tip: 'The workbench is served for a browser instead.' };
  if (!existsSync(join(root, 'node_modules', 'electron', 'path.txt')))
    return {
      what,
      state: 'note',
      found: "Electron's binary is not there",
      tip: '`npm start` fetches it; without it the workbench is served for a browser.',
    };
  return { what, state: 'ok', found: 'Electron and a display are there' };
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
