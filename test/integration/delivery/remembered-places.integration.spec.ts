import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openEventStoreHistoryReader } from '../../../main-ingest/history/eventstoredb.ts';
import { DoubleEventStore } from '../../doubles/eventstoredb/double.ts';
import { readRecording } from '../../recordings.ts';
import { runCommand, ServedWorkbench } from '../../workbench.ts';
import { delivered, healthWhen, partsOf, postLines } from '../engine/client.ts';

const lines = readRecording('train-small.jsonl.gz').slice(0, 3000);

/** The address of a port where nobody answers, and how to close it. */
async function silent(): Promise<{ readonly port: number; close(): void }> {
  const server = createServer((socket) => socket.on('error', () => {}));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return { port: typeof address === 'object' && address !== null ? address.port : 0, close: () => server.close() };
}

describe('a data folder remembers where its events are [double EventStoreDB, real SQLite and DuckDB]', () => {
  let first: DoubleEventStore;
  let second: DoubleEventStore;
  let workbench: ServedWorkbench;

  beforeAll(async () => {
    [first, second] = await Promise.all([DoubleEventStore.start(), DoubleEventStore.start()]);
    workbench = await ServedWorkbench.start({ env: on(first) });
    await post(lines.slice(0, 2000));
    expect((await delivered(workbench.origin)).stores.history.kind).toBe('eventstoredb');
    await workbench.stop();
  });

  afterAll(async () => {
    await workbench.remove();
    await Promise.all([first.stop(), second.stop()]);
  });

  const urlOf = (server: DoubleEventStore) => `esdb://${server.hosts}?tls=false`;
  const on = (server: DoubleEventStore) => ({
    WORKBENCH_HISTORY_ENGINE: 'eventstoredb',
    WORKBENCH_HISTORY_URL: urlOf(server),
  });
  const post = async (some: readonly string[]) => {
    for (const batch of partsOf(some, 500)) expect((await postLines(workbench.origin, batch)).status).toBe(200);
  };
  const again = async (env: Record<string, string> = {}) => {
    workbench = await ServedWorkbench.start({ data: workbench.data, env });
  };
  const eventsOn = async (server: DoubleEventStore) => {
    const index = join(workbench.data, 'delivery.sqlite');
    const reader = await openEventStoreHistoryReader({ url: urlOf(server), index });
    let events = 0;
    for (const [stream] of await reader.streams()) for await (const _ of reader.read(stream)) events += 1;
    await reader.close();
    return events;
  };

  test('a forgotten setting: it is said where they are and how to go on, nothing is made, and nothing is lost', async () => {
    await again();
    expect(workbench.said).toContain(`EventStoreDB at ${first.hosts}`);
    const { stores } = await healthWhen(workbench.origin, ({ stores: { history } }) => history.state === 'down');
    expect(stores.history.lastError).toMatchObject({ code: 'ELSEWHERE' });
    expect(stores.history.lastError?.message).toContain(`EventStoreDB at ${first.hosts}`);
    expect(stores.history.lastError?.message).toContain('history.engine: eventstoredb (WORKBENCH_HISTORY_ENGINE)');
    expect(stores.history.lastError?.message).toContain('--from server --to embedded --only history');
    await post(lines.slice(2000));
    await healthWhen(workbench.origin, ({ stores: { metrics } }) => metrics.checkpoint === lines.length);
    await workbench.stop();
    expect(existsSync(join(workbench.data, 'history.sqlite'))).toBe(false);
    await again(on(first));
    expect((await delivered(workbench.origin)).status).toBe('ok');
    await workbench.stop();
    expect(await eventsOn(first)).toBe(lines.length);
  });

  test('commands without that setting: query asks the metrics, doctor and migrate say where the histories are', async () => {
    const at = ['--data', workbench.data];
    const query = await runCommand(['query', '--sql', 'SELECT count(*) > 0 AS some FROM game_metrics', ...at]);
    expect(query).toMatchObject({ code: 0, stdout: expect.stringContaining('true') });
    const doctor = await runCommand(['doctor', ...at]);
    expect(doctor).toMatchObject({ code: 1, stdout: expect.stringContaining(`EventStoreDB at ${first.hosts}`) });
    const migrate = await runCommand(['migrate', '--from', 'embedded', '--to', 'server', '--only', 'history', ...at], {
      WORKBENCH_HISTORY_URL: urlOf(second),
    });
    expect(migrate).toMatchObject({ code: 3, stderr: expect.stringContaining(`EventStoreDB at ${first.hosts}`) });
    expect(existsSync(join(workbench.data, 'history.sqlite'))).toBe(false);
  });

  test('another server that lacks them is told from one that was emptied', async () => {
    await again(on(second));
    const { stores } = await healthWhen(workbench.origin, ({ stores: { history } }) => history.lastError !== undefined);
    expect(stores.history.lastError).toMatchObject({ code: 'OTHER_SERVER' });
    expect(stores.history.lastError?.message).toContain(
      `EventStoreDB at ${first.hosts}; EventStoreDB at ${second.hosts}`,
    );
    await workbench.stop();
  });

  test('moved away and onto a new, empty server, they are all there, and it goes on', async () => {
    const move = (from: string, to: string, server: DoubleEventStore) =>
      runCommand(
        ['migrate', '--from', from, '--to', to, '--only', 'history', '--data', workbench.data, '--json'],
        on(server),
      );
    expect(await move('server', 'embedded', first)).toMatchObject({ code: 0 });
    const moved = await move('embedded', 'server', second);
    expect([moved.code, JSON.parse(moved.stdout)]).toMatchObject([
      0,
      { history: { events: lines.length, differences: [], refused: [], checkpoint: lines.length } },
    ]);
    await again(on(second));
    expect((await delivered(workbench.origin)).status).toBe('ok');
    await workbench.stop();
    expect(await eventsOn(second)).toBe(lines.length);
  });

  test('a query does not wait for a history, and says what it waits for where the metrics are away', async () => {
    const nobody = await silent();
    const at = ['--data', workbench.data];
    const asked = ['query', '--sql', 'SELECT count(*) > 0 AS some FROM game_metrics', ...at];
    const withoutHistory = await runCommand(asked, {
      WORKBENCH_HISTORY_ENGINE: 'eventstoredb',
      WORKBENCH_HISTORY_URL: `esdb://127.0.0.1:${nobody.port}?tls=false`,
    });
    expect(withoutHistory).toMatchObject({ code: 0, stdout: expect.stringContaining('true') });
    expect(withoutHistory.stderr).not.toContain('Waiting for the history');
    nobody.close();
    const elsewhere = await runCommand(asked, { WORKBENCH_METRICS_ENGINE: 'questdb' });
    expect(elsewhere.code).toBe(3);
    expect(elsewhere.stderr).toContain('The tables of this data folder are in DuckDB');
    expect(elsewhere.stderr).toContain('metrics.engine: duckdb (WORKBENCH_METRICS_ENGINE)');
  });
});
