import { expect, test } from 'vitest';
import { tableText } from '../../../main-ingest/command/table-text.ts';
import type { Recipe } from '../../../main-ingest/contract/cookbook.ts';

const OUTPUT = {
  columns: [
    { name: 'strategy', type: 'text' as const },
    { name: 'games', type: 'integer' as const },
    { name: 'win_rate', type: 'double' as const },
    { name: 'score', type: 'double' as const },
  ],
  rows: [
    ['smart', 1399, 0.36, 1_540_081],
    ['a\u001b[31mred\n', null, 0.0858, 1.2e25],
  ],
  truncated: false,
  bytes: 0,
  engine: 'duckdb' as const,
  timing: { parseMs: 0, executeMs: 0, transferMs: 0, totalMs: 0 },
  cached: false,
  dataAt: null,
};
const RECIPE: Recipe = {
  name: 'example',
  title: 'Example',
  question: 'Which?',
  subject: 'Learning',
  tags: [],
  parameters: [],
  columns: [
    { name: 'strategy', label: 'Strategy', unit: 'text' },
    { name: 'games', label: 'Games', unit: 'count' },
    { name: 'win_rate', label: 'Win rate', unit: 'share' },
    { name: 'score', label: 'Score', unit: 'score' },
  ],
  chart: { type: 'none', title: 'Example', y: [] },
  readItSo: 'So.',
  next: [],
  opens: null,
  sql: { duckdb: '', questdb: '' },
  rollup: null,
};

test('numbers stand right, in their units; text cannot move a terminal’s cursor', () => {
  expect([...tableText(OUTPUT, RECIPE)]).toEqual([
    'strategy    games  win_rate      score\n',
    '──────────  ─────  ────────  ─────────\n',
    'smart       1,399    36.0 %  1,540,081\n',
    'a [31mred    NULL     8.6 %   1.200e25\n',
  ]);
});

test('without a recipe a number is a number', () => {
  expect([...tableText(OUTPUT)][2]).toBe('smart       1,399      0.36  1,540,081\n');
});

test('whole numbers and decimals have every digit; null, an empty text and a dash are three things', () => {
  const columns = [
    { name: 'n', type: 'integer' as const },
    { name: 'd', type: 'decimal' as const },
    { name: 'text', type: 'text' as const },
  ];
  const rows = [
    ['9007199254740993', '-1234.50', ''],
    [9_007_199_254_740_991, 0.5, '–'],
    [null, null, null],
    [1, '12345678901234567890.1234', 'NULL'],
  ];
  expect([...tableText({ ...OUTPUT, columns, rows })].slice(2)).toEqual([
    "9,007,199,254,740,993                        -1,234.50  ''\n",
    '9,007,199,254,740,991                              0.5  –\n',
    '                 NULL                             NULL  NULL\n',
    "                    1  12,345,678,901,234,567,890.1234  'NULL'\n",
  ]);
});
