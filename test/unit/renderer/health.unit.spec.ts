import { expect, test } from 'vitest';
import type { Health, HealthDetail, HealthSample, StoreHealth } from '../../../main-ingest/contract/health.ts';
import { connectionsOf } from '../../../renderer/views/health/connection.ts';
import { lagSpec, rateSpec } from '../../../renderer/views/health/health-specs.ts';
import { nextTry, outagesOf, rebuildInWords, stepsFor } from '../../../renderer/views/health/outage.ts';
import {
  aboutDuration,
  fullInMs,
  journalGrowth,
  thinned,
  withSamples,
} from '../../../renderer/views/health/samples.ts';
import { inflows } from '../../../renderer/views/health/sources.ts';
import {
  newestSpan,
  type Table,
  tableState,
  tablesInWords,
  tableTitle,
} from '../../../renderer/views/health/table-words.ts';
import { wireWidth } from '../../../renderer/views/health/wire.tsx';

const START = Date.parse('2026-10-03T09:00:00Z');

function sample(second: number, more: Partial<HealthSample> = {}): HealthSample {
  return {
    at: new Date(START + second * 1000).toISOString(),
    eventsPerSecond: 100,
    bySource: [{ source: 'mod', eventsPerSecond: 100 }],
    historyLagMs: 0,
    metricsLagMs: 0,
    acknowledgeMs: { p50: 1, p99: 2, p999: 3 },
    memoryBytes: 1e8,
    journalBytes: 1e6,
    ...more,
  };
}

const store = (more: Partial<StoreHealth> = {}): StoreHealth => ({
  kind: 'sqlite',
  state: 'connected',
  since: '2026-10-03T08:00:00Z',
  checkpoint: 1000,
  lagEvents: 0,
  lagMs: 0,
  eventsPerSecond: 100,
  quarantined: 0,
  ...more,
});

const health = (stores: Partial<Health['stores']> = {}): Health => ({
  status: 'ok',
  version: '1.2.3',
  uptimeMs: 60_000,
  journal: { position: 1000, oldest: 0, bytes: 1e9, maxBytes: 4e9, sync: 'always' },
  stores: { history: store(), metrics: store({ kind: 'duckdb' }), ...stores },
  intake: { events: 1000, duplicates: 0, rejected: 0, eventsPerSecond: 100 },
  gamesInFlight: 2,
});

const detail = (more: Partial<HealthDetail> = {}): HealthDetail => ({
  health: health(),
  dataFolder: '/data',
  address: 'http://127.0.0.1:4680',
  diskFreeBytes: 1e10,
  samples: [sample(0), sample(1)],
  storedBytes: { history: null, metrics: null },
  asked: { state: 'connected', since: '2026-10-03T09:00:00Z' },
  tables: [],
  memory: [],
  quarantine: [],
  problems: [],
  ...more,
});

const down = store({
  kind: 'questdb',
  state: 'down',
  since: '2026-10-03T09:28:02Z',
  retryAt: '2026-10-03T09:30:20Z',
  attempts: 11,
  lagEvents: 1_622_400,
  address: '127.0.0.1:9000',
});

test('samples are joined, each once, none older than a quarter of an hour', () => {
  const before = [sample(0), sample(899), sample(900)];
  expect(withSamples(before, [sample(900), sample(901)]).map(({ at }) => at)).toEqual(
    [sample(899), sample(900), sample(901)].map(({ at }) => at),
  );
  expect(withSamples([], [])).toEqual([]);
  expect(withSamples([sample(5)], [])).toHaveLength(1);
});

test('the journal’s growth, and when it is full', () => {
  const samples = [0, 10, 20].map((second) => sample(second, { journalBytes: second * 3e6 }));
  expect(journalGrowth(samples)).toBe(3e6);
  expect(fullInMs({ bytes: 1e9, maxBytes: 4e9 }, 3e6)).toBe(1_000_000);
  expect(fullInMs({ bytes: 1e9, maxBytes: 4e9 }, 0)).toBeNull();
  // Segments that were given up are no growth.
  expect(journalGrowth([sample(0, { journalBytes: 9e6 }), sample(5, { journalBytes: 1e6 })])).toBe(0);
  expect(journalGrowth([])).toBe(0);
});

