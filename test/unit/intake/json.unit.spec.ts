import fc from 'fast-check';
import { expect, test } from 'vitest';
import { excerptOf } from '../../../main-ingest/intake/excerpt.ts';
import { parseJson } from '../../../main-ingest/intake/json.ts';

test.each([
  ['NaN', null],
  ['-Infinity', Number.NEGATIVE_INFINITY],
  ['[NaN,Infinity, -Infinity]', [null, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]],
  [
    '{"NaN": NaN, "a\\"NaN": "Infinity", "b\\\\": Infinity}',
    { NaN: null, 'a"NaN': 'Infinity', 'b\\': Number.POSITIVE_INFINITY },
  ],
])('%s is read', (text, value) => {
  expect(parseJson(text)).toEqual(value);
});

test.each(['', '{', 'NaNa', '[xNaN]', '[NaN', '"NaN', '[+Infinity]', '[1NaN]', '[Infinity0]', '-NaN5'])(
  '%s is no JSON',
  (text) => {
    expect(() => parseJson(text)).toThrow(SyntaxError);
  },
);

/** What Python's json.dumps writes of a value that may hold what JSON cannot. */
function dumps(value: unknown): string {
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return `[${value.map(dumps).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([key, item]) => `${JSON.stringify(key)}: ${dumps(item)}`)
    .join(', ')}}`;
}

const words = fc.constantFrom('NaN', '"', '\\', 'Infinity', ' -Infinity', '\\"', '"NaN"', 'ä');
const json = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.double(),
    fc.boolean(),
    fc.array(words, { maxLength: 5 }).map((list) => list.join('')),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(
      fc.array(words, { maxLength: 3 }).map((list) => list.join('')),
      tie('value'),
      { maxKeys: 4 },
    ),
  ),
})).value;

test('whatever Python writes is read as it was, but NaN as null', () => {
  const known = (_key: string, item: unknown): unknown => (Number.isNaN(item) ? null : item);
  fc.assert(
    fc.property(json, (value) => {
      const read = parseJson(dumps(value));
      expect(dumps(read)).toBe(dumps(JSON.parse(JSON.stringify(value, marked), unmarked(known))));
    }),
  );
});

/** Carries infinities through JSON. */
function marked(_key: string, item: unknown): unknown {
  return typeof item === 'number' && !Number.isFinite(item) ? { marked: String(item) } : item;
}

function unmarked(then: (key: string, item: unknown) => unknown): (key: string, item: unknown) => unknown {
  return (key, item) =>
    then(key, typeof item === 'object' && item !== null && 'marked' in item ? Number(item.marked) : item);
}

test('an excerpt begins as the JSON of a value does', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 3 }), fc.integer({ min: 0, max: 80 }), (value, limit) => {
      expect(excerptOf(value, limit)).toBe(JSON.stringify(value).slice(0, limit));
    }),
  );
});

test('an excerpt of what is deep or long is as short as any', () => {
  let deep: unknown = 1;
  for (let depth = 0; depth < 200_000; depth++) deep = [deep];
  expect(excerptOf(deep, 500)).toBe('['.repeat(500));
  expect(excerptOf(Array(10_000_000).fill(0), 10)).toBe('[0,0,0,0,0');
  expect(excerptOf({ a: Number.NaN, b: undefined }, 50)).toBe('{"a":NaN,"b":undefined}');
});
