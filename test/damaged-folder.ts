import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ConfigError, loadConfig } from '../main-ingest/config.ts';
import { type Engine, openEngine } from '../main-ingest/engine.ts';
import { examineJournal } from '../main-ingest/journal/examine.ts';
import { listSegments } from '../main-ingest/journal/segment-files.ts';
import { QueryError } from '../main-ingest/metrics/metrics.ts';
import { TABLES } from '../main-ingest/metrics/tables.ts';
import { UnknownGame } from '../main-ingest/replay/replay.ts';
import { delivered, partsOf, postLines, postText } from './integration/engine/client.ts';
import { readRecording } from './recordings.ts';
import { runCommand, ServedWorkbench } from './workbench.ts';

const DELIVERED = 700;
const EVENTS = 1100;
const lines = readRecording('train-small.jsonl.gz').slice(0, EVENTS + 1);
const games = [...new Set(lines.slice(0, EVENTS).map((line): string => JSON.parse(line).sessionId))];

/** A small data folder with every kind of file, as a killed workbench leaves it, and what it answers when it is whole. */
export interface WholeFolder {
  /** All events are in both stores, whose logs are still beside them. */
  readonly killed: string;
  /** The same, with stores that had not got the last events. */
  readonly behind: string;
  readonly truth: Answers;
  remove(): void;
}

/** What a person is shown: numbers as text where there is an answer, or why there is none, in words. */
export interface Answers {
  readonly tables: ReadonlyMap<string, string>;
  readonly games: ReadonlyMap<string, string>;
  readonly bookmarks: readonly string[];
  /** Why something is not answered. */
  readonly refusals: readonly string[];
  readonly problems: readonly string[];
  /** Whether both stores have everything. */
  readonly complete: boolean;
}

export async function makeWholeFolder(): Promise<WholeFolder> {
  const home = mkdtempSync(join(tmpdir(), 'damage-'));
  const [killed, behind, stopped] = ['killed', 'behind', 'stopped'].map((name) => join(home, name));
  if (killed === undefined || behind === undefined || stopped === undefined) throw new Error('no folders');
  await fill(killed, 0, DELIVERED, 'SIGTERM');
  cpSync(killed, stopped, { recursive: true });
  await fill(killed, DELIVERED, EVENTS, 'SIGKILL');
  cpSync(killed, behind, { recursive: true });
  for (const name of readdirSync(behind)) if (/^(history|metrics)/.test(name)) rmSync(join(behind, name));
  for (const name of ['history.sqlite', 'metrics.duckdb']) cpSync(join(stopped, name), join(behind, name));
  const copy = join(home, 'copy');
  cpSync(killed, copy, { recursive: true });
  const truth = await answersOf(copy);
  if (typeof truth === 'string' || !truth.complete || truth.problems.length > 0) throw new Error(JSON.stringify(truth));
  return { killed, behind, truth, remove: () => rmSync(home, { recursive: true }) };
}

async function fill(data: string, from: number, to: number, end: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  const workbench = await ServedWorkbench.start({ data });
  for (const batch of partsOf(lines.slice(from, to), 50)) await postLines(workbench.origin, batch);
  const call = (name: string, input: object) =>
    fetch(`${workbench.origin}/rpc/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${workbench.token}` },
      body: JSON.stringify({ json: input }),
    });
  for (const [place, sessionId] of games.entries())
    if (place % 2 === 0) await call('games/bookmark', { sessionId, on: true });
  const chart = { kind: 'table' };
  await call('analyses/save', { name: 'mine', title: 'Mine', engine: 'duckdb', sql: 'SELECT 1', chart });
  await postText(workbench.origin, '', '{"eventType":"HandPlayed","bad":true}');
  await delivered(workbench.origin);
  await workbench.stop(end);
  writeFileSync(join(data, 'workbench.yaml'), 'query:\n  timeoutMs: 45000\nlog:\n  level: silent\n');
}

/** Bits of a journal's file from where the stores that are behind go on. */
export function undeliveredFrom(folder: string): { readonly path: string; readonly bit: number } {
  const [segment] = listSegments(join(folder, 'journal'));
  if (segment === undefined || examineJournal(join(folder, 'journal')).damage.length > 0) throw new Error('no journal');
  return { path: segment.path, bit: Math.ceil(statSync(segment.path).size * (DELIVERED / EVENTS)) * 8 };
}

/** Opens the folder as a start does and asks everything; or answers in which words it does not open. */
export async function answersOf(data: string): Promise<Answers | string> {
  let engine: Engine;
  try {
    engine = await openEngine(loadConfig({ dataFolder: data, env: {}, options: { 'log.level': 'silent' } }));
  } catch (error) {
    // Words with what to do, or a stack trace to a person.
    if (error instanceof ConfigError) return error.message;
    if (error instanceof Error && 'tip' in error) return `${error.message} ${String(error.tip)}`;
    throw error;
  }
  try {
    return await ask(engine);
  } finally {
    await engine.close();
  }
}

