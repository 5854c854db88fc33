import type { Search } from '../../address/search.ts';
import { jokerWords } from '../../card/joker-words.ts';

export const MEASURES = ['lift', 'beyond', 'win-rate', 'mean-score'] as const;
export type Measure = (typeof MEASURES)[number];
export const ORDERS = ['clustered', 'name', 'frequency'] as const;
export type Order = (typeof ORDERS)[number];
/** Shares of false finds that may be asked for. */
export const FALSE_FINDS = ['5', '10', '20'] as const;
export type FalseFinds = (typeof FALSE_FINDS)[number];
/** How many jokers the heatmap holds: those of most games. */
export const JOKER_COUNTS = ['36', '60', '100', 'all'] as const;
export type JokerCount = (typeof JOKER_COUNTS)[number];

/** What the view is asked to show; all of it stands in the address. */
export interface SynergyAddress {
  readonly measure: Measure;
  readonly as: 'heatmap' | 'list';
  readonly size: 2 | 3;
  readonly order: Order;
  readonly jokers: JokerCount;
  /** Only games whose last hand was in this ante or later; 1 is any. */
  readonly ante: number;
  readonly min: number;
  /** Only what stands out is drawn. */
  readonly only: boolean;
  /** Jokers that are looked at, `A+B`; empty for none. */
  readonly pair: readonly string[];
  readonly find: string;
  readonly falseFinds: FalseFinds;
  readonly sort: { readonly key: string; readonly descending: boolean };
  /** What stands beside the list: the evidence of all, or the chosen one. */
  readonly beside: 'all' | 'pair';
}

export const LEAST_GAMES = 10;

/** Reads the view's part of an address; what cannot be read is as if it were not there. */
export function readSynergy(search: Search): SynergyAddress {
  const one = <Value extends string>(values: readonly Value[], text: string | undefined): Value | undefined =>
    values.find((value) => value === text);
  const whole = (text: string | undefined, low: number, high: number, otherwise: number) => {
    const number = Number(text);
    return text !== undefined && Number.isInteger(number) && number >= low && number <= high ? number : otherwise;
  };
  const as = search.as === 'list' ? 'list' : 'heatmap';
  const pair = jokersIn(search.pair ?? '');
  const sort = search.sort ?? '-surest';
  return {
    measure: one(MEASURES, search.measure) ?? 'lift',
    as,
    // A heatmap has two sides.
    size: as === 'list' && search.size === '3' ? 3 : 2,
    order: one(ORDERS, search.order) ?? 'clustered',
    jokers: one(JOKER_COUNTS, search.jokers) ?? '36',
    ante: whole(search.ante, 1, 39, 1),
    min: whole(search.min, 1, 1_000_000, LEAST_GAMES),
    only: search.only === '1',
    pair: pair.length === 2 || pair.length === 3 ? pair : [],
    find: search.find ?? '',
    falseFinds: one(FALSE_FINDS, search.false) ?? '5',
    sort: { key: sort.replace(/^-/, ''), descending: sort.startsWith('-') },
    beside: search.beside === 'pair' ? 'pair' : 'all',
  };
}

/** The jokers of `A+B`. Typed into an address, a plus arrives as a space: known names tell where one joker ends. */
function jokersIn(text: string): readonly string[] {
  if (text.includes('+')) return text.split('+').flatMap((name) => name.trim() || []);
  return knownJokers(text.split(' ').filter(Boolean), 3) ?? [];
}

/** Words as names of known jokers, `most` of them at the most; undefined where that does not come out. */
function knownJokers(words: readonly string[], most: number): readonly string[] | undefined {
  if (words.length === 0) return [];
  if (most === 0) return undefined;
  for (let end = words.length; end > 0; end -= 1) {
    const name = words.slice(0, end).join(' ');
    const rest = jokerWords(name) && knownJokers(words.slice(end), most - 1);
    if (rest) return [name, ...rest];
  }
  return undefined;
}
