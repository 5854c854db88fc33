import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readRecording } from '../../recordings.ts';
import { runCommand, ServedWorkbench } from '../../workbench.ts';
import { contractOf, delivered, healthOf, healthWhen, partsOf, postLines } from '../engine/client.ts';
import { tableChecksums } from './answers.ts';

const lines = readRecording('train-small.jsonl.gz').slice(0, 4_000);
const BEFORE = 3_000;
const SMALL_SEGMENTS = { WORKBENCH_JOURNAL_SEGMENT_BYTES: String(64 << 10) };
const data = mkdtempSync(join(tmpdir(), 'workbench-'));
const metricsFile = join(data, 'metrics.duckdb');
let workbench: ServedWorkbench;
let wanted: ReadonlyMap<string, string>;

async function start(): Promise<void> {
  workbench = await ServedWorkbench.start({ data, env: SMALL_SEGMENTS });
}

async function post(from: number, to: number): Promise<void> {
  for (const batch of partsOf(lines.slice(from, to), 500)) {
    expect((await postLines(workbench.origin, batch)).status).toBe(200);
  }
}

beforeAll(async () => {
  const control = await ServedWorkbench.start();
  for (const batch of partsOf(lines, 2000)) await postLines(control.origin, batch);
  await delivered(control.origin);
  wanted = await tableChecksums(control);
  await control.remove();
  await start();
  await post(0, BEFORE);
  await delivered(workbench.origin);
  // Only the history has the first of them then.
  await healthWhen(workbench.origin, ({ journal }) => journal.oldest > 0);
  await workbench.stop();
});
afterAll(() => workbench.remove());

test('lost metrics say what helps, and are made anew beside what comes in, nothing missed, nothing doubled', async () => {
  rmSync(metricsFile);
  await start();
  const down = await healthWhen(workbench.origin, ({ stores }) => stores.metrics.state === 'down');
  expect(down.stores.metrics.lastError).toMatchObject({
    code: 'TRIMMED',
    message: expect.stringContaining('npm run rebuild -- metrics'),
  });
  const [command] = await Promise.all([runCommand(['rebuild', 'metrics', '--data', data]), post(BEFORE, lines.length)]);
  expect(command).toMatchObject({ code: 0, stdout: expect.stringMatching(/made anew of [\d,]+ events/) });
  expect(await delivered(workbench.origin)).toMatchObject({ status: 'ok', journal: { position: lines.length } });
  expect(await tableChecksums(workbench)).toEqual(wanted);
});

test('killed while they are made anew, the next start begins again by itself', async () => {
  for (const waitMs of [0, 300]) {
    await contractOf(workbench).health.rebuild();
    await sleep(waitMs);
    await workbench.stop('SIGKILL');
    await start();
    await healthWhen(workbench.origin, ({ stores }) => stores.metrics.state === 'connected');
    await delivered(workbench.origin);
    expect(await tableChecksums(workbench)).toEqual(wanted);
    expect(existsSync(join(data, 'rebuild.json'))).toBe(false);
  }
});

test('cancelled, they are as they were; a stop does not wait for the end of it', async () => {
  const { health } = contractOf(workbench);
  await health.rebuild();
  await health.cancelRebuild();
  await healthWhen(workbench.origin, ({ stores }) => stores.metrics.state === 'connected');
  expect(await tableChecksums(workbench)).toEqual(wanted);
  await health.rebuild();
  await workbench.stop();
  expect(existsSync(metricsFile)).toBe(true);
  await start();
  await healthWhen(workbench.origin, ({ stores }) => stores.metrics.state === 'connected');
  expect(await tableChecksums(workbench)).toEqual(wanted);
});

test('damaged metrics name the file and the command; made anew, the damaged file is kept', async () => {
  await workbench.stop();
  writeFileSync(metricsFile, 'this is no database '.repeat(1000));
  const none = await runCommand(['rebuild', 'tables', '--data', data]);
  expect(none).toMatchObject({ code: 2, stderr: expect.stringContaining('metrics [--from history]') });
  await start();
  const { stores } = await healthWhen(workbench.origin, ({ stores: { metrics } }) => metrics.state === 'down');
  expect(stores.metrics.lastError).toMatchObject({
    code: 'DAMAGED',
    message: expect.stringMatching(/metrics\.duckdb is damaged on the disk .*npm run rebuild -- metrics/),
  });
  // What a view asks fails with the same words, and not as an error of the workbench.
  await expect(contractOf(workbench).games.list({ scope: {}, limit: 1 })).rejects.toMatchObject({
    status: 422,
    message: expect.stringContaining('npm run rebuild -- metrics'),
  });
  await workbench.stop();
  // Without a running workbench the command does it by itself.
  const command = await runCommand(['rebuild', 'metrics', '--data', data]);
  expect(command).toMatchObject({ code: 0, stdout: expect.stringMatching(/metrics\.duckdb\.replaced-/) });
  expect(readdirSync(data).filter((name) => name.includes('.replaced-'))).not.toEqual([]);
  await start();
  await delivered(workbench.origin);
  expect(await tableChecksums(workbench)).toEqual(wanted);
  expect((await healthOf(workbench.origin)).status).toBe('ok');
});
