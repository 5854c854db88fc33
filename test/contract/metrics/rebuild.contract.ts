import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MetricsSink } from '../../../main-ingest/delivery/metrics-sink.ts';
import { type RebuildOptions, rebuildMetrics } from '../../../main-ingest/delivery/rebuild.ts';
import type { EventRecord } from '../../../main-ingest/event/event.ts';
import { usToTimestamp } from '../../../main-ingest/event/record.ts';
import { HistoryError, type HistoryReader } from '../../../main-ingest/history/history.ts';
import { openSqliteHistory, openSqliteHistoryReader } from '../../../main-ingest/history/sqlite.ts';
import type { SqliteWriter } from '../../../main-ingest/history/sqlite-writer.ts';
import type { JournalReader } from '../../../main-ingest/journal/journal.ts';
import { Published } from '../../../main-ingest/journal/published.ts';
import { openJournal, openJournalReader } from '../../../main-ingest/journal/segments.ts';
import { openDuckdb } from '../../../main-ingest/metrics/duckdb.ts';
import { type MetricsOptions, type OpenMetrics, openAnew, openMetrics } from '../../../main-ingest/metrics/open.ts';
import { TABLES } from '../../../main-ingest/metrics/tables.ts';
import { compareTables, isEqual } from '../../../main-ingest/migration/compare-tables.ts';
import { recordedEvents } from '../../recordings.ts';

/** What was delivered to the end, and how much of that the history had when the rebuild was wished. */
const EVENTS = 4000;
const HISTORY_HAS = 2621;
const HISTORY_COMES_TO = 3000;