test('spans in words', () => {
  expect([30_000, 41 * 60_000, 300 * 60_000, 4 * 86_400_000].map(aboutDuration)).toEqual([
    'a minute',
    '41 min',
    '5 h',
    '4 d',
  ]);
});

test('many points become few', () => {
  const sums = thinned([1, 2, 3, 4, 5], 2, (some) => some.reduce((a, b) => a + b, 0));
  expect(sums).toEqual([6, 9]);
  expect(thinned([1, 2], 10, ([first = 0]) => first)).toEqual([1, 2]);
});

test('who posts and what is imported are two ways in', () => {
  const bySource = [
    { source: 'mod', eventsPerSecond: 90 },
    { source: 'train.jsonl.gz', eventsPerSecond: 400 },
  ];
  const [http, recordings] = inflows([sample(0), sample(1, { bySource }), sample(2, { bySource })]);
  expect(http).toMatchObject({ names: ['mod'], rate: (100 + 90 + 90) / 3 });
  expect(recordings).toMatchObject({ names: ['train.jsonl.gz'], rate: 800 / 3 });
});

test('an outage says since when, what waits, and that nothing is lost', () => {
  expect(outagesOf(health())).toEqual([]);
  const [outage] = outagesOf(health({ metrics: down }));
  expect(outage).toMatchObject({
    store: 'metrics',
    title: 'QuestDB is down',
    meaning: '1.62 M events wait in the journal, nothing is lost',
    stale: 'Charts and lists stand at 09:28:02; replays go on',
  });
  expect(outage && nextTry(outage, Date.parse('2026-10-03T09:30:12Z'))).toBe('try 12 in 8 s');
  expect(nextTry({ retryAt: undefined, attempts: 0 }, 0)).toBe('try 1 is under way');
  const both = outagesOf(health({ history: store({ state: 'degraded' }), metrics: down }));
  expect(both.map(({ title }) => title)).toEqual(['QuestDB is down', 'SQLite is unsteady']);
  // What would go on by itself does not while both are away.
  expect(both[0]?.stale).toBe('Charts and lists stand at 09:28:02');
});

test('what to do names the server or the file', () => {
  const now = Date.parse('2026-10-03T09:30:00Z');
  const steps = (stores: Partial<Health['stores']>, fullIn: number | null) => {
    const state = health(stores);
    const [outage] = outagesOf(state);
    if (!outage) throw new Error('an outage');
    return stepsFor({ outage, health: state, dataFolder: '/data', fullIn, now });
  };
  const server = steps({ metrics: down }, 41 * 60_000);
  expect(server[0]?.text).toBe('No hurry: events are kept for about 41 min more, until 10:11');
  expect(server[1]).toEqual({ text: 'See whether QuestDB runs at', code: '127.0.0.1:9000' });
  const file = steps({ history: store({ state: 'down' }) }, null);
  expect(file[0]?.text).toContain('has room');
  expect(file[1]?.code).toBe('/data/history.sqlite');
});

test('charts show the moment at which a store went away', () => {
  const shown = detail({ health: health({ metrics: down }) });
  expect(lagSpec(shown).marks).toEqual([{ x: Date.parse(down.since), label: 'metrics down' }]);
  expect(lagSpec(shown).series.map(({ name }) => name)).toEqual(['history', 'metrics']);
  expect(rateSpec(detail()).series.map(({ name }) => name)).toEqual(['mod']);
});

test('connections say where, since when and how far behind', () => {
  const rows = connectionsOf(detail({ health: health({ metrics: down }) }));
  expect(rows.map(({ kind, address, state }) => [kind, address, state])).toEqual([
    ['HTTP', '127.0.0.1:4680', 'listening'],
    ['SQLite', 'history.sqlite', 'connected'],
    ['QuestDB', '127.0.0.1:9000', 'down'],
  ]);
});

