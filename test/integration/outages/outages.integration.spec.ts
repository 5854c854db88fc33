import { copyFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Health, Problem } from '../../../main-ingest/contract/health.ts';
import { streamOf } from '../../../main-ingest/event/stream.ts';
import { openEventStoreHistoryReader } from '../../../main-ingest/history/eventstoredb.ts';
import { openMetrics } from '../../../main-ingest/metrics/open.ts';
import { MetricsFold } from '../../../main-ingest/metrics/rows.ts';
import { TABLES } from '../../../main-ingest/metrics/tables.ts';
import { type EventStore, isKillable, startEventStore } from '../../doubles/eventstoredb/event-store.ts';
import { FaultyConnection } from '../../doubles/faulty-connection.ts';
import { RefusingHttp } from '../../doubles/refusing-http.ts';
import { type QuestdbServer, questdbMissing, startQuestdb } from '../../servers/questdb.ts';
import { SCHEMA_FILE } from '../../servers/questdb-schema.ts';
import { ON_SERVERS, serverSettings } from '../../servers/settings.ts';
import { ServedWorkbench } from '../../workbench.ts';
import { contractOf, delivered, healthOf, healthWhen } from '../engine/client.ts';
import { LIVE_RATE, LiveLoad } from './live-load.ts';

/** How long a server is away; a minute tells more about the backlog, and takes longer. */
const AWAY_MS = Number(process.env.WORKBENCH_TEST_OUTAGE_MS ?? 2000);

const missing = (await questdbMissing()) ?? (isKillable ? undefined : 'the event store may not be killed');
if (missing !== undefined) test.skip(`Outages are left out: ${missing}`);

type StoreName = keyof Health['stores'];

