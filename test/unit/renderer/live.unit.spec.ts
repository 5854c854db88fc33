import { describe, expect, test } from 'vitest';
import type { Live } from '../../../main-ingest/contract/live.ts';
import { type Connection, follow, retryDelay } from '../../../renderer/contract/follow.ts';
import { LiveStore } from '../../../renderer/contract/live-store.ts';

function live(events: number, ended: number): Live {
  const store = {
    kind: 'sqlite',
    state: 'connected' as const,
    since: '2026-10-03T00:00:00Z',
    checkpoint: events,
    lagEvents: 0,
    lagMs: 0,
    eventsPerSecond: 0,
    quarantined: 0,
  };
  return {
    at: '2026-10-03T00:00:00Z',
    health: {
      status: 'ok',
      version: '0',
      uptimeMs: 0,
      journal: { position: events, oldest: 0, bytes: 0, maxBytes: 1, sync: 'always' },
      stores: { history: store, metrics: store },
      intake: { events, duplicates: 0, rejected: 0, eventsPerSecond: events },
      gamesInFlight: 0,
    },
    dataVersion: events,
    games: { started: ended, ended },
    run: null,
    model: null,
    lastError: null,
    openProblems: 0,
    demo: false,
  };
}

describe('what is happening now', () => {
  test('while paused nothing moves, and what came is counted', () => {
    const store = new LiveStore();
    store.push(live(100, 2));
    store.togglePause();
    store.push(live(180, 5));
    expect(store.view().live?.health.intake.events).toBe(100);
    expect(store.view().paused).toMatchObject({ events: 80, games: 3 });
    store.togglePause();
    expect(store.view().paused).toBeUndefined();
    expect(store.view().live?.health.intake.events).toBe(180);
  });

  test('readers hear of every change, until they stop', () => {
    const store = new LiveStore();
    let heard = 0;
    const stop = store.subscribe(() => {
      heard += 1;
    });
    store.push(live(1, 0));
    stop();
    store.push(live(2, 0));
    expect(heard).toBe(1);
  });
});

describe('a stream that is followed', () => {
  async function* values(...items: string[]) {
    yield* items;
  }

  test('says how it stands, and ends with what it follows', async () => {
    const seen: string[] = [];
    const states: Connection['state'][] = [];
    await follow(
      async () => values('a', 'b'),
      { value: (item) => seen.push(item), connection: ({ state }) => states.push(state) },
      new AbortController().signal,
      true,
    );
    expect(seen).toEqual(['a', 'b']);
    expect(states).toEqual(['connecting', 'open']);
  });

  test('an engine that does not answer is gone, and is tried again', async () => {
    const stop = new AbortController();
    const states: Connection[] = [];
    await follow(
      () => Promise.reject(new Error('refused')),
      {
        value: () => undefined,
        connection: (connection) => {
          states.push(connection);
          if (connection.state === 'gone') stop.abort();
        },
      },
      stop.signal,
    );
    expect(states.at(-1)).toMatchObject({ state: 'gone', attempt: 1, reason: 'refused' });
  });

  test('tries come further and further apart, up to a bound', () => {
    expect([1, 2, 3, 4, 5, 9].map(retryDelay)).toEqual([500, 1000, 2000, 4000, 5000, 5000]);
  });
});
