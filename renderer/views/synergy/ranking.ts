import type { Combination } from '../../../main-ingest/contract/synergy.ts';

/** Combinations that hold a joker for each word, and none for a word after a minus: `blue -clever`. */
export function found(combinations: readonly Combination[], text: string): readonly Combination[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const wanted = words.filter((word) => !word.startsWith('-'));
  const unwanted = words.flatMap((word) => (word.startsWith('-') && word.length > 1 ? [word.slice(1)] : []));
  const holds = ({ jokers }: Combination, word: string) => jokers.some((joker) => joker.toLowerCase().includes(word));
  return combinations.filter(
    (one) => wanted.every((word) => holds(one, word)) && !unwanted.some((word) => holds(one, word)),
  );
}

/** What each column of the list is sorted by. */
const KEYS: Readonly<Record<string, (of: Combination) => number>> = {
  surest: ({ winRateInterval }) => winRateInterval[0],
  games: ({ games }) => games,
  won: ({ wins }) => wins,
  rate: ({ winRate }) => winRate,
  lift: ({ lift }) => lift,
  predicted: ({ predicted }) => predicted ?? -1,
  q: ({ q }) => q ?? 1,
};

/** Sorted by a column; the lower end of the interval, then games and names decide between equals. */
export function sorted(combinations: readonly Combination[], key: string, descending: boolean): readonly Combination[] {
  const by = KEYS[key] ?? KEYS.surest;
  const way = descending ? -1 : 1;
  return combinations.toSorted(
    (a, b) =>
      way * ((by?.(a) ?? 0) - (by?.(b) ?? 0)) ||
      b.winRateInterval[0] - a.winRateInterval[0] ||
      b.games - a.games ||
      a.jokers.join().localeCompare(b.jokers.join(), 'en'),
  );
}