async function ask(engine: Engine): Promise<Answers> {
  const { answers } = engine;
  const isSettled = (): boolean =>
    Object.values(answers.live.health().stores).every(
      ({ state, checkpoint }) => (state === 'connected' && checkpoint >= EVENTS) || state === 'down',
    );
  for (const until = performance.now() + 30_000; !isSettled() && performance.now() < until; ) await sleep(20);
  const stores = Object.values(answers.live.health().stores);
  const refusals: string[] = [];
  const tables = new Map<string, string>();
  for (const { name, columns } of TABLES) {
    if (name === 'system_metrics') continue;
    const row = columns.map((column) => `t.${column.name}`).join(', ');
    const sql = `SELECT count(*) AS n, coalesce(sum(hash(${row}) % 1000000007), 0)::VARCHAR AS s FROM ${name} t`;
    try {
      tables.set(name, JSON.stringify((await answers.cookbook.sql({ sql, params: {}, limit: 10 })).rows));
    } catch (error) {
      if (!(error instanceof QueryError)) throw error;
      refusals.push(`${name}: ${error.message} ${error.tip ?? ''}`);
    }
  }
  const shown = new Map<string, string>();
  const bookmarks: string[] = [];
  for (const sessionId of games) {
    try {
      const { game, moments } = await answers.replay.summary(sessionId);
      const steps = await answers.replay.steps(sessionId, 0, 255);
      shown.set(sessionId, JSON.stringify([{ ...game, bookmarked: false }, moments, steps]));
      if ((await answers.games.preview(sessionId)).game.bookmarked) bookmarks.push(sessionId);
    } catch (error) {
      if (!(error instanceof Error) || !('code' in error || error instanceof UnknownGame)) throw error;
      refusals.push(`${sessionId}: ${error.message}`);
    }
  }
  // One second later what is wrong is known to the health page.
  await sleep(1200);
  const detail = await answers.live.detail();
  return {
    tables,
    games: shown,
    bookmarks,
    refusals,
    problems: detail.problems
      .filter(({ code }) => code !== 'disk-space')
      .map(({ code, message, tip }) => `${code}: ${message} ${tip}`),
    complete: stores.every(({ state, checkpoint }) => state === 'connected' && checkpoint >= EVENTS),
  };
}

/** Does what the words say, as a person would, from the least to the most: until there is nothing left to do. */
export async function repair(data: string, words: string, backup: string): Promise<string[]> {
  const done: string[] = [];
  const doctor = await runCommand(['doctor', '--data', data], {
    WORKBENCH_HTTP_PORT: '0',
    WORKBENCH_LOG_LEVEL: 'silent',
  });
  const said = `${words}\n${doctor.stdout}\n${doctor.stderr}`;
  const restore = (name: string): void => {
    done.push(`restored ${name}`);
    for (const ending of ['', '-wal', '-shm', '.wal']) {
      rmSync(join(data, name + ending), { force: true });
      if (existsSync(join(backup, name + ending))) cpSync(join(backup, name + ending), join(data, name + ending));
    }
  };
  if (said.includes('--repair')) {
    const { code, stdout, stderr } = await runCommand(['doctor', '--repair', '--data', data], {
      WORKBENCH_HTTP_PORT: '0',
    });
    done.push(
      `doctor --repair: ${code} ${stdout
        .split('\n')
        .filter((line) => line.includes('given up') || line.includes('made anew'))
        .join('; ')} ${stderr}`,
    );
  }
  if (/ledger.*move.* away|ledger.*moved away/is.test(words) && /ledger/i.test(words)) {
    done.push('moved the ledger away');
    for (const ending of ['', '-wal', '-shm'])
      if (existsSync(join(data, `ledger.sqlite${ending}`)))
        renameSync(join(data, `ledger.sqlite${ending}`), join(data, `moved-ledger${ending}`));
  }
  const [, segment] = /journal's file (\S+) was not as/.exec(words) ?? [];
  if (segment !== undefined) restore(join('journal', segment));
  if (words.includes('move workspace.sqlite away')) restore('workspace.sqlite');
  if (/workbench\.yaml/.test(words)) restore('workbench.yaml');
  if (said.includes('rebuild -- metrics')) {
    const { code, stdout, stderr } = await runCommand(['rebuild', 'metrics', '--data', data], {
      WORKBENCH_HTTP_PORT: '0',
    });
    done.push(`rebuild: ${code} ${stdout} ${stderr}`);
  }
  return done;
}

/** A flipped bit of one file. */
export interface Flip {
  readonly of: 'killed' | 'behind';
  readonly file: string;
  readonly bit: number;
}

/** Kinds of files and how many flips each gets; bits are spread over what is written in the file by a seeded row of numbers. */
export function flipsOf(whole: WholeFolder, counts: Readonly<Record<string, number>>, seed: number): Flip[] {
  const random = numbers(seed);
  const flips: Flip[] = [];
  for (const [kind, count] of Object.entries(counts)) {
    const undelivered = kind === 'undelivered';
    const of = undelivered ? 'behind' : 'killed';
    const journal = listSegments(join(whole[of], 'journal'))[0]?.path.slice(whole[of].length + 1) ?? '';
    const file = kind === 'undelivered' || kind === 'delivered' ? journal : kind;
    if (!existsSync(join(whole[of], file))) continue;
    const bytes = readFileSync(join(whole[of], file));
    const bits = bytes.length * 8;
    const border = undeliveredFrom(whole.behind).bit;
    const [from, to] = undelivered ? [border, bits] : kind === 'delivered' ? [0, border] : [0, bits];
    const anywhere = (): number => Math.floor(from + random() * (to - from));
    for (let each = 0; each < count; each++) {
      let bit = anywhere();
      // Most of a file of SQLite is room for what comes later, of which nobody asks: rather where something is written.
      for (let tries = 0; tries < 50 && bytes[bit >> 3] === 0; tries++) bit = anywhere();
      flips.push({ of, file, bit });
    }
  }
  return flips;
}

/** Mulberry32. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
