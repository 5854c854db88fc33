import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ID_BYTES, PackedIds, packedId, wordsOf } from '../../../main-ingest/ledger/packed-ids.ts';
import { SequenceSet } from '../../../main-ingest/ledger/sequence-set.ts';

describe('packed ids', () => {
  /** Random ids, ids that are counted up, and ids with few different digits. */
  const id = fc.oneof(
    fc.uuid(),
    fc.nat(300).map((number) => `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`),
    fc.stringMatching(/^[0f]{8}-[0f]{4}-[0f]{4}-[0f]{4}-[0f]{12}$/),
  );

  test('know what a set of texts knows', () => {
    fc.assert(
      fc.property(fc.array(id, { maxLength: 500 }), fc.array(id, { maxLength: 40 }), (ids, gone) => {
        const packed = new PackedIds();
        const model = new Set<string>();
        for (const one of ids) {
          expect(packed.add(one)).toBe(!model.has(one));
          model.add(one);
        }
        const known = new Set(gone).intersection(model);
        expect(packed.remove(gone.map(wordsOf))).toBe(known.size);
        for (const one of gone) model.delete(one);
        expect(packed.size).toBe(model.size);
        for (const one of [...ids, ...gone]) expect(packed.has(one)).toBe(model.has(one));
        const bytes = packed.bytes(0, packed.size);
        expect(bytes.equals(Buffer.concat([...model].map((one) => packedId(wordsOf(one)))))).toBe(true);
        const middle = Math.floor(packed.size / 2) * ID_BYTES;
        const copy = PackedIds.of(bytes.subarray(0, middle), bytes.subarray(middle));
        expect(copy.bytes(0, copy.size).equals(bytes)).toBe(true);
      }),
    );
  });

  test('do not tell upper from lower case', () => {
    const packed = new PackedIds();
    expect(packed.add('DF06C1F5-E749-54B7-82E1-A97AB487E492')).toBe(true);
    expect(packed.add('df06c1f5-e749-54b7-82e1-a97ab487e492')).toBe(false);
  });

  test('stay quick when the ids are counted up', () => {
    const packed = new PackedIds();
    for (let number = 1; number <= 20_000; number++) {
      packed.add(`${number.toString(16).padStart(8, '0')}-0000-4000-8000-000000000000`);
      packed.add(`00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`);
    }
    expect(packed.size).toBe(40_000);
  });

  test('stay quick when the ids are made to share a slot', () => {
    const packed = new PackedIds();
    for (let number = 1; number <= 150_000; number++) {
      const first = (Math.imul(number, 0x85ebca6b) >>> 0).toString(16).padStart(8, '0');
      packed.add(`${first}-0000-0000-0000-0000${number.toString(16).padStart(8, '0')}`);
    }
    expect(packed.size).toBe(150_000);
  });
});

describe('sequences', () => {
  test('know what a set of numbers knows, as few ranges', () => {
    const step = fc.tuple(fc.boolean(), fc.nat(40));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const sequences = new SequenceSet();
        const model = new Set<number>();
        for (const [adds, value] of steps) {
          if (adds) {
            expect(sequences.add(value)).toBe(!model.has(value));
            model.add(value);
          } else {
            sequences.delete(value);
            model.delete(value);
          }
          expect(sequences.next()).toBe(Math.max(-1, ...model) + 1);
        }
        for (let value = 0; value <= 41; value++) expect(sequences.has(value)).toBe(model.has(value));
        const bounds = sequences.bounds();
        expect(bounds).toEqual([...bounds].sort((a, b) => a - b));
        expect(new Set(bounds).size).toBe(bounds.length);
        expect(new SequenceSet(bounds).bounds()).toEqual(bounds);
      }),
    );
  });

  test('without gaps are one range', () => {
    const sequences = new SequenceSet();
    for (let value = 0; value < 1000; value++) sequences.add((value * 7) % 1000);
    expect(sequences.bounds()).toEqual([0, 1000]);
  });
});
