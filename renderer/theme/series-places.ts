/**
 * Places of names among the eight series colours. A name prefers the place that its letters give, so that it keeps it in
 * every chart and on every day; of two that prefer the same, the later in the alphabet takes the next that is free.
 */
export function seriesPlaces(names: readonly string[]): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  const taken = new Set<number>();
  for (const name of [...new Set(names)].sort()) {
    let place = preferredPlace(name);
    while (taken.has(place) && taken.size < 8) place = (place + 1) % 8;
    taken.add(place);
    places.set(name, place);
  }
  return places;
}

function preferredPlace(name: string): number {
  let hash = 0;
  for (const letter of name) hash = (Math.imul(hash, 31) ^ (letter.codePointAt(0) ?? 0)) >>> 0;
  return hash % 8;
}
