import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { JournalError } from '../../../main-ingest/journal/journal.ts';
import { MemoryStore, record, StoreError, Surroundings } from './memory-store.ts';

const range = (start: number, end: number) => Array.from({ length: end - start }, (_, place) => start + place);
const until = (condition: () => void) => vi.waitFor(condition, { interval: 1, timeout: 5_000 });

test('all that the journal holds arrives in order, and what comes later too', async () => {
  const around = new Surroundings(20_000);
  const store = new MemoryStore();
  const delivery = around.deliver(store);
  await until(() => expect(store.position).toBe(20_000));
  around.append(10);
  await until(() => expect(store.position).toBe(20_010));
  expect(store.positions).toEqual(range(0, 20_010));
  expect(delivery.status()).toMatchObject({
    kind: 'memory',
    state: 'connected',
    checkpoint: 20_010,
    lagEvents: 0,
    lagMs: 0,
  });
  expect(delivery.status()).not.toHaveProperty('lastError');
  await delivery.close();
  expect(store.closed).toBe(true);
});

test('begins at the store’s own checkpoint', async () => {
  const around = new Surroundings(100);
  const store = new MemoryStore();
  store.position = 60;
  const delivery = around.deliver(store);
  await until(() => expect(store.position).toBe(100));
  expect(store.positions).toEqual(range(60, 100));
  await delivery.close();
});

test('a store that fails is tried again, is down after three failures, and recovers', async () => {
  const around = new Surroundings(50);
  const store = new MemoryStore();
  let failures = 5;
  store.fault = () => {
    failures -= 1;
    if (failures >= 0) throw new StoreError('AWAY', true);
  };
  const delivery = around.deliver(store);
  await until(() => expect(store.position).toBe(50));
  expect(store.positions).toEqual(range(0, 50));
  expect(around.states).toEqual(['connected', 'degraded', 'down', 'connected']);
  const down = around.statuses.find(({ state }) => state === 'down');
  expect(down).toMatchObject({ attempts: 3, lagEvents: 50, lastError: { code: 'AWAY', message: 'AWAY happened' } });
  expect(down?.retryAt).toBeDefined();
  expect(delivery.status()).toMatchObject({ state: 'connected', lastError: { code: 'AWAY' } });
  expect(delivery.status()).not.toHaveProperty('attempts');
  expect(delivery.status()).not.toHaveProperty('retryAt');
  await delivery.close();
});

test('a store that can’t be opened is tried again', async () => {
  const around = new Surroundings(5);
  const store = new MemoryStore();
  let tries = 0;
  const open = async () => {
    tries += 1;
    if (tries < 3) throw new StoreError('REFUSED', true);
    return store;
  };
  const delivery = around.deliver(store, { open });
  await until(() => expect(store.position).toBe(5));
  expect(around.states[0]).toBe('degraded');
  await delivery.close();
});

test('retry tries now', async () => {
  const around = new Surroundings(5);
  const store = new MemoryStore();
  let away = true;
  store.fault = () => {
    if (away) throw new StoreError('AWAY', true);
  };
  const delivery = around.deliver(store, { backoff: { initialDelay: 60_000, maxDelay: 60_000 } });
  await until(() => expect(delivery.status().attempts).toBe(1));
  away = false;
  delivery.retry();
  await until(() => expect(store.position).toBe(5));
  await delivery.close();
});

test('closing ends the wait for a store that is down', async () => {
  const around = new Surroundings(5);
  const store = new MemoryStore();
  store.fault = () => {
    throw new StoreError('AWAY', true);
  };
  const delivery = around.deliver(store, { backoff: { initialDelay: 60_000, maxDelay: 60_000 } });
  await until(() => expect(delivery.status().attempts).toBe(1));
  await delivery.close();
  expect(store).toMatchObject({ closed: true, position: 0 });
});

