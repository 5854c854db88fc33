import { expect, test } from 'vitest';
import { fieldsOf } from '../../../main-ingest/contract/delimited-text.ts';
import { csvLines, jsonLines, markdownLines } from '../../../main-ingest/cookbook/text-lines.ts';

const RESULT = {
  columns: [
    { name: 'joker', type: 'text' },
    { name: 'score', type: 'double' },
    { name: 'jokers', type: 'list' },
  ],
  rows: [
    ['<img onerror=alert(1)>', 1.5e28, ['a', 'b']],
    ['say "hi",\nthen|go', null, []],
  ],
} as const;

test('CSV quotes what has to be quoted and leaves nothing for null', () => {
  expect([...csvLines(RESULT)].join('')).toBe(
    'joker,score,jokers\r\n<img onerror=alert(1)>,1.5e+28,"[""a"",""b""]"\r\n"say ""hi"",\nthen|go",,[]\r\n',
  );
});

test('JSON is an array of one object a row', () => {
  expect(JSON.parse([...jsonLines(RESULT)].join(''))).toEqual([
    { joker: '<img onerror=alert(1)>', score: 1.5e28, jokers: ['a', 'b'] },
    { joker: 'say "hi",\nthen|go', score: null, jokers: [] },
  ]);
  expect(JSON.parse([...jsonLines({ ...RESULT, rows: [] })].join(''))).toEqual([]);
});

test('Markdown stays a table and text whatever a cell holds', () => {
  expect([...markdownLines(RESULT)]).toEqual([
    '| joker | score | jokers |\n',
    '| --- | --: | --- |\n',
    '| \\<img onerror=alert(1)\\> | 1.5e+28 | a, b |\n',
    '| say "hi", then\\|go | *null* |  |\n',
  ]);
});

const EXACT = {
  columns: [
    { name: 'n', type: 'integer' },
    { name: 'd', type: 'decimal' },
    { name: 'text', type: 'text' },
    { name: '__proto__', type: 'text' },
  ],
  rows: [
    ['9007199254740993', '-1.10', '9007199254740993', null],
    [1, 0.5, '', '–'],
  ],
} as const;

test('a number has all its digits in CSV and JSON, where it is a number', () => {
  expect([...csvLines(EXACT)].slice(1, 2)).toEqual(['9007199254740993,-1.10,9007199254740993,\r\n']);
  const text = [...jsonLines(EXACT)].join('');
  expect(text).toBe(
    '[\n{"n":9007199254740993,"d":-1.10,"text":"9007199254740993","__proto__":null},\n' +
      '{"n":1,"d":0.5,"text":"","__proto__":"–"}\n]\n',
  );
  expect(JSON.parse(text)).toHaveLength(2);
});

test('null, an empty text and a dash are three things', () => {
  expect(
    [
      ...csvLines({
        columns: EXACT.columns.slice(0, 3),
        rows: [
          [null, null, ''],
          [null, null, '–'],
        ],
      }),
    ].slice(1),
  ).toEqual([',,""\r\n', ',,–\r\n']);
  expect([...markdownLines({ columns: EXACT.columns.slice(2, 3), rows: [[null], [''], ['null']] })].slice(2)).toEqual([
    '| *null* |\n',
    '|  |\n',
    '| null |\n',
  ]);
});

test('formulas are guarded where that is wished, and nothing else is touched', () => {
  const table = {
    columns: [
      { name: '=head', type: 'text' },
      { name: 'n', type: 'integer' },
    ],
    rows: [
      ['=1+1', -4],
      ['+5', '-9007199254740993'],
      ['-cmd', null],
      ['@x', 0],
      ['\tx', 0],
      ['\rx', 0],
      ['-1.50', 0],
      ['a=b', 0],
    ],
  } as const;
  expect([...csvLines(table, { guardFormulas: true })]).toEqual([
    "'=head,n\r\n",
    "'=1+1,-4\r\n",
    "'+5,-9007199254740993\r\n",
    "'-cmd,\r\n",
    "'@x,0\r\n",
    "'\tx,0\r\n",
    '"\'\rx",0\r\n',
    '-1.50,0\r\n',
    'a=b,0\r\n',
  ]);
  expect([...csvLines(table)].slice(0, 2)).toEqual(['=head,n\r\n', '=1+1,-4\r\n']);
});

test('a copied row has a field a column, whatever its cells hold', () => {
  const row = [null, '–', '', 'a\tb', 'x\ny', 'say "hi"', 'a,b', 1, '9007199254740993', ['a', 1], true];
  expect(fieldsOf(row, { separator: '\t' })).toBe(
    '\t–\t""\t"a\tb"\t"x\ny"\t"say ""hi"""\ta,b\t1\t9007199254740993\t"[""a"",1]"\ttrue',
  );
});
