import { expect, test } from 'vitest';
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
    '| say "hi", then\\|go |  |  |\n',
  ]);
});
