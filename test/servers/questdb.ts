import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePorts } from './free-ports.ts';

/** The newest version that the Maven repository gives to everyone and that runs on Java 17. */
const VERSION = '9.3.4';
const LEAST_JAVA = 17;
const JARS = resolve(import.meta.dirname, '../../node_modules/.cache/questdb');
const START_MS = 60_000;

const run = promisify(execFile);

/** A real QuestDB in a folder of its own, on free loopback ports. */
export interface QuestdbServer {
  readonly version: string;
  /** Rows are sent here: `http://127.0.0.1:N`. */
  readonly url: string;
  /** Queries are asked here, as the user that may write, and as the one that may only read. */
  readonly pgUrl: string;
  readonly readerUrl: string;
  readonly pid: number;
  /** Ends it at once, without goodbye. */
  kill(): Promise<void>;
  /** Starts it again on the same data and ports. */
  restart(): Promise<void>;
  /** Ends it and removes its folder. */
  stop(): Promise<void>;
}

/** Why there can be no QuestDB here; undefined where there can. Fetches the program at the first time. */
export async function questdbMissing(): Promise<string | undefined> {
  try {
    await findJava();
    await findJar();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** @param settings further settings of the server, as environment variables (`QDB_…`) */
export async function startQuestdb(settings: Readonly<Record<string, string>> = {}): Promise<QuestdbServer> {
  const [java, jar] = await Promise.all([findJava(), findJar()]);
  const folder = await mkdtemp(join(tmpdir(), 'questdb-'));
  const [http, pg] = await freePorts(2);
  const environment = {
    QDB_HTTP_BIND_TO: `127.0.0.1:${http}`,
    QDB_HTTP_MIN_ENABLED: 'false',
    QDB_PG_NET_BIND_TO: `127.0.0.1:${pg}`,
    QDB_PG_READONLY_USER_ENABLED: 'true',
    QDB_LINE_TCP_ENABLED: 'false',
    QDB_TELEMETRY_ENABLED: 'false',
    QDB_RAM_USAGE_LIMIT_BYTES: '1g',
    QDB_SHARED_WORKER_COUNT: '2',
    ...settings,
  };
  const url = `http://127.0.0.1:${http}`;
  const launch = async (): Promise<ChildProcess> => {
    const child = spawn(
      java,
      ['-Xms64m', '-Xmx512m', '-p', jar, '-m', 'io.questdb/io.questdb.ServerMain', '-d', folder],
      {
        env: { ...process.env, ...environment },
        stdio: 'ignore',
      },
    );
    process.once('exit', () => child.kill('SIGKILL'));
    await answering(url, child);
    return child;
  };
  let child = await launch();
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((done) => child.once('exit', done));
    child.kill(signal);
    await ended;
  };
  return {
    version: VERSION,
    url,
    pgUrl: `postgres://admin:quest@127.0.0.1:${pg}/qdb`,
    readerUrl: `postgres://user:quest@127.0.0.1:${pg}/qdb`,
    get pid() {
      return child.pid ?? -1;
    },
    kill: () => end('SIGKILL'),
    restart: async () => {
      await end('SIGTERM');
      child = await launch();
    },
    stop: async () => {
      await end('SIGKILL');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function answering(url: string, child: ChildProcess): Promise<void> {
  for (const end = Date.now() + START_MS; Date.now() < end; ) {
    if (child.exitCode !== null) throw new Error(`QuestDB ended with ${child.exitCode} when it was started`);
    const answer = await fetch(`${url}/exec?query=SELECT+1`).catch(() => undefined);
    await answer?.arrayBuffer();
    if (answer?.ok) return;
    await sleep(100);
  }
  throw new Error(`QuestDB did not answer within ${START_MS} ms`);
}

/** The first Java that is new enough: the configured one, the one on the path, those of the system. */
async function findJava(): Promise<string> {
  const systems = '/usr/lib/jvm';
  const installed = existsSync(systems) ? (await readdir(systems)).map((name) => join(systems, name)) : [];
  const homes = [process.env.JAVA_HOME, ...installed].flatMap((home) => (home ? [join(home, 'bin', 'java')] : []));
  for (const java of ['java', ...homes]) {
    const version = await run(java, ['-version']).then(
      ({ stderr }) => Number(/version "(\d+)/.exec(stderr)?.[1]),
      () => 0,
    );
    if (version >= LEAST_JAVA) return java;
  }
  throw new Error(`QuestDB needs Java ${LEAST_JAVA} or newer, and there is none`);
}

/** The program, fetched by Maven at the first time and kept. */
async function findJar(): Promise<string> {
  const jar = join(JARS, `questdb-${VERSION}.jar`);
  if (existsSync(jar)) return jar;
  await mkdir(JARS, { recursive: true });
  const copy = ['dependency:copy', `-Dartifact=org.questdb:questdb:${VERSION}`, `-DoutputDirectory=${JARS}`];
  await run('mvn', ['--batch-mode', '--quiet', ...copy], { cwd: tmpdir() }).catch((error: Error) => {
    throw new Error(`QuestDB ${VERSION} could not be fetched by Maven: ${error.message.split('\n')[0]}`);
  });
  return jar;
}

/** Memory that a process holds, in bytes. */
export async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024;
}