test('an event that the store names goes to quarantine, its neighbours go on', async () => {
  const around = new Surroundings(10);
  const store = new MemoryStore();
  store.fault = (events) => {
    const bad = events.find(({ sequenceId }) => sequenceId === 3 || sequenceId === 7);
    if (bad !== undefined) throw new StoreError('BAD', false, bad.eventId);
  };
  const delivery = around.deliver(store);
  await until(() => expect(store.position).toBe(10));
  expect(store.positions).toEqual([0, 1, 2, 4, 5, 6, 8, 9]);
  expect(around.quarantine).toMatchObject([
    {
      source: 'history',
      code: 'BAD',
      reason: 'BAD happened',
      eventId: record(3).eventId,
      excerpt: 'HandPlayed of a: {"position":3}',
    },
    { eventId: record(7).eventId },
  ]);
  const [kept] = around.quarantine;
  expect(JSON.parse(Buffer.from(kept?.bytes ?? []).toString())).toMatchObject({ sequenceId: 3, data: { position: 3 } });
  expect(delivery.status()).toMatchObject({ state: 'connected', quarantined: 2 });
  await delivery.close();
});

test('the checkpoint never passes an event that is neither stored nor in quarantine', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.nat(299), { maxLength: 12 }),
      fc.array(fc.boolean(), { maxLength: 60 }),
      fc.constantFrom<readonly [boolean | undefined, boolean]>([false, true], [false, false], [undefined, false]),
      async (bad, outages, [retry, named]) => {
        const around = new Surroundings(300);
        const store = new MemoryStore();
        const left = [...outages];
        store.fault = (events) => {
          const held = new Set([
            ...store.positions,
            ...around.quarantine.map(({ eventId }) => Number(eventId?.slice(-12))),
          ]);
          expect(range(0, store.position).filter((position) => !held.has(position))).toEqual([]);
          if (left.pop()) throw new StoreError('AWAY', true);
          const found = events.find(({ sequenceId }) => bad.includes(sequenceId));
          if (found !== undefined && retry === undefined) throw new TypeError('not a number');
          if (found !== undefined) throw new StoreError('BAD', false, named ? found.eventId : undefined);
        };
        const delivery = around.deliver(store, { backoff: { initialDelay: 0, maxDelay: 0 } });
        await until(() => expect(store.position).toBe(300));
        await delivery.close();
        expect(store.positions).toEqual(range(0, 300).filter((position) => !bad.includes(position)));
        expect(around.quarantine.map(({ eventId }) => Number(eventId?.slice(-12))).sort((a, b) => a - b)).toEqual(
          [...bad].sort((a, b) => a - b),
        );
      },
    ),
    { numRuns: 60 },
  );
});

test('a store that refuses everything is down, and most events stay in the journal', async () => {
  const around = new Surroundings(500);
  const store = new MemoryStore();
  store.fault = (events) => {
    if (events.length > 0) throw new StoreError('BROKEN', false);
  };
  const delivery = around.deliver(store, { backoff: { initialDelay: 60_000, maxDelay: 60_000 } });
  await until(() => expect(delivery.status().state).toBe('down'));
  expect(delivery.status().lastError).toMatchObject({ code: 'REFUSES_ALL' });
  expect(delivery.status().lastError?.message).toContain('BROKEN');
  expect(around.quarantine).toHaveLength(32);
  expect(store.position).toBe(32);
  await delivery.close();
});

test('is connected once it is known how far the store is, and not before', async () => {
  const around = new Surroundings(100);
  const store = new MemoryStore();
  store.position = 60;
  const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
  let asked = 0;
  store.checkpoint = async () => {
    asked += 1;
    await answered;
    return 60;
  };
  const delivery = around.deliver(store);
  await until(() => expect(asked).toBe(1));
  expect(delivery.status()).toMatchObject({ state: 'starting', checkpoint: 0 });
  answer();
  await until(() => expect(delivery.status()).toMatchObject({ state: 'connected', checkpoint: 100 }));
  expect(around.statuses.filter(({ state }) => state === 'connected').every(({ checkpoint }) => checkpoint >= 60)).toBe(
    true,
  );
  await delivery.close();
});

test('a store that cannot say how far it is is asked again, and opened once', async () => {
  const around = new Surroundings(10);
  const store = new MemoryStore();
  let opened = 0;
  let asked = 0;
  const open = async () => {
    opened += 1;
    return store;
  };
  store.checkpoint = async () => {
    asked += 1;
    if (asked < 3) throw new StoreError('BUSY', true);
    return 4;
  };
  const delivery = around.deliver(store, { open });
  await until(() => expect(store.position).toBe(10));
  expect({ opened, asked }).toEqual({ opened: 1, asked: 3 });
  expect(around.states[0]).toBe('degraded');
  await delivery.close();
});

