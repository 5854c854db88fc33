import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { ORPCError } from '@orpc/client';
import { QueryProblem } from '../main-ingest/contract/cookbook.ts';
import { contractOf } from './integration/engine/client.ts';
import type { ServedWorkbench } from './workbench.ts';

/** What one hostile query came to. */
export interface HostileOutcome {
  /** `rows` with how many, or the code of its failure. */
  readonly came: string;
  readonly tookMs: number;
  /** Longest that a view waited meanwhile. */
  readonly viewMs: number;
  /** Most that the engine and its processes had of memory meanwhile; 0 where the system does not say. */
  readonly peakBytes: number;
}

/** Pause between two questions of a view. */
const VIEW_EVERY_MS = 100;
const LOOK_EVERY_MS = 25;

/** How a query is asked: as the window does, as a program that wants one answer, or for a file. */
export type Way = 'stream' | 'whole' | 'csv' | 'xlsx';

/** Asks as a person would, while the games view is asked over and over. */
export async function askHostile(
  workbench: ServedWorkbench,
  sql: string,
  way: Way = 'stream',
): Promise<HostileOutcome> {
  const contract = contractOf(workbench);
  const started = performance.now();
  let [over, viewMs, peakBytes] = [false, 0, 0];
  const views = async (): Promise<void> => {
    do {
      const from = performance.now();
      await contract.games.list({ scope: {} });
      viewMs = Math.max(viewMs, performance.now() - from);
      await sleep(VIEW_EVERY_MS);
    } while (!over);
  };
  const memory = async (): Promise<void> => {
    while (!over) {
      peakBytes = Math.max(peakBytes, memoryOf(workbench));
      await sleep(LOOK_EVERY_MS);
    }
  };
  const asking = WAYS[way](contract, sql)
    .catch(codeOf)
    .finally(() => {
      over = true;
    });
  const [came] = await Promise.all([asking, views(), memory()]);
  return { came, tookMs: performance.now() - started, viewMs, peakBytes };
}

function codeOf(error: unknown): string {
  if (error instanceof ORPCError && error.code === 'QUERY') return QueryProblem.parse(error.data).code;
  return String(error);
}

type Client = ReturnType<typeof contractOf>;
const LIMIT = 1_000_000;

const WAYS: Readonly<Record<Way, (client: Client, sql: string) => Promise<string>>> = {
  stream: streamed,
  whole: async ({ cookbook }, sql) => {
    const { rows, truncated } = await cookbook.sql({ sql, limit: LIMIT });
    return rowsSaid(rows.length, truncated);
  },
  csv: (client, sql) => exported(client, sql, 'csv'),
  xlsx: (client, sql) => exported(client, sql, 'xlsx'),
};

async function streamed({ cookbook }: Client, sql: string): Promise<string> {
  let [rows, truncated] = [0, false];
  for await (const part of await cookbook.stream({ sql, limit: LIMIT })) {
    if (part.kind === 'head') truncated = part.head.truncated;
    else rows += part.block.rows;
  }
  return rowsSaid(rows, truncated);
}

async function exported({ cookbook }: Client, sql: string, format: 'csv' | 'xlsx'): Promise<string> {
  const file = await cookbook.export({ format, run: { sql } });
  return `${file.size} bytes`;
}

function rowsSaid(rows: number, truncated: boolean): string {
  return `${rows} rows${truncated ? ' of more' : ''}`;
}

/** What a workbench and the processes under it have of memory, in bytes; 0 where the system does not say. */
export function memoryOf({ pid }: ServedWorkbench): number {
  if (process.platform !== 'linux' || pid === undefined) return 0;
  return [...processes()]
    .filter((one) => one.pid === pid || one.parent === pid)
    .reduce((sum, { bytes }) => sum + bytes, 0);
}

/** The processes under one, of Linux. */
export function childrenOf(pid: number | undefined): number[] {
  return [...processes()].filter(({ parent }) => parent === pid).map((child) => child.pid);
}

function* processes(): Generator<{ readonly pid: number; readonly parent: number; readonly bytes: number }> {
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      yield { pid: Number(name), parent: Number(fields[1]), bytes: Number(fields[21]) * 4096 };
    } catch {
      // It ended meanwhile.
    }
  }
}
