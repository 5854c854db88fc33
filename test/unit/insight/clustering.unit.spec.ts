import { expect, test } from 'vitest';
import { shrunkenLog2Lift, ward } from '../../../main-ingest/insight/clustering.ts';

/** Heights by `scipy.cluster.hierarchy.linkage(X, 'ward')`. */
const X = [
  [0, 0],
  [1, 0],
  [5, 5],
  [5, 6],
  [10, 0],
  [0.5, 2],
];
const HEIGHTS = [1, 1, 2.30940108, 8.58292879, 11.87785054];

test('Ward’s heights are scipy’s', () => {
  const { merges } = ward(X, [0, 0, 0, 0, 0, 0]);
  merges.forEach((merge, index) => {
    expect(merge.height).toBeCloseTo(HEIGHTS[index] ?? Number.NaN, 7);
  });
});

test('the order crosses no branches and puts the heavier branch first', () => {
  const { order, merges } = ward(X, [1, 2, 9, 8, 7, 3]);
  expect(order).toEqual([2, 3, 4, 5, 1, 0]);
  const span = (node: number): number[] => {
    if (node < order.length) return [node];
    const merge = merges[node - order.length];
    return merge ? [...span(merge.a), ...span(merge.b)] : [];
  };
  merges.forEach((_, index) => {
    const leaves = span(order.length + index);
    expect(leaves).toEqual(leaves.map((__, place) => Math.min(...leaves) + place));
  });
  expect(span(order.length + merges.length - 1)).toHaveLength(order.length);
});

test('one row and none need no merge', () => {
  expect(ward([], [])).toEqual({ order: [], merges: [] });
  expect(ward([[1, 2]], [0])).toEqual({ order: [0], merges: [] });
});

test('few games shrink a lift to nothing', () => {
  expect(shrunkenLog2Lift(0, 0, 0.1)).toBe(0);
  expect(shrunkenLog2Lift(200, 1000, 0.1)).toBeCloseTo(1, 1);
  expect(shrunkenLog2Lift(1, 2, 0.1)).toBeLessThan(1);
  expect(shrunkenLog2Lift(0, 5, 0)).toBe(0);
});
