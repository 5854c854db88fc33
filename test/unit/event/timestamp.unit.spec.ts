import fc from 'fast-check';
import { expect, test } from 'vitest';
import { timestampToUs, usToTimestamp } from '../../../main-ingest/event/record.ts';

test.each([
  ['1970-01-01T00:00:00Z', 0],
  ['1970-01-01T00:00:00.000001Z', 1],
  ['1970-01-01T00:00:01.5Z', 1_500_000],
  ['1970-01-02T00:00:00.12+00:00', 86_400_120_000],
  ['1969-12-31T23:59:59.999999Z', -1],
  ['2000-02-29T23:59:59Z', 951_868_799_000_000],
])('%s is %d µs', (text, us) => {
  expect(timestampToUs(text)).toBe(us);
});

test.each([
  '',
  '2026-10-01',
  '2026-10-01T09:30:00',
  '2026-10-01 09:30:00Z',
  '2026-10-01T09:30:00+02:00',
  '2026-10-01T09:30:00.Z',
  '2026-10-01T09:30:00.1234567Z',
  '2026-10-01T09:30:00.12a456Z',
  '2026-10-01T09:30:00.1ZZ',
  '2026-10-01T09:30:00Zjunk',
  '2026-10-01T24:00:00Z',
  '2026-10-01T09:60:00Z',
  '2026-10-01T09:30:60Z',
  '2026-02-30T00:00:00Z',
  '2025-02-29T00:00:00Z',
  '2026-13-01T00:00:00Z',
  '2026-00-01T00:00:00Z',
  '2026-1O-01T00:00:00Z',
])('%j is no timestamp', (text) => {
  expect(timestampToUs(text)).toBeNaN();
});

test('microseconds survive the way through text, and agree with the clock of the platform', () => {
  const from = Date.UTC(1900, 0, 1) * 1000;
  const to = Date.UTC(2200, 0, 1) * 1000;
  fc.assert(
    fc.property(fc.integer({ min: from, max: to }), (us) => {
      const text = usToTimestamp(us);
      expect(timestampToUs(text)).toBe(us);
      expect(Date.parse(text)).toBe(Math.floor(us / 1000));
    }),
  );
});