test('a server that is written to and asked at two places is two connections', () => {
  const at = '2026-10-03T09:20:00Z';
  const lastError = { code: 'TIMEOUT', message: 'took too long', at };
  const metrics = store({ kind: 'questdb', address: 'h:9000', readAddress: 'h:8812', lagEvents: 12_000, lastError });
  const asked = { state: 'down' as const, since: at, lastError: { ...lastError, code: 'UNAVAILABLE' } };
  const rows = connectionsOf(detail({ health: health({ metrics }), asked })).slice(2);
  expect(rows.map(({ name, address, state, queue, error }) => [name, address, state, queue, error?.code])).toEqual([
    ['Metrics, write', 'h:9000', 'connected', '12.0 k', 'TIMEOUT'],
    ['Metrics, query', 'h:8812', 'down', '–', 'UNAVAILABLE'],
  ]);
  expect(rows.map(({ error }) => error?.over)).toEqual([true, false]);
});

test('tables in words: partitions, what is suspended, what waits, how far views are behind', () => {
  const part = (name: string) => ({ name, rows: 5 });
  const base = { rows: 10, bytes: 2e6, suspended: false, waitingTxns: 0 };
  const days = { count: 9, newest: [part('2026-09-28'), part('2026-10-03')] };
  const tables: Table[] = [
    { ...base, name: 'game_metrics', partitions: days },
    { ...base, name: 'game_results', suspended: true, waitingTxns: 3, partitions: { count: 1, newest: [] } },
    { ...base, name: 'by_day', view: { base: 'game_metrics', behindTxns: 4, behindMs: 2_000 } },
    { ...base, name: 'gone', view: { base: 'game_metrics', behindTxns: 0, behindMs: 0, invalid: 'base dropped' } },
  ];
  expect(tables.map(tableState)).toEqual([undefined, 'suspended', undefined, 'invalid']);
  expect(tables.map(tableTitle).slice(2)).toEqual([
    'by_day: view of game_metrics, 4 transactions behind',
    'gone: view of game_metrics, refreshed no more: base dropped',
  ]);
  expect(newestSpan(tables)).toBe('28 Sept – 3 Oct');
  const metrics = store({ kind: 'questdb' });
  const all = detail({ health: health({ metrics }), tables, storedBytes: { history: null, metrics: 8e6 } });
  expect(tablesInWords(all)).toBe('8.00 MB, 10 partitions, 1 suspended, log 3 behind, 2 views 4 behind');
  expect(tablesInWords(detail({ storedBytes: { history: 1, metrics: 8e6 } }))).toBe('metrics.duckdb 8.00 MB');
});

test('a wire grows with its rate', () => {
  expect(wireWidth(0)).toBeLessThan(wireWidth(1));
  expect(wireWidth(100)).toBeLessThan(wireWidth(10_000));
});

test('damaged metrics can be made anew, and while they are it says how far', () => {
  const lastError = { code: 'DAMAGED', message: 'is damaged', at: '2026-10-03T09:00:00Z' };
  const down = store({ kind: 'duckdb', state: 'down', lastError });
  const [damaged] = outagesOf(health({ metrics: down }));
  expect(damaged).toMatchObject({ title: 'DuckDB is down', wantsRebuild: true, rebuilding: undefined });
  const rebuilding = { done: 4500, total: 10_000 };
  const [anew] = outagesOf(health({ metrics: { ...down, rebuilding } }));
  expect(anew).toMatchObject({ title: 'DuckDB is being made anew', rebuilding });
  expect(rebuildInWords(rebuilding)).toBe('45 %: 4,500 of 10,000 events of the history');
  expect(rebuildInWords({ done: 0, total: 0 })).toBe('it begins');
  const [away] = outagesOf(health({ metrics: { ...down, lastError: { ...lastError, code: 'UNREACHABLE' } } }));
  expect(away?.wantsRebuild).toBe(false);
  const [history] = outagesOf(health({ history: store({ state: 'down', lastError }) }));
  expect(history?.wantsRebuild).toBe(false);
  if (damaged === undefined) throw new Error('no outage');
  const steps = stepsFor({
    outage: damaged,
    health: health({ metrics: down }),
    dataFolder: '/d',
    fullIn: null,
    now: 0,
  });
  expect(steps[0]?.code).toBe('npm run rebuild -- metrics');
});
