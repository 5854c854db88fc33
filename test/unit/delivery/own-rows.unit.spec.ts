import { expect, test } from 'vitest';
import { MetricsSink } from '../../../main-ingest/delivery/metrics-sink.ts';
import { type MetricsCheckpoint, MetricsError } from '../../../main-ingest/metrics/metrics.ts';
import { systemMetricRows } from '../../../main-ingest/metrics/run-rows.ts';
import type { Row, TableRows } from '../../../main-ingest/metrics/tables.ts';

test('rows about the workbench itself go with the next batch, once, also when that is written twice', async () => {
  const written: Array<readonly Row[]> = [];
  let failures = 1;
  const writer = {
    checkpoint: async (): Promise<MetricsCheckpoint> => ({ position: 0, carry: new Map() }),
    write: async (rows: TableRows) => {
      if (failures-- > 0) throw new Error('away');
      written.push(rows.get('system_metrics') ?? []);
    },
    close: async () => {},
  };
  let own: readonly Row[] = systemMetricRows(1_000_000, 'workbench', { memory_bytes: 5 });
  const takeOwnRows = (): readonly Row[] => {
    const rows = own;
    own = [];
    return rows;
  };
  const sink = new MetricsSink(writer, { close: async () => {}, takeOwnRows });
  const none: [] = [];
  await expect(sink.write(none, 0)).rejects.toThrow('away');
  await sink.write(none, 0);
  await sink.write([], 0);
  expect(written).toEqual([[[1_000_000, 'workbench', 'memory_bytes', 5]], []]);
});

test('a store that takes nothing more until it is opened anew is told of, and no other error is', async () => {
  let error: Error = new MetricsError('DISK_FULL', 'no space left', undefined);
  const writer = {
    checkpoint: async (): Promise<MetricsCheckpoint> => ({ position: 0, carry: new Map() }),
    write: async () => {
      throw error;
    },
    close: async () => {},
  };
  const broken: Error[] = [];
  const sink = new MetricsSink(writer, { close: async () => {}, onBroken: (cause) => broken.push(cause) });
  await expect(sink.write([], 0)).rejects.toThrow('no space left');
  expect(broken).toEqual([]);
  error = new MetricsError('BROKEN', 'has been invalidated', undefined);
  await expect(sink.write([], 0)).rejects.toThrow('invalidated');
  expect(broken).toEqual([error]);
});
