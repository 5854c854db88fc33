/** Place behind the last item of this step or a lower one, in items that are sorted by step. */
export function placeAfter<T>(items: readonly T[], step: number, stepOf: (item: T) => number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const item = items[middle];
    if (item !== undefined && stepOf(item) <= step) low = middle + 1;
    else high = middle;
  }
  return low;
}
