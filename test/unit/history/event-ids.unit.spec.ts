import fc from 'fast-check';
import { expect, test } from 'vitest';
import { IdSet, packIds, unpackId } from '../../../main-ingest/history/event-ids.ts';

const ids = (values: readonly string[]) => values.map((eventId) => ({ eventId }));
const uuid = fc.tuple(fc.nat(3), fc.nat(3), fc.nat(3), fc.nat(3)).map((words) => {
  const hex = words.map((word) => word.toString(16).padStart(8, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
});

test('ids come back lower case with dashes', () => {
  const packed = packIds(ids(['DF06C1F5-e749-54b7-82e1-a97ab487e492', '00000000-0000-0000-0000-000000000000']));
  expect(packed).toHaveLength(32);
  expect(unpackId(packed, 0)).toBe('df06c1f5-e749-54b7-82e1-a97ab487e492');
  expect(unpackId(packed, 1)).toBe('00000000-0000-0000-0000-000000000000');
});

test.each(['', 'x', 'df06c1f5e74954b782e1a97ab487e492', 'df06c1f5-e749-54b7-82e1-a97ab487e49g'])(
  '%j is no id',
  (id) => {
    expect(() => packIds(ids([id]))).toThrow(
      expect.objectContaining({ retry: false, eventId: id, code: 'BAD_EVENT_ID' }),
    );
  },
);

test('a set of ids knows what a set of their texts knows', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.uuid(), uuid), { maxLength: 400 }), (values) => {
      const known = new IdSet();
      const expected = new Set<string>();
      const packed = packIds(ids(values));
      for (const [place, value] of values.entries()) {
        expect(known.add(packed, place)).toBe(!expected.has(value));
        expected.add(value);
      }
      expect(known.size).toBe(expected.size);
    }),
  );
});

test('a set of ids stays quick when they are made to share a slot', () => {
  const known = new IdSet();
  const made = Array.from({ length: 150_000 }, (_, number) => {
    const id = Buffer.alloc(16);
    id.writeUInt32LE(Math.imul(number, 0x9e3779b1) >>> 0, 0);
    id.writeUInt32LE(number, 4);
    return id;
  });
  known.addAll(Buffer.concat(made));
  expect(known.size).toBe(150_000);
});
