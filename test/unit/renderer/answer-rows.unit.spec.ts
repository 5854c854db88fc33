import { expect, test } from 'vitest';
import { BLOCK_ROWS } from '../../../main-ingest/contract/cell-block.ts';
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
