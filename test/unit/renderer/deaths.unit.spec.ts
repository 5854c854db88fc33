import { expect, test } from 'vitest';
import { rowsOf } from '../../../renderer/contract/answer-rows.ts';
import { deathsSpec } from '../../../renderer/views/overview/deaths-spec.ts';

const rows = (...cells: [ante: number, blind: string, rounds: number][]) =>
  rowsOf({
    columns: [
      { name: 'ante', type: 'integer' },
      { name: 'blind_type', type: 'text' },
      { name: 'rounds', type: 'integer' },
    ],
    rows: cells,
  });

function cells(spec: ReturnType<typeof deathsSpec>) {
  const [heat] = spec.series;
  if (heat?.kind !== 'heat') throw new Error('a heat map was expected');
  return new Map(heat.points.map((point) => [`${point.x} ${point.y}`, point]));
}

test('games that went on after the win share a column, and their cell opens just them', () => {
  const all = cells(deathsSpec(rows([8, 'boss', 55], [9, 'boss', 3], [11, 'boss', 1])));
  expect(all.get('8 Boss')).toMatchObject({ value: 55, opens: { q: 'outcome:lost ante:8 blind:boss' } });
  expect(all.get('9+ Boss')).toMatchObject({ value: 4, opens: { q: 'outcome:lost ante>8 blind:boss' } });
});

test('nobody lost beyond ante 8: no such column', () => {
  expect(cells(deathsSpec(rows([1, 'small', 2]))).size).toBe(3 * 8);
});
