import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDefinedError, ORPCError, safe } from '@orpc/client';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { openEventStoreHistoryReader } from '../../../main-ingest/history/eventstoredb.ts';
import { examineSqliteHistory } from '../../../main-ingest/history/sqlite-examine.ts';
import { DoubleEventStore } from '../../doubles/eventstoredb/double.ts';
import { flipBit, spoil } from '../../flipped.ts';
import { readRecording } from '../../recordings.ts';
import { runCommand, ServedWorkbench } from '../../workbench.ts';
import { contractOf, delivered, healthWhen, partsOf, postLines } from '../engine/client.ts';
import { tableChecksums } from './answers.ts';

/** Each tip is followed to the letter, and afterwards everything is there, once. */
const lines = readRecording('train-small.jsonl.gz').slice(0, 3_000);
const SMALL_SEGMENTS = { WORKBENCH_JOURNAL_SEGMENT_BYTES: String(64 << 10) };
const home = mkdtempSync(join(tmpdir(), 'tips-'));
const recording = join(home, 'games.jsonl');
writeFileSync(recording, `${lines.join('\n')}\n`);
let data = '';
let workbench: ServedWorkbench;

beforeEach(() => {
  data = mkdtempSync(join(home, 'data-'));
});
afterEach(() => workbench.stop());
afterAll(() => rmSync(home, { recursive: true, force: true }));

async function start(env: Readonly<Record<string, string>> = {}): Promise<void> {
  workbench = await ServedWorkbench.start({ data, env: { ...SMALL_SEGMENTS, ...env } });
}

async function post(from: number, to: number): Promise<void> {
  for (const batch of partsOf(lines.slice(from, to), 500)) {
    expect((await postLines(workbench.origin, batch)).status).toBe(200);
  }
}

/** Delivered by both stores, and those before `position` no longer in the journal. */
async function trimmed(position = 1): Promise<void> {
  await delivered(workbench.origin);
  await healthWhen(workbench.origin, ({ journal }) => journal.oldest >= position);
}

/** Place of a run in a history's file which the file cannot do without. */
function usedRun(file: string): number {
  const bytes = readFileSync(file);
  const copy = join(home, 'copy.sqlite');
  for (let at = bytes.indexOf('BWR2'); at !== -1; at = bytes.indexOf('BWR2', at + 1)) {
    writeFileSync(copy, bytes);
    flipBit(copy, 8 * (at + 60) + 1);
    const { lost } = examineSqliteHistory(copy);
    for (const ending of ['', '-wal', '-shm']) rmSync(copy + ending, { force: true });
    if (lost.length > 0) return at + 60;
  }
  return expect.fail('no run is in use');
}

test('events that a damaged history lost come back from their recording, and nothing is there twice [real SQLite, real DuckDB]', async () => {
  await start();
  expect((await runCommand(['import', recording, '--data', data])).code).toBe(0);
  await trimmed();
  const tables = await tableChecksums(workbench);
  await workbench.stop();
  const history = join(data, 'history.sqlite');
  const whole = examineSqliteHistory(history).events;
  flipBit(history, 8 * usedRun(history) + 1);

  const doctor = await runCommand(['doctor', '--data', data]);
  expect(doctor.stdout).toMatch(/history\.sqlite.*--repair/s);
  const repaired = await runCommand(['doctor', '--repair', '--data', data]);
  expect(repaired.stdout).toMatch(/move ledger\.sqlite away, import their recordings again .* rebuild -- metrics/s);
  expect(examineSqliteHistory(history).events).toBeLessThan(whole);

  for (const ending of ['', '-wal', '-shm']) {
    const file = join(data, `ledger.sqlite${ending}`);
    rmSync(file, { force: ending !== '' });
  }
  expect((await runCommand(['import', recording, '--data', data])).code).toBe(0);
  const rebuilt = await runCommand(['rebuild', 'metrics', '--data', data]);
  expect([rebuilt.code, rebuilt.stderr]).toEqual([0, expect.anything()]);
  await start();
  await delivered(workbench.origin);
  expect(await tableChecksums(workbench)).toEqual(tables);
  await workbench.stop();
  expect(examineSqliteHistory(history)).toMatchObject({ events: whole, lost: [] });
  expect((await runCommand(['doctor', '--data', data])).code).toBe(0);
});

