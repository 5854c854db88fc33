import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BatchSize } from '../../../main-ingest/delivery/batch-size.ts';
import { Lag, Rate } from '../../../main-ingest/delivery/lag.ts';
import { openQuarantine } from '../../../main-ingest/delivery/quarantine.ts';

test('lag is the wait of the oldest event that is not delivered', () => {
  const lag = new Lag();
  lag.journalAt(10, 1_000);
  lag.journalAt(10, 1_500);
  lag.journalAt(25, 2_000);
  expect([lag.events, lag.milliseconds(2_500)]).toEqual([25, 1_500]);
  lag.deliveredTo(9);
  expect([lag.events, lag.milliseconds(2_500)]).toEqual([16, 1_500]);
  lag.deliveredTo(10);
  expect([lag.events, lag.milliseconds(2_500)]).toEqual([15, 500]);
  lag.deliveredTo(25);
  expect([lag.events, lag.milliseconds(9_999)]).toEqual([0, 0]);
});

test('the rate is over the last four seconds', () => {
  const rate = new Rate();
  rate.add(4_000, 1_000);
  rate.add(8_000, 3_000);
  expect(rate.perSecond(3_000)).toBe(3_000);
  expect(rate.perSecond(5_000)).toBe(2_000);
  expect(rate.perSecond(7_000)).toBe(0);
});

test('batches grow while they are short, shrink when they are long, within bounds', () => {
  const size = new BatchSize();
  expect(size.events).toBe(1024);
  size.took(1024, 10);
  expect(size.events).toBe(2048);
  size.took(100, 10);
  expect(size.events).toBe(2048);
  size.took(2048, 1_000);
  expect(size.events).toBe(2048);
  for (let times = 0; times < 20; times += 1) size.took(size.events, 10);
  expect(size.events).toBe(8192);
  for (let times = 0; times < 20; times += 1) size.took(size.events, 3_000);
  expect(size.events).toBe(64);
});

describe('quarantine', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'quarantine-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const refused = { source: 'history', code: 'BAD', reason: 'It is bad', excerpt: '<img onerror=x>' };

  test('keeps what was refused, newest first, also for others and later', () => {
    const file = join(folder, 'quarantine.sqlite');
    const [one, other] = [openQuarantine(file), openQuarantine(file)];
    one.add(refused);
    other.add({ ...refused, source: 'mod', excerpt: 'x'.repeat(600), bytes: Buffer.from('all of it') });
    expect(one.list(10)).toMatchObject([{ source: 'mod', excerpt: 'x'.repeat(500) }, refused]);
    expect(one.list(1)).toHaveLength(1);
    expect(new Date(one.list(1)[0]?.at ?? '').getTime()).toBeGreaterThan(0);
    one.close();
    other.close();
    const again = openQuarantine(file);
    expect([again.count(), again.count('history'), again.count('nobody')]).toEqual([2, 1, 0]);
    again.close();
  });

  test('an event is kept once a source', () => {
    const quarantine = openQuarantine(join(folder, 'quarantine.sqlite'));
    quarantine.add({ ...refused, eventId: 'e' });
    quarantine.add({ ...refused, eventId: 'e', reason: 'again' });
    quarantine.add({ ...refused, eventId: 'e', source: 'metrics' });
    quarantine.add(refused);
    quarantine.add(refused);
    expect([quarantine.count(), quarantine.count('history')]).toEqual([4, 3]);
    quarantine.close();
  });
});