/** Making a store of metrics anew of the history, whatever stands behind it. */
export function rebuildContract(name: string, options: (folder: string) => Promise<MetricsOptions>): void {
  describe(`Metrics made anew of the history [${name}, real SQLite]`, () => {
    const recorded = recordedEvents('train-small.jsonl.gz').slice(0, EVENTS - 3);
    const events = [...recorded.slice(0, 100), ...runEvents(), ...recorded.slice(100)];
    let folder = '';
    let metrics: MetricsOptions;
    let writer: SqliteWriter;
    let history: HistoryReader;
    let journal: JournalReader;
    let closeJournal: () => Promise<void>;
    const published = new Published();

    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'rebuild-'));
      metrics = await options(folder);
      const opened = await openJournal(join(folder, 'journal'), JOURNAL, published);
      closeJournal = () => opened.close();
      for (let at = 0; at < EVENTS; at += 500) await opened.append(events.slice(at, at + 500));
      journal = openJournalReader(join(folder, 'journal'));
      writer = openSqliteHistory(join(folder, 'history.sqlite'));
      await writer.append(events.slice(0, HISTORY_COMES_TO), HISTORY_HAS);
      history = openSqliteHistoryReader(join(folder, 'history.sqlite'));
    });
    afterEach(async () => {
      await history.close();
      await writer.close();
      journal.close();
      await closeJournal();
      await rm(folder, { recursive: true });
    });

    /** Makes it anew, and answers what came of it. */
    async function rebuild(more: Partial<RebuildOptions> = {}) {
      const anew = await openAnew(metrics);
      try {
        const result = await rebuildMetrics({
          history,
          journal,
          published,
          anew,
          historyHas: HISTORY_HAS,
          refuse: () => expect.fail('nothing is to be refused'),
          signal: new AbortController().signal,
          onProgress: () => {},
          ...more,
        });
        await anew.finish();
        return result;
      } catch (error) {
        await anew.abandon();
        throw error;
      }
    }

    /** Delivers the rest of the journal as the engine does. */
    async function deliverOn(store: OpenMetrics): Promise<void> {
      const sink = new MetricsSink(store.writer, { close: async () => {} });
      for (let at = await sink.checkpoint(); at < EVENTS; ) {
        const next = journal.read(at, published.durable(), 700, 1 << 20);
        at += next.length;
        await sink.write(next, at);
      }
      await store.reader.settled();
    }

    /** Tables that differ from those of a store that got all events in their order. */
    async function differing(store: OpenMetrics): Promise<string[]> {
      const control = await openDuckdb({
        file: join(folder, 'control.duckdb'),
        memoryLimitMb: 256,
        exportFolder: join(folder, 'export'),
      });
      await deliverOn(control);
      const differ: string[] = [];
      for (const table of TABLES) {
        const compared = await compareTables({
          source: control.reader,
          target: store.reader,
          table,
          signal: new AbortController().signal,
          onProgress: () => {},
        });
        if (!isEqual(compared)) differ.push(`${table.name}: ${JSON.stringify(compared.rows)}`);
      }
      await control.close();
      return differ;
    }

    test('holds what a store holds that got every event once, games in flight included', async () => {
      const before = await openMetrics(metrics);
      await before.writer.write(new Map([['system_metrics', [[1_790_000_000_000_000, 'workbench', 'wrong', 1]]]]), {
        position: 77,
        carry: new Map([['nobody', '{}']]),
      });
      await before.close();
      const seen: number[] = [];
      const result = await rebuild({ onProgress: ({ done, total }) => seen.push(done / total) });
      expect(result).toEqual({ events: HISTORY_HAS, position: HISTORY_HAS, unreadable: [] });
      expect(seen.at(-1)).toBe(1);
      const store = await openMetrics(metrics);
      expect((await store.writer.checkpoint()).position).toBe(HISTORY_HAS);
      await deliverOn(store);
      expect(await differing(store)).toEqual([]);
      await store.close();
    });

    test('what is appended to journal and history meanwhile is neither missed nor doubled', async () => {
      let appended = HISTORY_COMES_TO;
      const growing: Pick<HistoryReader, 'streams' | 'read'> = {
        streams: () => history.streams(),
        async *read(stream, readOptions) {
          await writer.append(events.slice(appended, appended + 10), HISTORY_HAS);
          appended += 10;
          yield* history.read(stream, readOptions);
        },
      };
      const { events: read } = await rebuild({ history: growing });
      expect(appended).toBeGreaterThan(HISTORY_COMES_TO + 50);
      expect(read).toBe(HISTORY_HAS);
      const store = await openMetrics(metrics);
      await deliverOn(store);
      expect(await differing(store)).toEqual([]);
      await store.close();
    });

    test('ended in the middle, it begins again', async () => {
      const stop = new AbortController();
      const stopping = { signal: stop.signal, onProgress: () => stop.abort(new Error('stopped')) };
      await expect(rebuild(stopping)).rejects.toThrow('stopped');
      await rebuild();
      const store = await openMetrics(metrics);
      await deliverOn(store);
      expect(await differing(store)).toEqual([]);
      await store.close();
    });

    test('a damaged stream is named, and all others are there', async () => {
      const [first] = (await history.streams()).map(([stream]) => stream);
      const damaged: Pick<HistoryReader, 'streams' | 'read'> = {
        streams: () => history.streams(),
        async *read(stream, readOptions) {
          if (stream === first) throw new HistoryError('DAMAGED', 'is damaged', { retry: true });
          yield* history.read(stream, readOptions);
        },
      };
      const { unreadable, events: read } = await rebuild({ history: damaged });
      expect(unreadable).toEqual([first]);
      expect(read).toBeLessThan(HISTORY_HAS);
      const store = await openMetrics(metrics);
      expect((await store.writer.checkpoint()).position).toBe(HISTORY_HAS);
      await store.close();
    });
  });
}

const JOURNAL = { sync: 'os', maxBytes: 2 ** 30, segmentBytes: 2 ** 20 } as const;

function runEvents(): EventRecord[] {
  const event = (number: number, eventType: string, data: object): EventRecord => ({
    eventId: `00000000-0000-4000-9000-${String(number).padStart(12, '0')}`,
    eventType,
    timestamp: usToTimestamp(1_790_847_000_000_000 + number),
    timestampUs: 1_790_847_000_000_000 + number,
    sessionId: 'run-1',
    sequenceId: -1,
    schemaVersion: 1,
    source: 'trainer',
    correlationId: '',
    data: JSON.stringify(data),
  });
  return [
    event(1, 'MetricRecorded', { name: 'loss', value: 0.5, step: 10 }),
    event(2, 'ModelCheckpoint', { modelVersion: 'v2', step: 20, metrics: { winRate: 0.25 } }),
    event(3, 'ComponentError', { component: 'mod', code: 'E1', message: 'broke' }),
  ];
}
