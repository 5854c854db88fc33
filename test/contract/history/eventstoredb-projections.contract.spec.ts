import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventStoreDBClient, jsonEvent, NO_STREAM } from '@eventstore/db-client';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { openEventStoreHistory } from '../../../main-ingest/history/eventstoredb.ts';
import type { HistoryWriter } from '../../../main-ingest/history/history.ts';
import { PROJECTIONS, serverName } from '../../../main-ingest/history/projections/projections.ts';
import { type EventStore, isKillable, isReal, startEventStore } from '../../doubles/eventstoredb/event-store.ts';
import { FaultyConnection } from '../../doubles/faulty-connection.ts';
import { game } from './game-events.ts';

const WAIT = { timeout: 20_000, interval: 50 };

describe(`eventstoredb projections [${isReal ? 'real' : 'double'} EventStoreDB]`, () => {
  let store: EventStore;
  let client: EventStoreDBClient;

  beforeAll(async () => {
    store = await startEventStore();
    client = EventStoreDBClient.connectionString(store.url);
  });

  afterAll(async () => {
    await client.dispose();
    await store.stop();
  });

  const statusOf = async (name: string) => (await client.getProjectionStatus(name)).status;

  describe('on the wire', () => {
    let name = '';
    let category = '';
    /** Adds up what events of the test's own category say. */
    const adding = (field: string) => `fromCategory('${category}').when({
      $init: () => ({ sum: 0 }),
      T: (state, event) => ({ sum: state.sum + event.data.${field} }),
    })`;
    const write = (...values: readonly number[]) =>
      client.appendToStream(
        `${category}-${randomUUID()}`,
        values.map((one) => jsonEvent({ type: 'T', data: { one, ten: one * 10 } })),
        { expectedRevision: NO_STREAM },
      );
    const comesTo = (state: unknown, options?: { readonly partition: string }) =>
      vi.waitFor(async () => expect(await client.getProjectionState(name, options)).toEqual(state), WAIT);

    beforeEach(() => {
      name = `p-${randomUUID()}`;
      category = `c${randomUUID().replaceAll('-', '')}`;
    });

    test('a category has nothing until its own projection runs', async () => {
      await write(1);
      await client.createProjection(name, adding('one'));
      await client.disableProjection('$by_category');
      expect(await client.getProjectionState(name)).toEqual({});
      await client.enableProjection('$by_category');
      await comesTo({ sum: 1 });
    });

    test('an update is for new events only, a reset computes again', async () => {
      await client.enableProjection('$by_category');
      await client.createProjection(name, adding('one'));
      await write(1, 2);
      await comesTo({ sum: 3 });
      await client.updateProjection(name, adding('ten'));
      await write(1);
      await comesTo({ sum: 13 });
      await client.resetProjection(name);
      await comesTo({ sum: 40 });
      expect(await client.getProjectionResult(name)).toEqual({ sum: 40 });
    });

    test('one that is disabled stands still, and is deleted only then', async () => {
      await client.createProjection(name, adding('one'));
      expect(await statusOf(name)).toBe('Running');
      await expect(client.deleteProjection(name)).rejects.toMatchObject({
        code: 2,
        message: expect.stringContaining('received OperationFailed instead'),
      });
      await client.disableProjection(name);
      expect(await statusOf(name)).toBe('Stopped');
      await write(1);
      expect(await client.getProjectionState(name)).toEqual({});
      await client.enableProjection(name);
      await comesTo({ sum: 1 });
      await client.disableProjection(name);
      await client.deleteProjection(name);
      expect((await client.listProjections()).map((each) => each.name)).not.toContain(name);
    });

    test('one that is there or is not: errors of one kind, told apart by their words', async () => {
      await client.createProjection(name, adding('one'));
      const received = (what: string) => ({ code: 2, message: expect.stringContaining(`received ${what} instead`) });
      await expect(client.createProjection(name, adding('one'))).rejects.toMatchObject(received('Conflict'));
      await expect(client.updateProjection('none', adding('one'))).rejects.toMatchObject(received('NotFound'));
      await expect(client.enableProjection('none')).rejects.toMatchObject(received('NotFound'));
    });

    test('states a stream, keys sorted; an unknown partition has none', async () => {
      const source = `fromCategory('${category}').foreachStream().when({ $any: (state) => ({ b: 1, a: { d: 2, c: 3 } }) })`;
      await client.createProjection(name, source);
      const stream = `${category}-x`;
      await client.appendToStream(stream, jsonEvent({ type: 'T', data: {} }), { expectedRevision: NO_STREAM });
      await comesTo({ a: { c: 3, d: 2 }, b: 1 }, { partition: stream });
      expect(JSON.stringify(await client.getProjectionState(name, { partition: stream }))).toBe(
        '{"a":{"c":3,"d":2},"b":1}',
      );
      expect(await client.getProjectionState(name, { partition: 'unknown' })).toEqual({});
    });

    test.each([
      ['that throws', "throw new Error('no such joker')", 'no such joker'],
      ['that does not end', 'for (;;);', ''],
    ])('a handler %s faults its projection, with the reason', async (_, body, reason) => {
      await client.createProjection(name, `fromCategory('${category}').when({ T: () => { ${body} } })`);
      await write(1);
      await vi.waitFor(async () => {
        const { status, stateReason } = await client.getProjectionStatus(name);
        expect([status, stateReason]).toEqual(['Faulted (Enabled)', expect.stringContaining(reason)]);
      }, WAIT);
    });

    test('an error of syntax shows when it is asked how it does, and in every list until it is deleted', async () => {
      const broken = { message: expect.stringMatching(/thrown by handler/) };
      const other = `other-${name}`;
      await client.createProjection(name, 'fromCategory(');
      await vi.waitFor(() => expect(statusOf(name)).rejects.toMatchObject(broken), WAIT);
      await expect(client.listProjections()).rejects.toMatchObject(broken);
      await client.createProjection(other, adding('one'));
      expect(await statusOf(other)).toBe('Running');
      await client.disableProjection(name);
      await expect(client.listProjections()).rejects.toMatchObject(broken);
      await client.deleteProjection(name);
      expect((await client.listProjections()).map((each) => each.name)).toContain(other);
    });

    test('what reads from all streams needs no other projection', async () => {
      await client.disableProjection('$by_category');
      await client.createProjection(
        name,
        `fromAll().when({ T: (state, { streamId }) => streamId.startsWith('${category}-') ? { n: (state.n || 0) + 1 } : state })`,
      );
      await write(1, 2);
      await comesTo({ n: 2 });
    });
  });

  describe('kept by the workbench', () => {
    let folder = '';
    let writer: HistoryWriter | undefined;
    const open = async (url = store.url) => {
      writer = await openEventStoreHistory({ url, index: join(folder, 'index.sqlite'), answerMs: 5000 }, () => {});
      return writer;
    };
    const observed = (expected: unknown) => vi.waitFor(() => expect(writer?.observation?.()).toEqual(expected), WAIT);
    const own = async () =>
      (await client.listProjections()).map(({ name }) => name).filter((name) => name.startsWith('workbench-'));

    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'projections-'));
    });

    afterEach(async () => {
      await writer?.close();
      rmSync(folder, { recursive: true });
    });

    test('they are made, and need no other; those of an older source go', async () => {
      await client.disableProjection('$by_category');
      const old = 'workbench-winning-strategies-00000000';
      await client.createProjection(old, "fromCategory('game').when({})");
      await open();
      await observed({ remark: 'runs 2 of 2 projections', notices: [] });
      expect((await own()).toSorted()).toEqual(PROJECTIONS.map(serverName).toSorted());
      expect(await statusOf('$by_category')).toBe('Stopped');
    });

    test('a broken one of anybody is of no concern: they are made and looked at', async () => {
      for (const name of PROJECTIONS.map(serverName)) {
        await client.disableProjection(name);
        await client.deleteProjection(name);
      }
      const broken = `broken-${randomUUID()}`;
      await client.createProjection(broken, 'fromAll(');
      await expect(client.listProjections()).rejects.toThrow(/thrown by handler/);
      await open();
      await observed({ remark: 'runs 2 of 2 projections', notices: [] });
      const name = serverName('joker-combinations');
      await client.disableProjection(name);
      await writer?.close();
      await open();
      await observed(expect.objectContaining({ remark: 'runs 1 of 2 projections' }));
      await client.enableProjection(name);
      await client.disableProjection(broken);
      await client.deleteProjection(broken);
    });

    test('one of ours that the server cannot run is told of', async () => {
      const name = serverName('winning-strategies');
      await client.disableProjection(name);
      await client.deleteProjection(name);
      await client.createProjection(name, 'fromAll(');
      await open();
      await observed({
        remark: 'runs 1 of 2 projections',
        notices: [expect.objectContaining({ message: expect.stringContaining('cannot run its source') })],
      });
      await client.disableProjection(name);
      await client.deleteProjection(name);
    });

    test('one that has stopped is told of, and holds up no event', async () => {
      await open();
      await observed({ remark: 'runs 2 of 2 projections', notices: [] });
      await writer?.close();
      const name = serverName('winning-strategies');
      await client.disableProjection(name);
      await open();
      await observed({
        remark: 'runs 1 of 2 projections',
        notices: [expect.objectContaining({ code: `projection-stopped-${name}`, severity: 'warning' })],
      });
      expect(await writer?.append(game(randomUUID(), 3), 3)).toMatchObject({ written: 3 });
      await client.enableProjection(name);
    });

    test('a server that does not answer about them holds up no event', async () => {
      const connection = await FaultyConnection.to(store.port);
      const opened = await open(`esdb://127.0.0.1:${connection.port}?tls=false`);
      connection.cut();
      const session = randomUUID();
      await vi.waitFor(() => opened.append(game(session, 3), 3), WAIT);
      await connection.close();
    });

    test.skipIf(!isKillable)('a server that runs none is as good, and quietly so', async () => {
      const plain = await startEventStore({ projections: false });
      await open(plain.url);
      await observed({ remark: 'this server runs no projections' });
      expect(await writer?.append(game('a', 3), 3)).toMatchObject({ written: 3 });
      await plain.stop();
    });
  });
});