test('goes on behind what the journal never held, and writes down what the store may lack', async () => {
  const around = new Surroundings(100);
  around.oldest = 40;
  around.gaps = [{ from: 5, end: 40 }];
  const store = new MemoryStore();
  store.position = 10;
  const delivery = around.deliver(store);
  await until(() => expect(store.position).toBe(100));
  expect(store.positions).toEqual(range(40, 100));
  expect(around.quarantine).toMatchObject([{ source: 'history', code: 'NOT_IN_JOURNAL' }]);
  expect(around.quarantine[0]?.reason).toContain('Events 10 to 39 are not in this journal');
  await delivery.close();
});

test('a checkpoint before the journal’s beginning is an error that says so', async () => {
  const around = new Surroundings(100);
  around.oldest = 40;
  const store = new MemoryStore();
  store.position = 10;
  const delivery = around.deliver(store, { backoff: { initialDelay: 60_000, maxDelay: 60_000 } });
  await until(() => expect(delivery.status().state).toBe('down'));
  expect(delivery.status().lastError).toMatchObject({ code: 'TRIMMED' });
  expect(delivery.status().lastError?.message).toContain('30 are in neither');
  await delivery.close();
  expect(store.writes).toEqual([]);
});

test('a store that has lost its place goes on where the journal begins, unless it is another one than before', async () => {
  const around = new Surroundings(100);
  around.oldest = 40;
  const once = { backoff: { initialDelay: 60_000, maxDelay: 60_000 } };
  const lost = Object.assign(new MemoryStore(), { hasLostPlace: true });
  const delivery = around.deliver(lost, once);
  await until(() => expect(lost.position).toBe(100));
  expect(lost.positions).toEqual(range(40, 100));
  await delivery.close();

  const other = Object.assign(new MemoryStore(), { hasLostPlace: true });
  const stuck = around.deliver(other, { ...once, moved: 'they are on another server' });
  await until(() => expect(stuck.status().state).toBe('down'));
  expect(stuck.status().lastError?.message).toBe('they are on another server');
  await stuck.close();
  expect(other.writes).toEqual([]);
});

test('a checkpoint beyond the journal’s end is an error that says so', async () => {
  const around = new Surroundings(100);
  const store = new MemoryStore();
  store.position = 101;
  const delivery = around.deliver(store, { backoff: { initialDelay: 60_000, maxDelay: 60_000 } });
  await until(() => expect(delivery.status()).toMatchObject({ state: 'down', lastError: { code: 'AHEAD' } }));
  await delivery.close();
});

test('a damaged journal is down at once, and goes on when it is read again', async () => {
  const around = new Surroundings(100);
  const store = new MemoryStore();
  around.readFault = () => {
    throw new JournalError('CORRUPT', '00000.log is damaged at 123');
  };
  const delivery = around.deliver(store, { backoff: { initialDelay: 60_000, maxDelay: 60_000 } });
  await until(() =>
    expect(delivery.status()).toMatchObject({ state: 'down', attempts: 1, lastError: { code: 'CORRUPT' } }),
  );
  around.readFault = () => {};
  delivery.retry();
  await until(() => expect(store.position).toBe(100));
  await delivery.close();
});

test('an event that is refused and cannot be put into quarantine waits: it would be nowhere', async () => {
  const around = new Surroundings(10);
  const store = new MemoryStore();
  store.fault = (events) => {
    const bad = events.find(({ sequenceId }) => sequenceId === 3);
    if (bad !== undefined) throw new StoreError('BAD', false, bad.eventId);
  };
  let full = true;
  const delivery = around.deliver(store, {
    quarantine: {
      add: (refused) => {
        if (full) throw Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
        around.quarantine.push(refused);
      },
      count: () => around.quarantine.length,
    },
    backoff: { initialDelay: 60_000, maxDelay: 60_000 },
  });
  await until(() => expect(delivery.status()).toMatchObject({ state: 'down', lastError: { code: 'UNKEPT' } }));
  expect(delivery.status().lastError?.message).toMatch(
    /refuses the HandPlayed .*quarantine cannot keep it.*disk is full/,
  );
  expect(store.position).toBe(0);
  full = false;
  delivery.retry();
  await until(() => expect(store.position).toBe(10));
  expect(store.positions).toEqual([0, 1, 2, 4, 5, 6, 7, 8, 9]);
  expect(around.quarantine).toMatchObject([{ eventId: record(3).eventId, reason: 'BAD happened' }]);
  await delivery.close();
});
