import { expect, test } from 'vitest';
import { allHave, storeAhead } from '../../../main-ingest/delivery/store-ahead.ts';
import type { StoreThread } from '../../../main-ingest/delivery/store-thread.ts';

function storeAt(checkpoint: number, address?: string): StoreThread {
  const status = {
    kind: 'questdb',
    state: 'connected' as const,
    since: '2026-10-01T09:30:00Z',
    checkpoint,
    lagEvents: 0,
    lagMs: 0,
    eventsPerSecond: 0,
    quarantined: 0,
    ...(address !== undefined && { address }),
  };
  return {
    status: () => status,
    checkpoint: () => checkpoint,
    isPlaced: () => true,
    onStatus: () => () => undefined,
    onUnexpected: () => undefined,
    retry: () => undefined,
    close: async () => undefined,
  };
}

const journalAt = (position: number) => ({ state: () => ({ position, oldest: 0, bytes: 0 }) });

test('a store that has more than the journal ever held is named, with both places', () => {
  expect(storeAhead(journalAt(100), [storeAt(100), storeAt(0)])).toBeUndefined();
  const ahead = storeAhead(journalAt(100), [storeAt(100), storeAt(160, '127.0.0.1:9000')]);
  expect(ahead).toMatchObject({ code: 'STORE_AHEAD' });
  expect(ahead?.message).toContain('questdb at 127.0.0.1:9000 has the events up to 160');
  expect(ahead?.message).toContain('ends at 100');
});

test('nothing is given up by the word of a store that is ahead', () => {
  expect(allHave(journalAt(100), [storeAt(80), storeAt(160)])).toBe(0);
  expect(allHave(journalAt(100), [storeAt(80), storeAt(100)])).toBe(80);
});
