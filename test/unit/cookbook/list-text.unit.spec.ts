import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readList, writeList } from '../../../main-ingest/contract/list-text.ts';

test.each([
  ['', []],
  ['smart', ['smart']],
  ['smart,random', ['smart', 'random']],
  ['a, b', ['a', ' b']],
  ['"a, b"', ['a, b']],
  ['"a, b", "say ""hi""",c', ['a, b', 'say "hi"', 'c']],
  ['["a, b","c"]', ['a, b', 'c']],
  ['[1, 2]', ['1', '2']],
  ['[odd] name,b', ['[odd] name', 'b']],
  ['[odd', ['[odd']],
  ['5" disc,b', ['5" disc', 'b']],
  ['a,', ['a', '']],
  ['"unclosed, b', ['"unclosed', ' b']],
])('%s is read as %j', (text, values) => {
  expect(readList(text)).toEqual(values);
});

test('law: what is written is read again', () => {
  const name = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'a,"[] 1\n') }));
  fc.assert(
    fc.property(fc.array(name), (values) => {
      expect(readList(writeList(values))).toEqual(values);
    }),
  );
});
