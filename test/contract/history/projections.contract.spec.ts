import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventStoreDBClient } from '@eventstore/db-client';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { MetricsSink } from '../../../main-ingest/delivery/metrics-sink.ts';
import { openEventStoreHistory } from '../../../main-ingest/history/eventstoredb.ts';
import {
  PROJECTIONS,
  type ProjectionName,
  projected,
  serverName,
} from '../../../main-ingest/history/projections/projections.ts';
import { type Duckdb, openDuckdb } from '../../../main-ingest/metrics/duckdb.ts';
import { startEventStore } from '../../doubles/eventstoredb/event-store.ts';
import { recordedEvents } from '../../recordings.ts';

const events = recordedEvents('train-small.jsonl.gz');

let folder = '';
let duckdb: Duckdb;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'projections-'));
  duckdb = await openDuckdb({
    file: join(folder, 'm.duckdb'),
    memoryLimitMb: 512,
    exportFolder: join(folder, 'export'),
  });
  const sink = new MetricsSink(duckdb.writer, { close: async () => {} });
  await sink.write(events, events.length);
});

afterAll(async () => {
  await duckdb.close();
  rmSync(folder, { recursive: true });
});

/** `{name: {games, wins}}` of three columns. */
async function counted(sql: string): Promise<Record<string, { games: number; wins: number }>> {
  const { rows } = await duckdb.reader.query(sql, [], { maxRows: 100_000, timeoutMs: 30_000 });
  return Object.fromEntries(rows.map(([name, games, wins]) => [name, { games: Number(games), wins: Number(wins) }]));
}

/** What the embedded store answers to the same question. */
const embedded: Readonly<Record<ProjectionName, () => Promise<unknown>>> = {
  'joker-combinations': async () => {
    const [all] = Object.values(
      await counted("SELECT '' AS name, count(*), count(*) FILTER (outcome = 'win') FROM game_results"),
    );
    const bySize = (size: number) =>
      counted(`SELECT joker_combination, count(*), count(*) FILTER (outcome = 'win') FROM joker_synergies
               WHERE size = ${size} GROUP BY joker_combination`);
    const jokers = await counted(`SELECT joker, count(*), count(*) FILTER (outcome = 'win')
      FROM (SELECT DISTINCT session_id, outcome, unnest(string_split(joker_combo, '+')) AS joker FROM game_results)
      WHERE joker <> '' GROUP BY joker`);
    return { ...all, jokers, pairs: await bySize(2) };
  },
  'winning-strategies': async () => ({
    running: {},
    strategies: await counted(`SELECT strategy_id, count(*), count(*) FILTER (outcome = 'win')
                               FROM game_results GROUP BY strategy_id`),
  }),
};

test('a changed source is another projection', () => {
  expect(serverName('winning-strategies')).toMatch(/^workbench-winning-strategies-[0-9a-f]{8}$/);
});

test('the server runs them and comes to the same', async () => {
  const store = await startEventStore();
  const client = EventStoreDBClient.connectionString(store.url);
  // Opening a history is what makes them.
  const writer = await openEventStoreHistory({ url: store.url, index: join(folder, 'index.sqlite') }, () => {});
  await writer.append(events, events.length);
  for (const name of PROJECTIONS) {
    const expected = await embedded[name]();
    await vi.waitFor(async () => expect(await projected(client, name)).toEqual(expected), {
      timeout: 50_000,
      interval: 500,
    });
  }
  await vi.waitFor(() => expect(writer.observation?.()).toEqual({ remark: 'runs 2 of 2 projections', notices: [] }), {
    timeout: 10_000,
  });
  await writer.close();
  await client.dispose();
  await store.stop();
});
