import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EventRecord } from '../../../main-ingest/event/event.ts';
import { gameStream } from '../../../main-ingest/event/stream.ts';
import type { HistoryReader, HistoryWriter, ReadOptions, RecordedEvent } from '../../../main-ingest/history/history.ts';
import { event, game } from './game-events.ts';

/** One history, empty at first, that a test may open as often as it likes. */
export interface HistoryUnderTest {
  writer(): Promise<HistoryWriter>;
  reader(): Promise<HistoryReader>;
  /** Removes it; writers and readers are closed by then. */
  remove(): Promise<void>;
}

/** What every history does, whatever stands behind it. */
export function historyContract(name: string, open: () => Promise<HistoryUnderTest>): void {
  describe(`history: ${name}`, () => {
    let history: HistoryUnderTest;
    let writer: HistoryWriter;
    let reader: HistoryReader;

    beforeEach(async () => {
      history = await open();
      writer = await history.writer();
      reader = await history.reader();
    });

    afterEach(async () => {
      await reader.close();
      await writer.close();
      await history.remove();
    });

    const read = (session: string, options?: ReadOptions) => collect(reader.read(gameStream(session), options));
    const append = (events: readonly EventRecord[], next = 0) => writer.append(events, next);

    describe('append and read', () => {
      test('a new history is empty', async () => {
        expect(await writer.checkpoint()).toBe(0);
        expect(await reader.totals()).toMatchObject({ streams: 0, events: 0, eventsByType: {} });
        expect(await reader.gameLengths()).toEqual([]);
      });

      test('an unknown stream reads as empty, both ways', async () => {
        await append(game('a', 3));
        expect(await read('nobody')).toEqual([]);
        expect(await read('nobody', { direction: 'backwards' })).toEqual([]);
        expect(await reader.length(gameStream('nobody'))).toBe(0);
      });

      test('what was appended comes back, field by field', async () => {
        const events = game('a', 20);
        expect(await append(events, 20)).toEqual({ written: 20, duplicates: 0 });
        expect(await read('a')).toEqual(recorded(events));
        expect(await reader.length(gameStream('a'))).toBe(20);
        expect(await writer.checkpoint()).toBe(20);
      });

      test('source, correlation and schema version are kept', async () => {
        const events = [
          event({
            sequenceId: 0,
            source: 'mod',
            correlationId: 'b5b5cf3a-9c53-4b3e-8a2e-2f0b3c8e9d11',
            schemaVersion: 2,
          }),
          event({ sequenceId: 1 }),
          event({ sequenceId: 2, source: 'file.jsonl', schemaVersion: 7 }),
        ];
        await append(events);
        expect(await read('a')).toEqual(recorded(events));
      });

      test('a timestamp is kept as it was sent', async () => {
        const sent = [
          '2026-10-01T09:30:00Z',
          '2026-10-01T09:30:00.5Z',
          '2026-10-01T09:30:00.123Z',
          '1969-12-31T23:59:59.999999Z',
        ];
        const us = [1790847000000000, 1790847000500000, 1790847000123000, -1];
        const events = sent.map((timestamp, place) =>
          event({ sequenceId: place, timestamp, timestampUs: us[place] ?? 0 }),
        );
        await append(events);
        expect(await read('a')).toEqual(recorded(events));
      });

      test('streams are told apart, and each is in the order in which it came', async () => {
        const [a, b] = [game('a', 30), game('b', 30)];
        const mixed = a.flatMap((each, place) => [each, ...b.slice(place, place + 1)]);
        await append(mixed.slice(0, 31));
        await append(mixed.slice(31));
        expect(await read('a')).toEqual(recorded(a));
        expect(await read('b')).toEqual(recorded(b));
      });

      test('revisions are the order of arrival, not of sequence ids', async () => {
        const events = game('a', 10).reverse();
        await append(events);
        expect((await read('a')).map(({ revision, sequenceId }) => [revision, sequenceId])).toEqual(
          events.map(({ sequenceId }, revision) => [revision, sequenceId]),
        );
      });

      test('events of no game go to streams of their own', async () => {
        const run = { sessionId: 'run-1', sequenceId: -1 };
        const events = [
          event({ ...run, eventType: 'MetricRecorded', data: '{"name":"loss","value":0.5}' }),
          event({ ...run, eventType: 'ModelCheckpoint', data: '{"modelVersion":"ppo-2","step":1,"metrics":{}}' }),
          event({ ...run, eventType: 'StrategyDiscovered', data: '{"strategyId":"s-1","name":"x","jokers":[]}' }),
          event({ ...run, eventType: 'ComponentError', data: '{"component":"bus","code":"E","message":"m"}' }),
        ];
        await append(events);
        const [loss, model, strategy, error] = events;
        expect(await collect(reader.read('learning-metrics'))).toEqual(
          recorded(
            [loss, model].filter((e) => e !== undefined),
            'learning-metrics',
          ),
        );
        expect(await collect(reader.read('strategy-s-1'))).toMatchObject([{ eventId: strategy?.eventId, revision: 0 }]);
        expect(await collect(reader.read('system-errors'))).toMatchObject([
          { eventId: error?.eventId, sequenceId: -1 },
        ]);
        expect(await reader.gameLengths()).toEqual([]);
      });

      test('an append of nothing moves the checkpoint', async () => {
        expect(await append([], 7)).toEqual({ written: 0, duplicates: 0 });
        expect(await writer.checkpoint()).toBe(7);
      });
    });

    describe('from, limit, direction', () => {
      const events = game('a', 300);
      const all = recorded(events);
      beforeEach(async () => {
        for (let at = 0; at < 300; at += 30) await append(events.slice(at, at + 30));
      });

      test.each([
        [{ from: 0, limit: 1 }, [0, 1]],
        [{ from: 299 }, [299, 300]],
        [{ from: 95, limit: 10 }, [95, 105]],
        [{ limit: 300 }, [0, 300]],
        [{ limit: 1000 }, [0, 300]],
        [{ limit: 0 }, [0, 0]],
        [{ from: 300 }, [0, 0]],
        [{ from: 100_000, limit: 5 }, [0, 0]],
      ] as const)('forwards %o', async (options, [start, end]) => {
        expect(await read('a', options)).toEqual(all.slice(start, end));
      });

      test.each([
        [{}, [0, 300]],
        [{ limit: 5 }, [295, 300]],
        [{ from: 0 }, [0, 1]],
        [{ from: 31, limit: 10 }, [22, 32]],
        [{ from: 100_000 }, [0, 300]],
        [{ limit: 0 }, [0, 0]],
      ] as const)('backwards %o', async (options, [start, end]) => {
        expect(await read('a', { ...options, direction: 'backwards' })).toEqual(all.slice(start, end).reverse());
      });

      test('a reader that leaves early is done with', async () => {
        for await (const { revision } of reader.read(gameStream('a'))) if (revision === 3) break;
        expect(await read('a', { limit: 1 })).toEqual(all.slice(0, 1));
      });

      test('an aborted read stops with the reason', async () => {
        const reason = new Error('the tab was closed');
        const controller = new AbortController();
        const seen: number[] = [];
        const reading = async () => {
          for await (const { revision } of reader.read(gameStream('a'), { signal: controller.signal })) {
            seen.push(revision);
            if (revision === 9) controller.abort(reason);
          }
        };
        await expect(reading()).rejects.toBe(reason);
        expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
        await expect(read('a', { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
      });
    });

    describe('redelivery', () => {
      const events = game('a', 60);
      const whole = recorded(events);

      test('the same batch again writes nothing', async () => {
        await append(events, 60);
        expect(await append(events, 60)).toEqual({ written: 0, duplicates: 60 });
        expect(await read('a')).toEqual(whole);
      });

      test('an older batch again, after later ones, writes nothing', async () => {
        await append(events.slice(0, 20));
        await append(events.slice(20));
        expect(await append(events.slice(0, 20))).toEqual({ written: 0, duplicates: 20 });
        expect(await append(events.slice(5, 33))).toEqual({ written: 0, duplicates: 28 });
        expect(await read('a')).toEqual(whole);
      });

      test('a batch of which the first part is known writes the rest', async () => {
        await append(events.slice(0, 40));
        expect(await append(events.slice(10))).toEqual({ written: 20, duplicates: 30 });
        expect(await read('a')).toEqual(whole);
      });

      test('known events between new ones are left out', async () => {
        await append([...events.slice(0, 5), ...events.slice(20, 25)]);
        expect(await append(events.slice(0, 30))).toEqual({ written: 20, duplicates: 10 });
        expect((await read('a')).map(({ sequenceId }) => sequenceId)).toEqual([
          0, 1, 2, 3, 4, 20, 21, 22, 23, 24, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 25, 26, 27, 28, 29,
        ]);
      });

      test('the same id twice in one batch is one event, and the first one wins', async () => {
        const [first = event()] = events;
        expect(await append([first, { ...first, data: '{"other":1}' }])).toEqual({ written: 1, duplicates: 1 });
        await append([{ ...first, data: '{"third":1}' }]);
        expect(await read('a')).toEqual(recorded([first]));
      });

      test('after opening again', async () => {
        await append(events.slice(0, 40), 40);
        await writer.close();
        writer = await history.writer();
        expect(await writer.checkpoint()).toBe(40);
        expect(await append(events.slice(0, 40), 40)).toEqual({ written: 0, duplicates: 40 });
        expect(await append(events.slice(30), 60)).toEqual({ written: 20, duplicates: 10 });
        expect(await read('a')).toEqual(whole);
        expect(await reader.totals()).toMatchObject({ streams: 1, events: 60 });
      });

      test('any cut of many games into batches, any of them sent again', async () => {
        const games = Array.from({ length: 12 }, (_, place) => game(`g${place}`, 40 + place, { ends: true }));
        const journal = shuffle(games);
        const random = seeded(7);
        for (let at = 0; at < journal.length; ) {
          const from = Math.max(0, at - Math.floor(random() * 60));
          const next = Math.min(journal.length, at + 1 + Math.floor(random() * 50));
          const { written } = await append(journal.slice(from, next), next);
          expect(written).toBe(next - at);
          at = next;
        }
        for (const events of games) expect(await read(events[0]?.sessionId ?? '')).toEqual(recorded(events));
        expect(await reader.totals()).toMatchObject({ streams: 12, events: journal.length });
      });
    });

    describe('another event at a place of the game that is taken', () => {
      const [first = event(), second = event(), ...rest] = game('a', 5);
      const other = event({ sequenceId: 1, data: '{"of":"another producer"}' });
      const taken = { name: 'HistoryError', code: 'SEQUENCE_TAKEN', retry: false, eventId: other.eventId };

      test('is named, and nothing of its batch is written', async () => {
        await append([first, second], 2);
        await expect(append([...rest, other, ...game('b', 3)], 9)).rejects.toMatchObject(taken);
        expect(await reader.totals()).toMatchObject({ streams: 1, events: 2 });
        expect(await append([...rest, ...game('b', 3)], 9)).toEqual({ written: 6, duplicates: 0 });
        await expect(append([other], 10)).rejects.toMatchObject(taken);
        expect(await read('a')).toEqual(recorded([first, second, ...rest]));
      });

      test('within one batch, and after opening again', async () => {
        await expect(append([first, second, other], 3)).rejects.toMatchObject(taken);
        await append([first, second], 3);
        await writer.close();
        writer = await history.writer();
        await expect(append([first, other, ...rest], 6)).rejects.toMatchObject(taken);
        expect(await append([first, second, ...rest], 6)).toEqual({ written: 3, duplicates: 2 });
      });

      test('events without a place are never in each other’s way', async () => {
        const unplaced = [0, 1, 2].map(() => event({ eventType: 'Heartbeat', sequenceId: -1 }));
        expect(await append([first, ...unplaced], 4)).toEqual({ written: 4, duplicates: 0 });
      });
    });

    describe('unacceptable events', () => {
      test('are named, and nothing of their batch is written', async () => {
        const bad = event({ eventId: 'no-uuid', sequenceId: 3 });
        const batch = [...game('a', 3), bad, ...game('b', 3)];
        await expect(append(batch, 7)).rejects.toMatchObject({
          name: 'HistoryError',
          retry: false,
          eventId: 'no-uuid',
        });
        expect(await writer.checkpoint()).toBe(0);
        expect(await reader.totals()).toMatchObject({ events: 0 });
        const good = batch.filter((each) => each !== bad);
        expect(await append(good, 7)).toEqual({ written: 6, duplicates: 0 });
        expect(await read('b')).toHaveLength(3);
      });
    });

    describe('data', () => {
      // Texts as JSON.stringify writes them: what has come in was parsed once, at the edge.
      test.each([
        ['empty', {}],
        ['unicode', { name: 'Jøker 🃏 \u0000 \u2028 \uffff <img onerror=alert(1)>', ẞ: ['𝕏'] }],
        ['lone surrogates', { high: '\ud800', low: '\udfff' }],
        ['large and small numbers', { score: 1.7976931348623157e308, digits: 123456789012345680000, small: 5e-324 }],
        ['keys of all kinds', { 9: 'b', 1: 'a', '': 0, ['__proto__']: { x: 1 }, toJSON: null, 'a.b': [] }],
        ['deep nesting', JSON.parse(`${'[{"a":'.repeat(60)}1${'}]'.repeat(60)}`)[0]],
      ])('%s', async (_, value) => {
        const data = JSON.stringify(value);
        await append([event({ data }), event({ sequenceId: 1 })]);
        expect((await read('a')).map((each) => each.data)).toEqual([data, '{"handType":"Flush"}']);
      });

      test('unusual names of types, sessions and sources', async () => {
        const events = [
          event({ sessionId: 'ß/..\\ %00 🃏', eventType: 'Ünknown Type', source: '"\'; DROP TABLE runs; --' }),
          event({ sessionId: 'ß/..\\ %00 🃏', eventType: '__proto__', sequenceId: 1 }),
        ];
        await append(events);
        expect(await read('ß/..\\ %00 🃏')).toEqual(recorded(events));
        const { eventsByType } = await reader.totals();
        expect(Object.entries(eventsByType).sort()).toEqual([
          ['__proto__', 1],
          ['Ünknown Type', 1],
        ]);
      });

      test('events of a megabyte', async () => {
        const random = seeded(3);
        const noise = Array.from({ length: 120_000 }, () => random().toString(36).slice(2, 10)).join('');
        const events = [0, 1, 2].map((sequenceId) =>
          event({ sequenceId, data: JSON.stringify({ noise: noise.slice(sequenceId, 900_000) }) }),
        );
        await append(events);
        expect(await read('a')).toEqual(recorded(events));
      });

      test('a stream of 20,000 events', async () => {
        const events = game('long', 20_000);
        for (let at = 0; at < events.length; at += 4_000) await append(events.slice(at, at + 4_000), at + 4_000);
        expect(await reader.length(gameStream('long'))).toBe(20_000);
        const revisions = (await read('long')).map(({ revision, sequenceId }) => revision * 100_000 + sequenceId);
        expect(revisions).toEqual(events.map((_, place) => place * 100_000 + place));
        expect(await read('long', { from: 12_345, limit: 2 })).toEqual(recorded(events).slice(12_345, 12_347));
        expect(await read('long', { direction: 'backwards', limit: 2 })).toEqual(recorded(events).slice(-2).reverse());
      });
    });

    describe('totals', () => {
      test('count streams, events and types, each event once', async () => {
        const [a, b] = [game('a', 10, { ends: true }), game('b', 5)];
        await append([...a, ...b]);
        await append([...b, event({ eventType: 'MetricRecorded', sessionId: 'run-1', sequenceId: -1 })]);
        const totals = await reader.totals();
        expect(totals).toMatchObject({
          streams: 3,
          events: 16,
          eventsByType: { GameStarted: 2, HandPlayed: 12, GameCompleted: 1, MetricRecorded: 1 },
        });
        expect(totals.bytes).toBeGreaterThan(0);
      });

      test('game lengths are those of games only', async () => {
        await append([...game('b', 5), ...game('a', 3), event({ eventType: 'ComponentError', sessionId: 'run-1' })]);
        await append(game('b', 2, { from: 5 }));
        expect([...(await reader.gameLengths())].sort()).toEqual([
          ['a', 3],
          ['b', 7],
        ]);
        expect([...(await reader.streams())].sort()).toEqual([
          ['game-a', 3],
          ['game-b', 7],
          ['system-errors', 1],
        ]);
      });
    });

    describe('many readers', () => {
      test('read while the writer writes, each a beginning of the stream', async () => {
        const events = game('a', 400);
        const expected = recorded(events);
        const readers = await Promise.all([1, 2, 3, 4].map(() => history.reader()));
        let writing = true;
        const watch = async (each: HistoryReader) => {
          let longest = 0;
          while (writing) {
            const seen = await collect(each.read(gameStream('a')));
            expect(seen).toEqual(expected.slice(0, seen.length));
            expect(seen.length).toBeGreaterThanOrEqual(longest);
            longest = seen.length;
            await new Promise((resolve) => setImmediate(resolve));
          }
        };
        const watching = Promise.all(readers.map(watch));
        for (let at = 0; at < events.length; at += 8) {
          await append(events.slice(at, at + 8), at + 8);
          await new Promise((resolve) => setImmediate(resolve));
        }
        writing = false;
        await watching;
        for (const each of readers) {
          expect(await each.length(gameStream('a'))).toBe(400);
          await each.close();
        }
      });
    });
  });
}

async function collect(events: AsyncIterable<RecordedEvent>): Promise<RecordedEvent[]> {
  const all: RecordedEvent[] = [];
  for await (const each of events) all.push(each);
  return all;
}

/** The events of one stream as its history has them when they came in this order. */
function recorded(events: readonly EventRecord[], stream = gameStream(events[0]?.sessionId ?? '')): RecordedEvent[] {
  return events.map((each, revision) => ({ ...each, stream, revision }));
}

/** Games side by side, each in its own order. */
function shuffle(games: ReadonlyArray<readonly EventRecord[]>): EventRecord[] {
  const random = seeded(11);
  const rest = games.map((events) => [...events]);
  const mixed: EventRecord[] = [];
  for (let open = rest; open.length > 0; open = open.filter((events) => events.length > 0)) {
    const next = open[Math.floor(random() * open.length)]?.shift();
    if (next !== undefined) mixed.push(next);
  }
  return mixed;
}

/** Park and Miller's generator, so that a failure can be had again. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}
