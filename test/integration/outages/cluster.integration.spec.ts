import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openEventStoreHistory, openEventStoreHistoryReader } from '../../../main-ingest/history/eventstoredb.ts';
import { DoubleEventStore } from '../../doubles/eventstoredb/double.ts';
import { readRecording } from '../../recordings.ts';
import { ServedWorkbench } from '../../workbench.ts';
import { contractOf, delivered, healthWhen, partsOf, postLines } from '../engine/client.ts';

const lines = readRecording('train-small.jsonl.gz').slice(0, 12_000);
const eventOf = (line: string): { readonly sessionId: string; readonly eventId: string; readonly eventType: string } =>
  JSON.parse(line);

describe('a workbench on a cluster whose leaders are killed [double EventStoreDB]', () => {
  let cluster: DoubleEventStore;
  let workbench: ServedWorkbench;
  let folder = '';

  beforeAll(async () => {
    cluster = await DoubleEventStore.start({ nodes: 3 });
    folder = mkdtempSync(join(tmpdir(), 'cluster-'));
    const WORKBENCH_HISTORY_URL = `esdb://${cluster.hosts}?tls=false`;
    workbench = await ServedWorkbench.start({
      env: { WORKBENCH_HISTORY_ENGINE: 'eventstoredb', WORKBENCH_HISTORY_URL },
    });
  });

  afterAll(async () => {
    await workbench.remove();
    await cluster.stop();
    rmSync(folder, { recursive: true });
  });

  test('three in a row: nothing is lost, doubled or out of order, and the node in use is shown', async () => {
    let isAttacked = true;
    const posting = (async () => {
      for (const part of partsOf(lines, 100)) {
        expect((await postLines(workbench.origin, part)).status).toBe(200);
        // The load lasts for as long as nodes are killed.
        if (isAttacked) await sleep(250);
      }
    })();
    const killed: string[] = [];
    for (let kill = 0; kill < 3; kill += 1) {
      const port = await cluster.killLeader();
      killed.push(`127.0.0.1:${port}`);
      const { stores } = await healthWhen(
        workbench.origin,
        ({ stores: { history } }) =>
          /^127\.0\.0\.1:\d+$/.test(history.address ?? '') && history.address !== killed.at(-1),
      );
      expect(cluster.ports.map((each) => `127.0.0.1:${each}`)).toContain(stores.history.address);
      await cluster.startNode(port);
      if (kill === 2) expect(new Set(killed).size).toBeGreaterThan(1);
    }
    isAttacked = false;
    await posting;
    expect((await delivered(workbench.origin)).status).toBe('ok');

    const options = { url: `esdb://${cluster.hosts}?tls=false`, index: join(folder, 'index.sqlite') };
    await (await openEventStoreHistory(options, () => {})).close();
    const reader = await openEventStoreHistoryReader(options);
    const games = Map.groupBy(lines.map(eventOf), ({ sessionId }) => sessionId);
    for (const [sessionId, events] of games) {
      const ids: string[] = [];
      for await (const { eventId } of reader.read(`game-${sessionId}`)) ids.push(eventId);
      const ofGame = events.filter(({ eventType }) => !OF_OTHER_STREAMS.has(eventType));
      expect(ids).toEqual(ofGame.map(({ eventId }) => eventId));
    }
    await reader.close();
    const [first = ''] = games.keys();
    expect((await contractOf(workbench).replay.summary({ sessionId: first })).game.sessionId).toBe(first);
  });
});

const OF_OTHER_STREAMS: ReadonlySet<string> = new Set([
  'StrategyDiscovered',
  'MetricRecorded',
  'ModelCheckpoint',
  'ComponentError',
]);