test('a history from an old backup goes on without what is in neither, once doctor was told to [real SQLite]', async () => {
  const history = join(data, 'history.sqlite');
  const backup = join(home, 'backup.sqlite');
  await start();
  await post(0, 1_000);
  await trimmed();
  await workbench.stop();
  copyFileSync(history, backup);
  await start();
  await post(1_000, 2_500);
  await trimmed(1_001);
  await workbench.stop();
  copyFileSync(backup, history);

  await start();
  const { stores } = await healthWhen(workbench.origin, ({ stores: { history } }) => history.state === 'down');
  expect(stores.history.lastError).toMatchObject({ code: 'TRIMMED', message: expect.stringContaining('--repair') });
  // What comes in meanwhile waits, and the metrics go on.
  await post(2_500, 2_700);
  await healthWhen(workbench.origin, ({ stores: { metrics }, journal }) => metrics.checkpoint === journal.position);
  await workbench.stop();
  expect((await runCommand(['doctor', '--repair', '--data', data])).stdout).toContain('it goes on without them');
  await start();
  await post(2_700, 3_000);
  expect((await delivered(workbench.origin)).status).toBe('ok');
  await workbench.stop();
  const { events, lost } = examineSqliteHistory(history);
  expect([events > 1_400, lost]).toEqual([true, []]);
});

test('a damaged delivery.sqlite, and an old one that was moved away, are made anew of what the server has [double EventStoreDB]', async () => {
  const server = await DoubleEventStore.start();
  const url = `esdb://${server.hosts}?tls=false`;
  const env = { WORKBENCH_HISTORY_ENGINE: 'eventstoredb', WORKBENCH_HISTORY_URL: url };
  const index = join(data, 'delivery.sqlite');
  const backup = join(home, 'delivery.backup');
  await start(env);
  await post(0, 500);
  await delivered(workbench.origin);
  await workbench.stop();
  copyFileSync(index, backup);
  await start(env);
  await post(500, 2_000);
  await trimmed(501);
  await workbench.stop();
  spoil(index, 100, 4096);

  const doctor = await runCommand(['doctor', '--data', data], env);
  expect(doctor.stdout).toMatch(/delivery\.sqlite.*The next start sets it aside, and makes it anew/s);
  await start(env);
  await post(2_000, 2_500);
  const { stores } = await delivered(workbench.origin);
  expect(stores.history.lastError).toBeUndefined();
  const { problems } = await contractOf(workbench).health.detail();
  expect(JSON.stringify(problems)).toContain(
    'delivery.sqlite was damaged and has been begun anew, of what EventStoreDB',
  );
  await workbench.stop();

  copyFileSync(backup, index);
  await start(env);
  const old = await healthWhen(workbench.origin, ({ stores: { history } }) => history.state === 'down');
  expect(old.stores.history.lastError).toMatchObject({
    code: 'TRIMMED',
    message: expect.stringContaining('move delivery.sqlite away'),
  });
  await workbench.stop();
  rmSync(index);
  await start(env);
  await post(2_500, 3_000);
  await delivered(workbench.origin);
  await workbench.stop();
  const reader = await openEventStoreHistoryReader({ url, index });
  const ids: string[] = [];
  for (const [stream] of await reader.streams()) for await (const { eventId } of reader.read(stream)) ids.push(eventId);
  await reader.close();
  await server.stop();
  expect([ids.length, new Set(ids).size]).toEqual([lines.length, lines.length]);
});

test('damage that a question meets while the workbench runs is 503 in words, and a problem in health [real SQLite]', async () => {
  await start();
  await post(0, 2_000);
  await trimmed();
  await workbench.stop();
  flipBit(join(data, 'history.sqlite'), 8 * usedRun(join(data, 'history.sqlite')) + 1);
  await start();
  const { replay, health } = contractOf(workbench);
  const refusals: ORPCError<string, unknown>[] = [];
  const sessions = new Set(lines.slice(0, 2_000).map((line): string => JSON.parse(line).sessionId));
  for (const sessionId of sessions) {
    const [error] = await safe(replay.summary({ sessionId }));
    if (error instanceof ORPCError && !isDefinedError(error)) refusals.push(error);
  }
  expect(refusals.length).toBeGreaterThan(0);
  for (const { code, status, message, data: detail } of refusals) {
    expect({ code, status, message }).toEqual({
      code: expect.stringMatching(/^STORAGE_/),
      status: 503,
      message: expect.stringContaining('damaged'),
    });
    expect(JSON.stringify(detail) + message).toContain('npm run doctor');
  }
  const { problems } = await health.detail();
  expect(JSON.stringify(problems)).toContain('damaged');
});
