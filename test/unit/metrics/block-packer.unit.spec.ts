import { expect, test } from 'vitest';
import { BLOCK_BYTES, BLOCK_ROWS, eachRow, rowReader } from '../../../main-ingest/contract/cell-block.ts';
import { BlockPacker } from '../../../main-ingest/metrics/block-packer.ts';
import type { ResultColumn } from '../../../main-ingest/metrics/metrics.ts';

const COLUMNS: readonly ResultColumn[] = [
  { name: 'score', type: 'double' },
  { name: 'at', type: 'timestamp' },
  { name: 'joker', type: 'text' },
  { name: 'won', type: 'boolean' },
  { name: 'hand', type: 'list' },
];

test('rows come out as they went in', () => {
  const packer = new BlockPacker(COLUMNS);
  const at = '2026-10-01T09:30:00.123456Z';
  packer.add(
    [
      [1.5e28, null],
      [Date.parse('2026-10-01T09:30:00Z') * 1000 + 123456, null],
      ['Säy "Hi"\n', null],
      [true, null],
      [['S_A', null], null],
    ],
    2,
  );
  packer.add([[-0.1], [at], [''], [false], [[]]], 1);
  expect(packer.rows).toBe(3);
  expect([...eachRow(COLUMNS, packer.end())]).toEqual([
    [1.5e28, at, 'Säy "Hi"\n', true, ['S_A', null]],
    [null, null, null, null, null],
    [-0.1, at, '', false, []],
  ]);
});

test('every block but the last is full, however the rows come', () => {
  const columns: readonly ResultColumn[] = [
    { name: 'n', type: 'integer' },
    { name: 'name', type: 'text' },
  ];
  const packer = new BlockPacker(columns);
  const total = 2 * BLOCK_ROWS + 5;
  for (let from = 0; from < total; from += 1_500) {
    const numbers = Array.from({ length: Math.min(1_500, total - from) }, (_, i) => from + i);
    packer.add([numbers, numbers.map(String)], numbers.length);
  }
  const blocks = packer.end();
  expect(blocks.map(({ rows }) => rows)).toEqual([BLOCK_ROWS, BLOCK_ROWS, 5]);
  expect([...eachRow(columns, blocks)].every(([n, name], index) => n === index && name === String(index))).toBe(true);
  const [, second] = blocks;
  expect(second && rowReader(columns, second)(7)).toEqual([BLOCK_ROWS + 7, String(BLOCK_ROWS + 7)]);
});

test('a block of large rows ends before it has all the rows it may', () => {
  const columns: readonly ResultColumn[] = [{ name: 'log', type: 'text' }];
  const packer = new BlockPacker(columns);
  const log = 'x'.repeat(BLOCK_BYTES / 4);
  for (let row = 0; row < 10; row += 1) packer.add([[`${row}${log}`]], 1, log.length);
  expect(packer.rows).toBe(10);
  const blocks = packer.end();
  expect(blocks.map(({ rows }) => rows)).toEqual([4, 4, 2]);
  expect([...eachRow(columns, blocks)].map(([text]) => String(text)[0])).toEqual([...'0123456789']);
});

test('numbers are kept however many come: seventy rows of a thousand columns', () => {
  const columns = Array.from({ length: 1_000 }, (_, index): ResultColumn => ({ name: `c${index}`, type: 'double' }));
  const packer = new BlockPacker(columns);
  const row = (n: number) => columns.map((_, index) => [n + index]);
  for (let n = 0; n < 70; n += 1) packer.add(row(n), 1);
  const rows = [...eachRow(columns, packer.end())];
  expect([rows.length, rows[69]?.[999], rows[0]?.[0]]).toEqual([70, 69 + 999, 0]);
});
