/**
 * The place that a movement leads to: as far as asked, inside the list, and never on a heading.
 * Undefined in a list without rows.
 */
export function nextRow(
  from: number,
  by: number,
  count: number,
  isHeading: (index: number) => boolean,
): number | undefined {
  const wanted = Math.max(0, Math.min(count - 1, from + by));
  const way = by < 0 ? -1 : 1;
  for (const direction of [way, -way])
    for (let index = wanted; index >= 0 && index < count; index += direction) if (!isHeading(index)) return index;
  return undefined;
}
