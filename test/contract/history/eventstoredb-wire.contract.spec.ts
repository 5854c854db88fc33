import { randomUUID } from 'node:crypto';
import {
  ANY,
  type AppendExpectedRevision,
  type AppendToStreamOptions,
  BACKWARDS,
  END,
  type EventData,
  EventStoreDBClient,
  jsonEvent,
  NO_STREAM,
  PARK,
  type PersistentSubscriptionToStream,
  persistentSubscriptionToStreamSettingsFromDefaults,
  RETRY,
  type ReadRevision,
  type ReadStreamOptions,
  type RecordedEvent,
  SKIP,
  START,
  STREAM_EXISTS,
  streamNameFilter,
} from '@eventstore/db-client';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type EventStore, isKillable, isReal, startEventStore } from '../../doubles/eventstoredb/event-store.ts';
import { FaultyConnection } from '../../doubles/faulty-connection.ts';

/**
 * How EventStoreDB 24.2 answers `@eventstore/db-client` 6.2: what the adapter is built on. The same tests run against
 * the double and, where there is one, a real server.
 */
describe(`eventstoredb wire [${isReal ? 'real' : 'double'} EventStoreDB]`, () => {
  let store: EventStore;
  let client: EventStoreDBClient;
  let stream = '';

  beforeAll(async () => {
    store = await startEventStore();
    client = connect(store.port);
  });

  afterAll(async () => {
    await client.dispose();
    await store.stop();
  });

  beforeEach(() => {
    stream = `wire-${randomUUID()}`;
  });

  const append = (events: EventData[], expected: AppendExpectedRevision | AppendToStreamOptions) =>
    client.appendToStream(stream, events, typeof expected === 'object' ? expected : { expectedRevision: expected });
  const read = (options?: ReadStreamOptions, name = stream) => collect(client, name, options);
  const ids = async (name = stream) => (await read({}, name)).map(({ id }) => id);

  describe('append', () => {
    test('answers the last written revision and the position', async () => {
      const answer = await append(some(3), NO_STREAM);
      expect(answer).toMatchObject({ success: true, nextExpectedRevision: 2n });
      expect(typeof answer.position?.commit).toBe('bigint');
      expect(await append(some(2), 2n)).toMatchObject({ nextExpectedRevision: 4n });
    });

    test('ids come back in lower case', async () => {
      const id = randomUUID();
      await append([jsonEvent({ id: id.toUpperCase(), type: 'T', data: {} })], NO_STREAM);
      expect(await ids()).toEqual([id]);
    });

    test('names that begin with $ are taken where nobody has to sign in', async () => {
      stream = `$${stream}`;
      expect(await append(some(1), NO_STREAM)).toMatchObject({ success: true });
      expect(await ids()).toHaveLength(1);
    });

    test('with credentials it is another call that does the same', async () => {
      const credentials = { username: 'admin', password: 'changeit' };
      const events = some(2);
      expect(await append(events, { expectedRevision: NO_STREAM, credentials })).toMatchObject({
        nextExpectedRevision: 1n,
      });
      expect(await ids()).toEqual(events.map(({ id }) => id));
      await expect(append(some(1), { expectedRevision: NO_STREAM, credentials })).rejects.toMatchObject({
        type: 'wrong-expected-version',
        actualVersion: 1n,
      });
    });

    test('of 100 appends in flight to different streams one with a wrong revision rejects', async () => {
      const appends = Array.from({ length: 100 }, (_, place) =>
        client.appendToStream(`${stream}-${place}`, some(2), { expectedRevision: place === 40 ? 7n : NO_STREAM }),
      );
      const outcomes = await Promise.allSettled(appends);
      expect(outcomes.map(({ status }) => status).indexOf('rejected')).toBe(40);
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(99);
    });

    test('unawaited appends to one stream are stored in order; chained revisions succeed', async () => {
      const batches = Array.from({ length: 20 }, () => some(2));
      const answered: number[] = [];
      await Promise.all(
        batches.map(async (events, place) => {
          await append(events, place === 0 ? NO_STREAM : BigInt(place * 2 - 1));
          answered.push(place);
        }),
      );
      expect(answered).toEqual(batches.keys().toArray());
      expect(await ids()).toEqual(batches.flat().map(({ id }) => id));
    });

    test('data of more than 1,048,576 bytes in one append is refused, metadata not counted', async () => {
      const sized = (bytes: number) =>
        jsonEvent({ type: 'T', data: 'x'.repeat(bytes - 2), metadata: { m: 'y'.repeat(500) } });
      await expect(append([sized(600_000), sized(448_577)], NO_STREAM)).rejects.toMatchObject({
        type: 'maximum-append-size-exceeded',
        message: '',
        maxAppendSize: 1_048_576,
      });
      expect(await append([sized(600_000), sized(448_576)], NO_STREAM)).toMatchObject({ success: true });
    });

    test('a wrong revision is told with the real one, and no message', async () => {
      await append(some(2), NO_STREAM);
      await expect(append(some(1), 5n)).rejects.toMatchObject({
        name: 'Error',
        type: 'wrong-expected-version',
        message: '',
        streamName: stream,
        expectedVersion: 5n,
        actualVersion: 1n,
      });
      await expect(client.appendToStream(`${stream}-x`, some(1), { expectedRevision: 3n })).rejects.toMatchObject({
        expectedVersion: 3n,
        actualVersion: 'no_stream',
      });
      await expect(append(some(1), STREAM_EXISTS)).resolves.toMatchObject({ success: true });
      await expect(
        client.appendToStream(`${stream}-x`, some(1), { expectedRevision: STREAM_EXISTS }),
      ).rejects.toMatchObject({ expectedVersion: 'stream_exists', actualVersion: 'no_stream' });
    });

    test('throwOnAppendFailure: false reports a wrong revision', async () => {
      await append(some(4), NO_STREAM);
      const lenient = EventStoreDBClient.connectionString(
        `esdb://127.0.0.1:${store.port}?tls=false&throwOnAppendFailure=false`,
      );
      expect(await lenient.appendToStream(stream, some(1), { expectedRevision: 9n })).toMatchObject({
        success: false,
        nextExpectedRevision: 1n,
      });
      await lenient.dispose();
    });
  });

  describe('a resend', () => {
    const a = () => some(3);
    const b = () => some(2);

    /** A is at revisions 0 to 2, B at 3 and 4. */
    async function written() {
      const [first, second] = [a(), b()];
      await append(first, NO_STREAM);
      await append(second, 2n);
      return { first, second, all: [...first, ...second] };
    }

    test('of the same batch with the same number writes nothing', async () => {
      const { first, second, all } = await written();
      expect(await append(first, NO_STREAM)).toMatchObject({ success: true, nextExpectedRevision: 2n });
      expect(await append(second, 2n)).toMatchObject({ success: true, nextExpectedRevision: 4n });
      expect(await read()).toHaveLength(all.length);
    });

    test.each([
      ['prefix', 0, 2, NO_STREAM],
      ['suffix', 3, 5, 2n],
      ['span over both', 1, 4, 0n],
    ] as const)(
      'of a %s of what is written, at the number that fits, writes nothing',
      async (_, from, to, revision) => {
        const { all } = await written();
        expect(await append(all.slice(from, to), revision)).toMatchObject({ nextExpectedRevision: BigInt(to - 1) });
        expect(await read()).toHaveLength(5);
      },
    );

    test('of which the first part is written and the second is new is a wrong revision', async () => {
      const { second } = await written();
      await expect(append([...second, ...some(2)], 2n)).rejects.toMatchObject({
        type: 'wrong-expected-version',
        actualVersion: 4n,
      });
      expect(await read()).toHaveLength(5);
    });

    test('of old ids at the current revision writes them again', async () => {
      const { first } = await written();
      expect(await append(first, 4n)).toMatchObject({ nextExpectedRevision: 7n });
      expect(await read()).toHaveLength(8);
    });

    test('of a new event and then an old one, expecting anything, writes both', async () => {
      const { first } = await written();
      expect(await append([...some(1), ...first.slice(0, 1)], ANY)).toMatchObject({ nextExpectedRevision: 6n });
    });

    test('of known ids in another order is a wrong revision', async () => {
      const { first } = await written();
      await expect(append(first.toReversed(), NO_STREAM)).rejects.toMatchObject({ type: 'wrong-expected-version' });
    });

    test('of known ids with other data succeeds, and the new data is gone', async () => {
      const { first } = await written();
      const changed = first.map(({ id }) => jsonEvent({ id, type: 'T', data: { other: true } }));
      expect(await append(changed, NO_STREAM)).toMatchObject({ success: true });
      expect((await read({ maxCount: 1 })).map(({ data }) => data)).toEqual([{ place: 0 }]);
    });

    test('the same id in another stream, or twice in one batch, is written', async () => {
      const { first } = await written();
      const other = `${stream}-other`;
      await client.appendToStream(other, [...first, ...first], { expectedRevision: NO_STREAM });
      expect(await ids(other)).toHaveLength(6);
    });
  });

  describe('read', () => {
    beforeEach(async () => {
      await append(some(5), NO_STREAM);
    });

    const revisions = async (options: ReadStreamOptions) =>
      (await read(options)).map(({ revision }) => Number(revision));

    test.each<[string, ReadStreamOptions, number[]]>([
      ['from a revision is inclusive', { fromRevision: 3n }, [3, 4]],
      ['past the end forwards gives nothing', { fromRevision: 9n }, []],
      ['past the end backwards gives the whole stream', { fromRevision: 9n, direction: BACKWARDS }, [4, 3, 2, 1, 0]],
      ['backwards from nowhere gives only the first', { direction: BACKWARDS }, [0]],
      ['backwards from the end', { fromRevision: END, direction: BACKWARDS, maxCount: 2 }, [4, 3]],
      ['at most so many', { maxCount: 2 }, [0, 1]],
    ])('%s', async (_, options, expected) => {
      expect(await revisions(options)).toEqual(expected);
    });

    test('of a missing stream throws when it is iterated', async () => {
      await expect(read({}, `${stream}-missing`)).rejects.toMatchObject({ type: 'stream-not-found' });
    });

    test('of no events at all is an error', async () => {
      await expect(read({ maxCount: 0 })).rejects.toThrow();
    });

    test('gives all of an event', async () => {
      const event = jsonEvent({
        type: 'HandPlayed',
        data: { ü: [1, '🃏'] },
        metadata: { $correlationId: 'c', timestamp: 't' },
      });
      await append([event], 4n);
      const [found] = await read({ fromRevision: 5n });
      expect(found).toMatchObject({
        streamId: stream,
        id: event.id,
        revision: 5n,
        type: 'HandPlayed',
        data: { ü: [1, '🃏'] },
        metadata: { $correlationId: 'c', timestamp: 't' },
        isJson: true,
      });
      expect(Math.abs(Date.now() - (found?.created.getTime() ?? 0))).toBeLessThan(60_000);
    });

    test('of a link gives the event that it points to', async () => {
      const links = `${stream}-links`;
      const link: EventData = {
        id: randomUUID(),
        type: '$>',
        contentType: 'application/octet-stream',
        data: Buffer.from(`2@${stream}`),
        metadata: undefined,
      };
      await client.appendToStream(links, [link], { expectedRevision: NO_STREAM });
      const found: unknown[] = [];
      for await (const each of client.readStream(links, { resolveLinkTos: true })) {
        found.push([each.event?.streamId, each.event?.revision, each.link?.streamId]);
      }
      expect(found).toEqual([[stream, 2n, links]]);
    });

    test('of everything takes no heed of a filter', async () => {
      const other = `other-${randomUUID()}`;
      await client.appendToStream(other, some(1), { expectedRevision: NO_STREAM });
      const newest = { direction: BACKWARDS, fromPosition: END, maxCount: 10 } as const;
      const filter = streamNameFilter({ prefixes: [stream] });
      const seen: (string | undefined)[] = [];
      // A name of its own: that the client's types take no filter is the point.
      const options = { ...newest, filter };
      for await (const { event } of client.readAll(options)) seen.push(event?.streamId);
      expect(seen).toContain(other);
    });

    test('of everything has the events in the order in which they were written', async () => {
      const seen: string[] = [];
      for await (const { event } of client.readAll({ direction: BACKWARDS, fromPosition: END, maxCount: 200 })) {
        if (event?.streamId === stream) seen.push(String(event.revision));
      }
      expect(seen).toEqual(['4', '3', '2', '1', '0']);
    });
  });

  describe('subscribe', () => {
    /** Follows a stream and notes what happens. */
    function follow(fromRevision: ReadRevision | typeof END = START, from = client) {
      const notes: string[] = [];
      const subscription = from.subscribeToStream(stream, { fromRevision });
      subscription
        .on('data', ({ event }) => notes.push(String(event?.revision)))
        .on('confirmation', () => notes.push('confirmation'))
        .on('caughtUp', () => notes.push('caughtUp'))
        .on('error', () => notes.push('error'))
        .on('end', () => notes.push('end'))
        .on('close', () => notes.push('close'));
      return { notes, subscription };
    }

    const noted = (notes: readonly string[], expected: readonly string[]) =>
      vi.waitFor(() => expect(notes).toEqual(expected), 5000);

    test('tells that it is confirmed, what there is, that it has caught up, and what comes', async () => {
      await append(some(3), NO_STREAM);
      const { notes, subscription } = follow();
      await noted(notes, ['confirmation', '0', '1', '2', 'caughtUp']);
      await append(some(2), 2n);
      await noted(notes, ['confirmation', '0', '1', '2', 'caughtUp', '3', '4']);
      await subscription.unsubscribe();
      await noted(notes, ['confirmation', '0', '1', '2', 'caughtUp', '3', '4', 'end', 'close']);
    });

    test('begins after the revision it is given', async () => {
      await append(some(3), NO_STREAM);
      const { notes, subscription } = follow(1n);
      await noted(notes, ['confirmation', '2', 'caughtUp']);
      await subscription.unsubscribe();
    });

    test('waits for a stream that is not there yet', async () => {
      const { notes, subscription } = follow();
      await vi.waitFor(() => expect(notes).toContain('confirmation'), 5000);
      await append(some(1), NO_STREAM);
      await vi.waitFor(() => expect(notes).toContain('0'), 5000);
      await subscription.unsubscribe();
    });

    test('on a lost connection tells an error and does not come back', async () => {
      await append(some(1), NO_STREAM);
      const connection = await FaultyConnection.to(store.port);
      const other = connect(connection.port);
      const { notes } = follow(START, other);
      await vi.waitFor(() => expect(notes).toContain('caughtUp'), 5000);
      connection.cut();
      await vi.waitFor(() => expect(notes).toContain('error'), 5000);
      await append(some(1), 0n);
      expect(notes).not.toContain('1');
      await other.dispose();
      await connection.close();
    });

    test('to everything can be filtered', async () => {
      const seen: string[] = [];
      const subscription = client.subscribeToAll({
        fromPosition: START,
        filter: { filterOn: 'streamName', prefixes: [stream], checkpointInterval: 1 },
      });
      subscription.on('data', ({ event }) => seen.push(`${event?.streamId} ${event?.revision}`)).on('error', () => {});
      await append(some(2), NO_STREAM);
      await client.appendToStream(`wire-${randomUUID()}`, some(1), { expectedRevision: NO_STREAM });
      await append(some(1), 1n);
      await vi.waitFor(() => expect(seen).toEqual([0, 1, 2].map((revision) => `${stream} ${revision}`)), 5000);
      await subscription.unsubscribe();
    });
  });

  describe('metadata and deletion', () => {
    const revisions = async () => (await read()).map(({ revision }) => Number(revision));

    test('maxCount and truncateBefore shorten reads at once', async () => {
      await append(some(6), NO_STREAM);
      await client.setStreamMetadata(stream, { maxCount: 2 });
      expect(await revisions()).toEqual([4, 5]);
      await client.setStreamMetadata(stream, { truncateBefore: 3 });
      expect(await revisions()).toEqual([3, 4, 5]);
      expect((await client.getStreamMetadata(stream)).metadata).toEqual({ truncateBefore: 3 });
      const [written] = (await read({}, `$$${stream}`)).slice(-1);
      expect(written).toMatchObject({ type: '$metadata', data: { $tb: 3 } });
    });

    test('a stream whose events have all expired reads as empty, and goes on at its revision', async () => {
      await append(some(2), NO_STREAM);
      await client.setStreamMetadata(stream, { maxAge: 1 });
      await vi.waitFor(async () => expect(await read()).toEqual([]), { timeout: 5000, interval: 100 });
      await client.setStreamMetadata(stream, { maxAge: 600 });
      expect(await append(some(1), 1n)).toMatchObject({ nextExpectedRevision: 2n });
    });

    test('a deleted stream is not found, may be begun anew, and its revisions go on', async () => {
      await append(some(3), NO_STREAM);
      await client.deleteStream(stream);
      await expect(read()).rejects.toMatchObject({ type: 'stream-not-found' });
      expect(await append(some(2), NO_STREAM)).toMatchObject({ nextExpectedRevision: 4n });
      expect(await revisions()).toEqual([3, 4]);
    });

    test('a tombstoned stream is deleted for ever', async () => {
      await append(some(3), NO_STREAM);
      await client.tombstoneStream(stream);
      await expect(read()).rejects.toMatchObject({ type: 'stream-deleted' });
      await expect(append(some(1), 2n)).rejects.toMatchObject({ type: 'stream-deleted' });
    });
  });

  describe('persistent subscriptions', () => {
    const settings = (given: Partial<ReturnType<typeof persistentSubscriptionToStreamSettingsFromDefaults>> = {}) =>
      persistentSubscriptionToStreamSettingsFromDefaults({ startFrom: START, ...given });
    const create = (given?: Parameters<typeof settings>[0]) =>
      client.createPersistentSubscriptionToStream(stream, 'group', settings(given));

    /** Reads for the group and does with each event what it is told. */
    function consume(act: (subscription: PersistentSubscriptionToStream, event: Resolved) => void) {
      const seen: string[] = [];
      const subscription = client.subscribeToPersistentSubscriptionToStream(stream, 'group');
      subscription
        .on('data', (event) => {
          seen.push(`${event.event?.revision}/${event.retryCount}`);
          act(subscription, event);
        })
        .on('error', (error) => seen.push('type' in error ? String(error.type) : 'error'));
      return { seen, subscription };
    }

    const waited = (seen: readonly string[], expected: readonly string[]) =>
      vi.waitFor(() => expect(seen).toEqual(expected), { timeout: 10_000 });

    test('a group can be created once', async () => {
      await create();
      await expect(create()).rejects.toMatchObject({ type: 'persistent-subscription-exists', code: 6 });
      const groups = await client
        .listPersistentSubscriptionsToStream(stream)
        .catch(() => client.listAllPersistentSubscriptions());
      expect(groups.map(({ groupName }) => groupName)).toContain('group');
    });

    test('what is acknowledged is done with, also for who comes after', async () => {
      await append(some(3), NO_STREAM);
      await create();
      const { seen, subscription } = consume((reading, event) => void reading.ack(event));
      await waited(seen, ['0/0', '1/0', '2/0']);
      await append(some(1), 2n);
      await waited(seen, ['0/0', '1/0', '2/0', '3/0']);
      await subscription.unsubscribe();
      await append(some(1), 3n);
      const next = consume((reading, event) => void reading.ack(event));
      await waited(next.seen, ['4/0']);
      await next.subscription.unsubscribe();
    });

    test('what is refused is sent again so many times, then parked, and replayed when asked', async () => {
      await append(some(1), NO_STREAM);
      await create({ maxRetryCount: 2 });
      let refuse = true;
      const { seen, subscription } = consume((reading, event) => {
        void (refuse ? reading.nack(RETRY, 'not now', event) : reading.ack(event));
      });
      await waited(seen, ['0/0', '0/1', '0/2']);
      refuse = false;
      await vi.waitFor(async () => {
        const { stats } = await client.getPersistentSubscriptionToStreamInfo(stream, 'group');
        expect(stats.parkedMessageCount).toBe(1n);
      }, 5000);
      await client.replayParkedMessagesToStream(stream, 'group');
      await waited(seen, ['0/0', '0/1', '0/2', '0/0']);
      await subscription.unsubscribe();
    });

    test.each([
      ['parked', PARK, 1n],
      ['skipped', SKIP, 0n],
    ] as const)('what is %s is not sent again', async (_, action, parked) => {
      await append(some(2), NO_STREAM);
      await create();
      const { seen, subscription } = consume((reading, event) => {
        void (event.event?.revision === 0n ? reading.nack(action, 'never', event) : reading.ack(event));
      });
      await waited(seen, ['0/0', '1/0']);
      await vi.waitFor(async () => {
        const { stats } = await client.getPersistentSubscriptionToStreamInfo(stream, 'group');
        expect(stats.parkedMessageCount).toBe(parked);
      }, 5000);
      await subscription.unsubscribe();
    });

    test('a missing group, and one deleted under its consumer', async () => {
      const missing = consume(() => {});
      await waited(missing.seen, ['persistent-subscription-does-not-exist']);
      await expect(client.deletePersistentSubscriptionToStream(stream, 'group')).rejects.toMatchObject({ code: 5 });
      await create();
      await append(some(1), NO_STREAM);
      const { seen } = consume((reading, event) => void reading.ack(event));
      await waited(seen, ['0/0']);
      await client.deletePersistentSubscriptionToStream(stream, 'group');
      await waited(seen, ['0/0', 'persistent-subscription-dropped']);
    });
  });

  test('over HTTP, on the same port, it says that it lives and what it is', async () => {
    const origin = `http://127.0.0.1:${store.port}`;
    expect((await fetch(`${origin}/health/live`)).status).toBe(204);
    expect(await (await fetch(`${origin}/info`)).json()).toMatchObject({
      esVersion: expect.stringMatching(/^\d+\.\d+/),
      state: 'leader',
    });
  });

  describe.skipIf(!isKillable)('a server that is killed', () => {
    test('rejects what is pending, refuses while it is down, and is written by the same client when it is back', async () => {
      const events = some(3);
      await append(events, NO_STREAM);
      const pending = Promise.allSettled(
        Array.from({ length: 50 }, (_, place) =>
          client.appendToStream(`${stream}-${place}`, some(200), { expectedRevision: NO_STREAM }),
        ),
      );
      await store.kill();
      for (const outcome of await pending) {
        if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 14 });
      }
      const refused = await append(some(1), 2n).catch((error: unknown) => error);
      expect(refused).toMatchObject({ code: 14 });
      expect(refused).not.toHaveProperty('type');
      await store.start();
      await vi.waitFor(
        async () => expect(await append(some(1), 2n)).toMatchObject({ nextExpectedRevision: 3n }),
        10_000,
      );
      expect(await append(events, NO_STREAM)).toMatchObject({ nextExpectedRevision: 2n });
      expect(await read()).toHaveLength(4);
    });

    test('has forgotten which ids it had, for appends that expect anything', async () => {
      const events = some(2);
      await append(events, NO_STREAM);
      expect(await append(events, ANY)).toMatchObject({ nextExpectedRevision: 1n });
      await store.kill();
      await store.start();
      await vi.waitFor(
        async () => expect(await append(events, ANY)).toMatchObject({ nextExpectedRevision: 3n }),
        10_000,
      );
    });

    test('has every acknowledged event and no part of a batch', async () => {
      let acknowledged = 0;
      for (let kill = 0; kill < 5; kill += 1) {
        const names = Array.from({ length: 40 }, (_, place) => `${stream}-${kill}-${place}`);
        const appends = names.map((name) => client.appendToStream(name, some(20), { expectedRevision: NO_STREAM }));
        await Promise.race(appends);
        await store.kill();
        const outcomes = await Promise.allSettled(appends);
        await store.start();
        await vi.waitFor(() => ids(`${stream}-${kill}-0`).catch(() => []), 10_000);
        for (const [place, outcome] of outcomes.entries()) {
          const found = await ids(names[place]).catch(() => []);
          if (outcome.status === 'fulfilled') acknowledged += 1;
          expect(outcome.status === 'fulfilled' ? [20] : [0, 20]).toContain(found.length);
        }
      }
      expect(acknowledged).toBeGreaterThan(0);
    });
  });
});

type Resolved = Parameters<PersistentSubscriptionToStream['ack']>[0];

function connect(port: number): EventStoreDBClient {
  return EventStoreDBClient.connectionString(`esdb://127.0.0.1:${port}?tls=false`);
}

/** New events; the data says which of them. */
function some(count: number): EventData[] {
  return Array.from({ length: count }, (_, place) => jsonEvent({ type: 'T', data: { place } }));
}

async function collect(
  client: EventStoreDBClient,
  stream: string,
  options?: ReadStreamOptions,
): Promise<RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  for await (const { event } of client.readStream(stream, options)) if (event !== undefined) events.push(event);
  return events;
}
