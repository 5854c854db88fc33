import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MigrationResult } from '../../../main-ingest/migration/migration.ts';
import { type EventStore, startEventStore } from '../../doubles/eventstoredb/event-store.ts';
import { readRecording } from '../../recordings.ts';
import { type QuestdbServer, questdbMissing, startQuestdb } from '../../servers/questdb.ts';
import { ON_SERVERS, serverSettings } from '../../servers/settings.ts';
import { cli, runCommand, ServedWorkbench } from '../../workbench.ts';
import { contractOf, delivered, partsOf, postLines } from '../engine/client.ts';

const missing = await questdbMissing();
const lines = readRecording('train-small.jsonl.gz');
/** The recording breaks off before this, so that games are in flight, and goes on on the other side. */
const FIRST = 25_000;

if (missing !== undefined) test.skip(`QuestDB is left out: ${missing}`);

describe.skipIf(missing !== undefined)('between the data folder and [real QuestDB] with an event store', () => {
  let questdb: QuestdbServer;
  let store: EventStore;
  let workbench: ServedWorkbench;
  let servers: Record<string, string>;

  beforeAll(async () => {
    [questdb, store] = await Promise.all([startQuestdb(), startEventStore()]);
    servers = serverSettings(store, questdb);
    workbench = await ServedWorkbench.start();
    await post(lines.slice(0, FIRST));
  });
  afterAll(async () => {
    await workbench.remove();
    await Promise.all([questdb.stop(), store.stop()]);
  });

  const post = async (some: readonly string[]): Promise<void> => {
    for (const batch of partsOf(some, 2000)) expect((await postLines(workbench.origin, batch)).status).toBe(200);
    await delivered(workbench.origin);
  };
  const migrateArgs = (from: string, to: string) => ['migrate', '--from', from, '--to', to, '--data', workbench.data];
  const migrate = async (from: string, to: string): Promise<MigrationResult> => {
    const { code, stdout, stderr } = await runCommand([...migrateArgs(from, to), '--json'], servers);
    expect([code, stderr]).toEqual([0, expect.stringContaining('comparing')]);
    return JSON.parse(stdout);
  };

  test('refuses a folder that is in use, and wrong words', async () => {
    const inUse = await runCommand(migrateArgs('embedded', 'server'), servers);
    expect(inUse).toMatchObject({ code: 3, stderr: expect.stringContaining('in use') });
    expect(await runCommand(migrateArgs('embedded', 'embedded'), servers)).toMatchObject({ code: 2 });
    expect(await runCommand(migrateArgs('here', 'there'), servers)).toMatchObject({ code: 2 });
    await workbench.stop();
  });

  test('killed again and again it goes on, and both sides hold the same', async () => {
    for (const moment of ['copying events', 'copying game_metrics', 'comparing events']) {
      await killedAt(moment, [...migrateArgs('embedded', 'server')]);
    }
    const { history, metrics } = await migrate('embedded', 'server');
    expect(history).toMatchObject({ events: FIRST, differences: [], refused: [], checkpoint: FIRST });
    expect(history?.checksum.source).toBe(history?.checksum.target);
    expect(metrics?.checkpoint).toBe(FIRST);
    for (const { rows, checksum } of metrics?.tables ?? []) {
      expect([rows.target, checksum.target]).toEqual([rows.source, checksum.source]);
    }
    expect(metrics?.tables.find(({ table }) => table === 'game_metrics')?.rows.source).toBeGreaterThan(1000);
    expect(existsSync(join(workbench.data, 'migration.json'))).toBe(false);
  });

  test('on the servers delivery goes on where it was: games in flight end with the rows that they always had', async () => {
    workbench = await ServedWorkbench.start({ data: workbench.data, env: { ...servers, ...ON_SERVERS } });
    await post(lines.slice(FIRST));
    await expect.poll(() => wins(workbench), { timeout: 30_000 }).toEqual(await winsOfOneThatStayed());
    await workbench.stop();
  });

  test('what is newer is not overwritten by what is older', async () => {
    const { code, stderr } = await runCommand(migrateArgs('embedded', 'server'), servers);
    expect([code, stderr]).toEqual([3, expect.stringContaining('newer')]);
  });

  test('and back into new embedded stores', async () => {
    for (const name of ['history.sqlite', 'history.sqlite-wal', 'history.sqlite-shm', 'metrics.duckdb']) {
      rmSync(join(workbench.data, name), { force: true });
    }
    const { history, metrics } = await migrate('server', 'embedded');
    expect(history).toMatchObject({ events: lines.length, differences: [], checkpoint: lines.length });
    for (const { rows, checksum } of metrics?.tables ?? []) {
      expect([rows.target, checksum.target]).toEqual([rows.source, checksum.source]);
    }
    workbench = await ServedWorkbench.start({ data: workbench.data });
    expect((await delivered(workbench.origin)).status).toBe('ok');
    expect(await wins(workbench)).toEqual(await winsOfOneThatStayed());
  });

  /** Starts the command and kills it at once when it says that. */
  async function killedAt(moment: string, args: readonly string[]): Promise<void> {
    const child = spawn(process.execPath, [cli, ...args], {
      env: { ...process.env, ...servers },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const ended = once(child, 'exit');
    for await (const line of createInterface({ input: child.stderr })) {
      if (line.startsWith(moment)) child.kill('SIGKILL');
    }
    expect(await ended).toEqual([null, 'SIGKILL']);
  }
});

let stayed: Promise<unknown> | undefined;

/** The answer of a workbench that never moved. */
function winsOfOneThatStayed(): Promise<unknown> {
  stayed ??= (async () => {
    const other = await ServedWorkbench.start();
    for (const batch of partsOf(lines, 2000)) await postLines(other.origin, batch);
    await delivered(other.origin);
    const answer = await wins(other);
    await other.remove();
    return answer;
  })();
  return stayed;
}

async function wins(workbench: ServedWorkbench): Promise<unknown> {
  const { cookbook } = contractOf(workbench);
  const answers: unknown[] = [];
  for (const recipe of ['win-rate', 'hand-types', 'ante-reached']) {
    answers.push((await cookbook.run({ recipe, params: {}, scope: {}, limit: 100 })).rows);
  }
  return answers;
}