describe.skipIf(missing !== undefined)('a workbench on [real QuestDB] and an event store, under load', () => {
  let questdb: QuestdbServer;
  let store: EventStore;
  let toQuestdb: FaultyConnection;
  let toStore: FaultyConnection;
  let http: RefusingHttp;
  let admin: Pool;
  let workbench: ServedWorkbench;
  let load: LiveLoad;

  beforeAll(async () => {
    // In this mode a table can be suspended on purpose.
    [questdb, store] = await Promise.all([startQuestdb({ QDB_DEV_MODE_ENABLED: 'true' }), startEventStore()]);
    toQuestdb = await FaultyConnection.to(Number(new URL(questdb.url).port));
    http = await RefusingHttp.to(toQuestdb.port);
    toStore = await FaultyConnection.to(store.port);
    admin = new Pool({ connectionString: questdb.pgUrl, max: 1 });
    admin.on('error', () => undefined);
    const { pgUrl, readerUrl } = questdb;
    const url = `esdb://127.0.0.1:${toStore.port}?tls=false`;
    const env = { ...serverSettings({ url }, { url: http.url, pgUrl, readerUrl }), ...ON_SERVERS };
    workbench = await ServedWorkbench.start({ env });
    load = new LiveLoad(workbench.origin);
    load.start();
    await healthWhen(workbench.origin, ({ stores }) => isCaughtUp(stores.history) && isCaughtUp(stores.metrics));
  });
  afterAll(async () => {
    await load.end();
    await workbench.remove();
    await admin.end();
    await http.close();
    await Promise.all([toQuestdb.close(), toStore.close()]);
    await Promise.all([questdb.stop(), store.stop()]);
  });

  const health = (): Promise<Health> => healthOf(workbench.origin);
  const when = (wanted: (health: Health) => boolean) => healthWhen(workbench.origin, wanted);

  /** Takes stores away for a while, looks at what is said meanwhile, and waits until they have caught up. */
  async function away(
    names: readonly StoreName[],
    leave: () => Promise<void>,
    comeBack: () => Promise<void>,
  ): Promise<readonly Health['stores'][StoreName][]> {
    await leave();
    const down = await when(({ stores }) => names.every((name) => isInTrouble(stores[name])));
    await sleep(AWAY_MS);
    const { position } = (await health()).journal;
    const others = (['history', 'metrics'] as const).filter((name) => !names.includes(name));
    await when(({ stores }) => others.every((name) => stores[name].checkpoint >= position));
    const still = await health();
    for (const name of names) expect(isInTrouble(still.stores[name]), name).toBe(true);
    expect(still.status).not.toBe('ok');
    await comeBack();
    await Promise.all(names.map((name) => drained(name)));
    const up = await when((now) => now.status === 'ok' && names.every((name) => isCaughtUp(now.stores[name])));
    expect(up.stores).toMatchObject({ history: { state: 'connected' }, metrics: { state: 'connected' } });
    return names.map((name) => down.stores[name]);
  }

  /** Waits until a store has what waited for it, and prints how fast that went. */
  async function drained(name: StoreName): Promise<void> {
    const back = performance.now();
    const { checkpoint } = (await health()).stores[name];
    const { journal } = await health();
    let begun = back;
    for (;;) {
      const { stores } = await health();
      const now = performance.now();
      if (stores[name].checkpoint === checkpoint) begun = now;
      if (stores[name].checkpoint >= journal.position) {
        const events = stores[name].checkpoint - checkpoint;
        const rate = events / Math.max(0.001, (now - begun) / 1000);
        console.log(
          `${name}: ${events} events waited; begun after ${((begun - back) / 1000).toFixed(1)} s, ` +
            `then ${Math.round(rate)}/s, ${(rate / LIVE_RATE).toFixed(0)} times the live rate`,
        );
        return;
      }
      await sleep(10);
    }
  }

  test('the event store is killed and started again', async () => {
    const [down] = await away(
      ['history'],
      () => store.kill(),
      () => store.start(),
    );
    expect(down?.lastError?.message).not.toBe('');
  });

  test('QuestDB is killed and started again', async () => {
    const [down] = await away(
      ['metrics'],
      () => questdb.kill(),
      () => questdb.restart(),
    );
    expect(down?.lastError).toMatchObject({ code: 'UNREACHABLE' });
  });

  test('both are killed at once', async () => {
    await away(
      ['history', 'metrics'],
      async () => void (await Promise.all([store.kill(), questdb.kill()])),
      async () => void (await Promise.all([store.start(), questdb.restart()])),
    );
  });

  test.each(['history', 'metrics'] as const)(
    '%s: connections are cut after the commit and before the answer',
    async (name) => {
      const connection = name === 'history' ? toStore : toQuestdb;
      for (let cut = 0; cut < 3; cut += 1) {
        connection.loseAnswers();
        await sleep(300);
        connection.cut();
        const { position } = (await health()).journal;
        await when(({ stores }) => stores[name].checkpoint >= position);
      }
    },
  );

  test('the disk of QuestDB is full for a while', async () => {
    let told: readonly Problem[] = [];
    const [down] = await away(
      ['metrics'],
      async () => http.refuse(500, 'could not open read-write [errno=28] No space left on device'),
      async () => {
        told = (await contractOf(workbench).health.detail()).problems;
        http.accept();
      },
    );
    expect(down?.lastError).toMatchObject({ code: 'DISK_FULL' });
    expect(told.find(({ code }) => code === 'store-metrics')?.tip).toContain('Make room on the disk of QuestDB');
    expect(http.refused).toBeGreaterThan(0);
  });

  test('a table of QuestDB is suspended: nothing is held up, and it goes on by itself', async () => {
    let told = await health();
    while (!told.stores.metrics.notices?.some(({ code }) => code === 'table-suspended')) {
      // An application of rows that is under way takes the suspension back.
      await admin.query("ALTER TABLE game_metrics SUSPEND WAL WITH 28, 'No space left on device'");
      await sleep(200);
      told = await health();
    }
    expect(told.status).toBe('degraded');
    const { position } = (await health()).journal;
    await when(({ stores }) => Object.values(stores).every(({ checkpoint }) => checkpoint > position + LIVE_RATE));
    await expect
      .poll(() => admin.query('SELECT name FROM wal_tables() WHERE suspended').then(({ rowCount }) => rowCount), {
        timeout: 20_000,
      })
      .toBe(0);
    const after = await when(({ stores }) => stores.metrics.notices?.at(0)?.code === 'table-resumed');
    expect(after.status).toBe('ok');
    await expect
      .poll(async () => (await contractOf(workbench).health.detail()).problems)
      .toContainEqual(expect.objectContaining({ code: 'table-resumed', severity: 'note' }));
  });

  test('after all that nothing is lost and nothing is doubled', async () => {
    await load.end();
    await delivered(workbench.origin);
    await workbench.stop();
    const events = load.sent;

    const index = join(workbench.data, 'index-of-the-test.sqlite');
    for (const end of ['', '-wal']) {
      const file = join(workbench.data, `delivery.sqlite${end}`);
      if (existsSync(file)) copyFileSync(file, `${index}${end}`);
    }
    const history = await openEventStoreHistoryReader({ url: store.url, index });
    for (const [stream, written] of Map.groupBy(events, streamOf)) {
      const ids: string[] = [];
      for await (const { eventId } of history.read(stream)) ids.push(eventId);
      expect(ids).toEqual(written.map(({ eventId }) => eventId));
    }
    expect((await history.totals()).events).toBe(events.length);
    await history.close();

    const { rows } = new MetricsFold(new Map()).fold(events, events.length);
    const exportFolder = join(workbench.data, 'export');
    const metrics = await openMetrics({ kind: 'questdb', ...questdb, schemaFile: SCHEMA_FILE, exportFolder });
    await metrics.reader.settled();
    for (const table of TABLES) {
      if (table.name === 'system_metrics') continue;
      const sql = `SELECT count(*), count_distinct(timestamp) FROM ${table.name}`;
      const answer = await metrics.reader.query(sql, [], { maxRows: 1, timeoutMs: 60_000 });
      const expected = rows.get(table.name) ?? [];
      const keys = expected.map((row) => keyOf(table, row));
      const times = expected.map(([time]) => time);
      expect([table.name, ...(answer.rows[0] ?? [])]).toEqual([table.name, new Set(keys).size, new Set(times).size]);
    }
    await metrics.close();
  });
});

function keyOf(table: (typeof TABLES)[number], row: readonly unknown[]): string {
  return JSON.stringify(table.key.map((name) => row[table.columns.findIndex((column) => column.name === name)]));
}

function isInTrouble({ state, lastError }: Health['stores'][StoreName]): boolean {
  return state !== 'connected' && state !== 'starting' && lastError !== undefined;
}

function isCaughtUp({ state, lagEvents, checkpoint }: Health['stores'][StoreName]): boolean {
  return state === 'connected' && checkpoint > 0 && lagEvents < LIVE_RATE / 2;
}
