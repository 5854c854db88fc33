import { cpSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { type EventStore, isKillable, startEventStore } from '../../doubles/eventstoredb/event-store.ts';
import { readRecording } from '../../recordings.ts';
import { runCommand, ServedWorkbench } from '../../workbench.ts';
import { contractOf, delivered, partsOf, postLines } from './client.ts';
import { expectOnce, type Sent, tableRows } from './stored.ts';

const lines = readRecording('train-small.jsonl.gz').slice(0, 14_000);
const EARLY = 2000;
const LATE = 8000;
/** Everything that lies in a data folder after 2,000 events, and after 8,000 when it was killed. */
const made = mkdtempSync(join(tmpdir(), 'lost-journal-'));
const early = join(made, 'early');
const late = join(made, 'late');
let workbench: ServedWorkbench | undefined;

async function post(to: ServedWorkbench, from: number, end: number): Promise<void> {
  for (const batch of partsOf(lines.slice(from, end), 500))
    expect(await postLines(to.origin, batch)).toMatchObject({ status: 200, body: { accepted: batch.length } });
}

beforeAll(async () => {
  const first = await ServedWorkbench.start({ data: late });
  await post(first, 0, EARLY);
  await delivered(first.origin);
  await first.stop();
  cpSync(late, early, { recursive: true });
  const second = await ServedWorkbench.start({ data: late });
  await post(second, EARLY, LATE);
  await delivered(second.origin);
  await second.stop('SIGKILL');
  return () => rmSync(made, { recursive: true });
});

afterEach(() => workbench?.remove());

/** A copy of the folder that was killed, with the given files as they were earlier: put back, or never synced. */
function folderWith(earlier: readonly string[]): string {
  const data = mkdtempSync(join(tmpdir(), 'workbench-'));
  cpSync(late, data, { recursive: true });
  for (const name of readdirSync(data)) {
    if (!earlier.some((start) => name.startsWith(start))) continue;
    rmSync(join(data, name), { recursive: true });
  }
  for (const name of readdirSync(early)) {
    if (earlier.some((start) => name.startsWith(start)))
      cpSync(join(early, name), join(data, name), { recursive: true });
  }
  return data;
}

/** Sends what is left and checks that all of `expected` is in both stores, once. */
async function expectToGoOn(data: string, expected: readonly string[]): Promise<ServedWorkbench> {
  const started = await ServedWorkbench.start({ data });
  workbench = started;
  await post(started, LATE, lines.length);
  const health = await delivered(started.origin);
  expect(health).toMatchObject({ status: 'ok', journal: { position: lines.length } });
  const sent = lines.map((line): Sent => JSON.parse(line));
  expect((await tableRows(started)).get('game_metrics')).toBe(
    sent.filter(({ eventType }) => eventType === 'HandPlayed').length,
  );
  await expectOnce(
    join(data, 'history.sqlite'),
    expected.map((line): Sent => JSON.parse(line)),
  );
  return started;
}

/** What each table of the games holds, whatever the order of its rows. */
async function tableHashes(from: ServedWorkbench): Promise<readonly unknown[]> {
  const names = ['game_metrics', 'decision_points', 'economic_flow', 'game_results', 'game_antes', 'hands_by_day'];
  return Promise.all(
    names.map(async (name) => {
      const sql = `SELECT count(*), bit_xor(hash(t))::VARCHAR FROM ${name} t`;
      const { rows } = await contractOf(from).cookbook.sql({ sql, engine: 'duckdb', limit: 1 });
      return [name, rows];
    }),
  );
}

test('a journal that was moved away, as a damaged one may be: what comes next reaches both stores', async () => {
  const data = folderWith(['live.json']);
  renameSync(join(data, 'journal'), join(data, 'journal-set-aside'));
  const started = await expectToGoOn(data, lines);
  expect(await contractOf(started).health.detail()).toMatchObject({ quarantine: [], problems: [] });
});

test('a journal that lost its end in a power cut, as with journal.sync os; senders that send all again change nothing', async () => {
  const started = await expectToGoOn(folderWith(['live.json', 'journal', 'ledger']), lines);
  const tables = await tableHashes(started);
  for (const batch of partsOf(lines, 2000)) expect((await postLines(started.origin, batch)).status).toBe(200);
  await delivered(started.origin);
  expect(await tableHashes(started)).toEqual(tables);
  await expectOnce(
    join(started.data, 'history.sqlite'),
    lines.map((line): Sent => JSON.parse(line)),
  );
});

test('a store that had not got all of the journal that is gone goes on without, and says so', async () => {
  const data = folderWith(['history']);
  renameSync(join(data, 'journal'), join(data, 'journal-set-aside'));
  const started = await expectToGoOn(data, [...lines.slice(0, EARLY), ...lines.slice(LATE)]);
  const { quarantine } = await contractOf(started).health.detail();
  expect(quarantine).toMatchObject([{ source: 'history', code: 'NOT_IN_JOURNAL' }]);
  expect(quarantine[0]?.reason).toContain(`Events ${EARLY} to ${LATE - 1} are not in this journal`);
});

test('doctor tells how many events the stores have', async () => {
  const { stdout } = await runCommand(['doctor', '--data', folderWith([]), '--json']);
  const findings: Array<{ what: string; found: string }> = JSON.parse(stdout);
  const found = (what: string) => findings.find((finding) => finding.what === what)?.found;
  expect(found('Store of history')).toContain(`${LATE} events`);
  expect(found('Store of metrics')).toContain(`${LATE} events`);
});

test.skipIf(!isKillable)('a journal begun anew is not opened while a store cannot be asked how far it is', async () => {
  const store: EventStore = await startEventStore();
  const data = mkdtempSync(join(tmpdir(), 'workbench-'));
  const env = { WORKBENCH_HISTORY_ENGINE: 'eventstoredb', WORKBENCH_HISTORY_URL: store.url };
  workbench = await ServedWorkbench.start({ data, env });
  await post(workbench, 0, EARLY);
  await delivered(workbench.origin);
  await workbench.stop();
  renameSync(join(data, 'journal'), join(data, 'journal-set-aside'));
  await store.kill();
  const refused = await runCommand(['serve', '--data', data, '--port', '0'], env);
  expect(refused).toMatchObject({ code: 3, stdout: '' });
  expect(refused.stderr).toContain('The journal cannot be opened: it ends at event 0');
  expect(refused.stderr).toContain('Bring eventstoredb at');
  await store.start();
  workbench = await ServedWorkbench.start({ data, env });
  await post(workbench, EARLY, EARLY + 1000);
  expect(await delivered(workbench.origin)).toMatchObject({ journal: { position: EARLY + 1000 } });
  await store.stop();
});
