import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { waitingFor } from '../../../main-ingest/delivery/catch-up.ts';
import type { StoreStatus } from '../../../main-ingest/delivery/delivery.ts';
import { RememberedPlaces, storePlace } from '../../../main-ingest/delivery/remembered-places.ts';

let folder = '';
let file = '';
let files: { readonly stores: string; readonly history: string; readonly delivery: string };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'places-'));
  file = join(folder, 'stores.json');
  files = { stores: file, history: join(folder, 'history.sqlite'), delivery: join(folder, 'delivery.sqlite') };
});

afterEach(() => rmSync(folder, { recursive: true }));

const server = (hosts: string, prefix = '') =>
  storePlace({
    kind: 'eventstoredb',
    url: `esdb://admin:kept-secret@${hosts}?tls=false`,
    prefix,
    index: '',
  });
const status = (state: StoreStatus['state'], checkpoint: number): StoreStatus => ({
  kind: 'eventstoredb',
  state,
  checkpoint,
  since: '',
  lagEvents: 0,
  lagMs: 0,
  eventsPerSecond: 0,
  quarantined: 0,
});

test('nothing is remembered of a new folder, and nothing said against any engine', () => {
  const places = new RememberedPlaces(files);
  expect(places.elsewhere('history', { engine: 'sqlite' })).toBeUndefined();
  expect(places.moved('history', server('a:2113'))).toBeUndefined();
});

test('another engine is told where the events are, and how to go on or move them', () => {
  new RememberedPlaces(files).note('history', server('a:2113,b', 'mine.'));
  const places = new RememberedPlaces(files);
  const said = places.elsewhere('history', { engine: 'sqlite' });
  expect(said).toContain('The histories of this data folder are in EventStoreDB at a:2113, b:2113, prefix mine.,');
  expect(said).toContain('the settings name SQLite');
  expect(said).toContain('history.engine: eventstoredb (WORKBENCH_HISTORY_ENGINE)');
  expect(said).toContain('npm run migrate -- --from server --to embedded --only history');
  expect(places.elsewhere('history', server('c'))).toBeUndefined();
  expect(places.elsewhere('metrics', { engine: 'duckdb' })).toBeUndefined();
  expect(readFileSync(file, 'utf8')).not.toContain('kept-secret');
});

test('another server, or another prefix of the same one, is known only where events are missed', () => {
  const places = new RememberedPlaces(files);
  places.note('history', server('a:2113'));
  expect(places.moved('history', server('a:2113'))).toBeUndefined();
  expect(places.moved('history', server('a:2113', 'x.'))).toContain(
    'EventStoreDB at a:2113, prefix x. does not have them',
  );
  expect(places.moved('history', server('b:2113'))).toContain('are in EventStoreDB at a:2113; EventStoreDB at b:2113');
});

test('a store is remembered once it has confirmed events of this journal, and no other one', () => {
  const places = new RememberedPlaces(files);
  const journal = { oldest: 100, position: 200 };
  for (const [state, checkpoint] of [
    ['connected', 0],
    ['connected', 99],
    ['connected', 201],
    ['down', 150],
    ['starting', 150],
  ] as const)
    places.noteConfirmed('history', server('a'), status(state, checkpoint), journal);
  expect(places.of('history')).toBeUndefined();
  places.noteConfirmed('history', server('a'), status('connected', 150), journal);
  expect(places.of('history')).toEqual({ engine: 'eventstoredb', at: 'a:2113' });
});

test('a file that cannot be read says nothing', () => {
  writeFileSync(file, '{"history":');
  expect(new RememberedPlaces(files).of('history')).toBeUndefined();
});

test.each([
  [5, undefined, 'sqlite'],
  [undefined, 5, 'eventstoredb'],
  [0, 5, 'eventstoredb'],
  [5, 5, undefined],
  [undefined, undefined, undefined],
])('of an earlier version, with %s events delivered here and %s to a server, it is %s', (own, server, engine) => {
  for (const [name, position] of [
    [files.history, own],
    [files.delivery, server],
  ] as const) {
    if (position === undefined) continue;
    const database = new Database(name);
    database.exec(`CREATE TABLE progress (position INTEGER); INSERT INTO progress VALUES (${position})`);
    database.close();
  }
  expect(new RememberedPlaces(files).of('history')).toEqual(engine && { engine });
});

test('what is waited for is said with its place and its reason', () => {
  const away = { ...status('degraded', 0), address: 'a:2113', lastError: { code: 'X', message: 'it sleeps', at: '' } };
  expect(waitingFor([{ name: 'history', status: status('connected', 5) }], 5)).toBeUndefined();
  expect(
    waitingFor(
      [
        { name: 'history', status: away },
        { name: 'metrics', status: { ...status('connected', 1200), kind: 'duckdb' } },
      ],
      4000,
    ),
  ).toBe(
    'Waiting for the history: eventstoredb at a:2113 is degraded: it sleeps; the metrics: duckdb has 1,200 of 4,000 events',
  );
});
