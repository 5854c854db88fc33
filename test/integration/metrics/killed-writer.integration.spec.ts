import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDuckdb } from '../../../main-ingest/metrics/duckdb.ts';
import { MetricsFold } from '../../../main-ingest/metrics/rows.ts';
import { TABLES } from '../../../main-ingest/metrics/tables.ts';
import { recordedEvents } from '../../recordings.ts';

const RECORDING = 'train-small.jsonl.gz';
const BATCH = 300;
const KILLS = 6;

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'metrics-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** Lets the process write `batches` batches, and kills it some time in the next one. Answers the last confirmed position. */
async function writeAndKill(batches: number, delayMs: number): Promise<number> {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'writing-process.ts'), folder, RECORDING, `${BATCH}`],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const ended = once(child, 'exit');
  let confirmed = 0;
  let count = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    confirmed = Number(line);
    count += 1;
    if (count === batches) setTimeout(() => child.kill('SIGKILL'), delayMs);
  }
  await ended;
  return confirmed;
}

const open = () =>
  openDuckdb({ file: join(folder, 'metrics.duckdb'), memoryLimitMb: 256, exportFolder: join(folder, 'export') });

test('a writer that is killed again and again leaves every row once [real DuckDB]', async () => {
  const events = recordedEvents(RECORDING);
  for (let kill = 0; kill < KILLS; kill += 1) {
    const confirmed = await writeAndKill(5, kill * 3);
    const store = await open();
    expect((await store.writer.checkpoint()).position).toBeGreaterThanOrEqual(confirmed);
    await store.close();
  }
  await writeAndKill(Number.POSITIVE_INFINITY, 0);
  const store = await open();
  const { position, carry } = await store.writer.checkpoint();
  expect([position, carry.size]).toEqual([events.length, 0]);
  const { rows } = new MetricsFold(new Map()).fold(events, events.length);
  const expected = TABLES.map((table) => [table.name, rows.get(table.name)?.length ?? 0]);
  const tables = (await store.reader.tables()).filter(({ view }) => view === undefined);
  expect(tables.map((table) => [table.name, table.rows])).toEqual(expected);
  await store.close();
});
