import { expect, test } from 'vitest';
import { BLOCK_BYTES, BLOCK_ROWS } from '../../../main-ingest/contract/cell-block.ts';
import { BlockPacker } from '../../../main-ingest/metrics/block-packer.ts';
import { AnswerRows } from '../../../renderer/views/cookbook/answer-rows.ts';

test('any row of a long answer is read where it stands, as far as rows have come', () => {
  const columns = [
    { name: 'place', type: 'integer' as const },
    { name: 'name', type: 'text' as const },
  ];
  const total = 20 * BLOCK_ROWS + 3;
  const packer = new BlockPacker(columns);
  const numbers = Array.from({ length: total }, (_, index) => index);
  packer.add([numbers, numbers.map((index) => `row ${index}`)], total);
  const [first, ...more] = packer.end();
  const rows = new AnswerRows(columns);
  expect(rows.at(0)).toBeUndefined();
  if (first) rows.add(first);
  expect([rows.count, rows.at(BLOCK_ROWS - 1), rows.at(BLOCK_ROWS)]).toEqual([
    BLOCK_ROWS,
    [BLOCK_ROWS - 1, `row ${BLOCK_ROWS - 1}`],
    undefined,
  ]);
  for (const block of more) rows.add(block);
  expect(rows.count).toBe(total);
  for (const index of [0, total - 1, 5 * BLOCK_ROWS, 11, total - BLOCK_ROWS])
    expect(rows.at(index)).toEqual([index, `row ${index}`]);
  expect(rows.at(total)).toBeUndefined();
  expect(
    rows
      .first(2)
      .concat(rows.last(1))
      .map(([place]) => place),
  ).toEqual([0, 1, total - 1]);
});

test('blocks may have any number of rows', () => {
  const columns = [{ name: 'log', type: 'text' as const }];
  const packer = new BlockPacker(columns);
  const sizes = [1, 4, 1, 7, 2];
  let total = 0;
  for (const size of sizes) {
    const texts = Array.from({ length: size }, (_, place) => `row ${total + place}`);
    packer.add([texts], size, BLOCK_BYTES);
    total += size;
  }
  const rows = new AnswerRows(columns);
  for (const block of packer.end()) rows.add(block);
  expect(Array.from({ length: total }, (_, index) => rows.at(index)?.[0])).toEqual(
    Array.from({ length: total }, (_, index) => `row ${index}`),
  );
  expect(rows.at(total)).toBeUndefined();
});
