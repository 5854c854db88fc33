import { afterEach, expect, test } from 'vitest';
import type { StoreHealth } from '../../../main-ingest/contract/health.ts';
import { toRecord } from '../../../main-ingest/event/record.ts';
import { Live, type LiveSources } from '../../../main-ingest/live/live.ts';
import type { SavedLive } from '../../../main-ingest/live/saved.ts';

const store: StoreHealth = {
  kind: 'sqlite',
  state: 'connected',
  since: '2026-10-01T09:30:00.000Z',
  checkpoint: 0,
  lagEvents: 0,
  lagMs: 0,
  eventsPerSecond: 0,
  quarantined: 0,
};

let live: Live;
afterEach(() => live.close());

function open(changed: Partial<LiveSources> = {}, saved?: ConstructorParameters<typeof Live>[1]): Live {
  live = new Live(
    {
      version: '1.2.3',
      dataFolder: '/data',
      journal: () => ({ position: 10, oldest: 4, bytes: 100 }),
      journalLimits: { maxBytes: 1000, sync: 'always' },
      history: () => store,
      metrics: () => ({ ...store, kind: 'duckdb' }),
      intake: () => ({ duplicates: 1, rejected: 2, failing: undefined }),
      demo: () => false,
      address: () => null,
      diskFree: async () => 8e9,
      stored: async () => ({
        tables: [],
        asked: { state: 'starting', since: store.since },
        storedBytes: { history: null, metrics: null },
      }),
      memory: () => [],
      quarantine: () => [],
      seen: new Set<string>(),
      ...changed,
    },
    saved,
  );
  return live;
}

const event = (eventType: string, sequenceId: number, data: Record<string, string | number>) =>
  toRecord(
    {
      eventId: `00000000-0000-4000-8000-${String(sequenceId).padStart(12, '0')}`,
      eventType,
      timestamp: '2026-10-01T09:30:00Z',
      sessionId: 'g1',
      data,
    },
    sequenceId,
  );
const started = event('GameStarted', 0, { seed: 'S', stakes: 'White', deck: 'Red Deck', startingMoney: 4 });

test('well is when both stores are connected; behind is counted to where the journal is now', () => {
  const health = open({ history: () => ({ ...store, checkpoint: 7 }) }).health();
  expect(health).toMatchObject({
    status: 'ok',
    version: '1.2.3',
    journal: { position: 10, oldest: 4, bytes: 100, maxBytes: 1000, sync: 'always' },
    stores: { history: { lagEvents: 3 }, metrics: { lagEvents: 10 } },
    intake: { events: 10, duplicates: 1, rejected: 2, eventsPerSecond: 0 },
    gamesInFlight: 0,
  });
});

test('a store that is away degrades, an intake that can take nothing is down', () => {
  expect(open({ metrics: () => ({ ...store, state: 'down' }) }).health().status).toBe('degraded');
  live.close();
  const failing = { code: 'DISK_FULL', message: 'no room' };
  expect(open({ intake: () => ({ duplicates: 0, rejected: 0, failing }) }).health().status).toBe('down');
});

test('what a store says of itself is a problem, and degrades unless it is a note', async () => {
  const notice = { code: 'table-suspended', severity: 'warning', since: store.since, message: 'm', tip: 't' } as const;
  let notices: StoreHealth['notices'] = [notice];
  open({ metrics: () => ({ ...store, kind: 'questdb', notices }) });
  const shown = () => live.problems.list().map(({ code, at }) => [code, at]);
  expect(live.health().status).toBe('degraded');
  await expect.poll(shown).toEqual([['table-suspended', store.since]]);
  notices = [{ ...notice, code: 'table-resumed', severity: 'note' }];
  expect(live.health().status).toBe('ok');
  await expect.poll(shown).toEqual([['table-resumed', store.since]]);
  notices = [];
  await expect.poll(shown).toEqual([]);
});

test('a store whose disk is full: what it means for the data, and what to do', async () => {
  const lastError = { code: 'DISK_FULL', message: 'No space left', at: store.since };
  open({ metrics: () => ({ ...store, kind: 'questdb', state: 'down', address: '10.0.0.1:9000', lastError }) });
  await expect
    .poll(() => live.problems.list())
    .toMatchObject([
      { code: 'store-metrics', severity: 'failure', message: 'QuestDB (metrics) is down: No space left' },
    ]);
  const [problem] = live.problems.list();
  expect(problem?.tip).toContain('safe in the journal');
  expect(problem?.tip).toContain('Make room on the disk of QuestDB at 10.0.0.1:9000');
});

test('counts go on over a restart', async () => {
  open().take([started], 'test');
  let saved: SavedLive | undefined;
  const position = await live.save({
    write: async (counts, games) => {
      const known = [...games.takeChanged()].flatMap((sessionId) => games.saved(sessionId) ?? []);
      saved = { ...counts, games: { ...counts.games, games: known } };
    },
  });
  expect(position).toBe(1);
  expect(saved).toMatchObject({ position: 1, duplicates: 1, rejected: 2 });
  live.close();
  open({}, saved);
  expect(live.health()).toMatchObject({ intake: { duplicates: 2, rejected: 4 }, gamesInFlight: 1 });
});

test('what was not saved is read again from the journal', () => {
  const records = [started, event('Something', 1, {}), event('Something', 2, {})];
  const reads: number[] = [];
  const journal = {
    read: (from: number, durable: number) => {
      reads.push(from);
      return records.slice(from, Math.min(durable, from + 2));
    },
    gapEnd: (position: number) => position,
    close: () => {},
  };
  open().readOn(journal, 0, 3);
  expect(reads).toEqual([0, 2]);
  expect(live.games.progress('g1')).toEqual({ lastStep: 2, ended: false });
});

test('the newest error is told, whether a component or a store had it', () => {
  const lastError = { code: 'BUSY', message: 'is busy', at: '2026-10-01T09:00:00.000Z' };
  open({ history: () => ({ ...store, lastError }) });
  expect(live.state().lastError).toEqual(lastError);
  live.take([event('ComponentError', -1, { component: 'trainer', code: 'OOM', message: 'out of memory' })], 'test');
  expect(live.state().lastError).toMatchObject({ code: 'OOM', message: 'trainer: out of memory' });
});

test('a game is followed to its end', async () => {
  open().take([started], 'test');
  const follow = live.follow('g1');
  expect((await follow.next()).value).toEqual({ lastStep: 0, ended: false });
  const next = follow.next();
  live.take([event('GameCompleted', 1, { outcome: 'loss' })], 'test');
  expect((await next).value).toEqual({ lastStep: 1, ended: true });
  expect((await follow.next()).done).toBe(true);
  expect((await live.follow('unknown').next()).done).toBe(true);
});
