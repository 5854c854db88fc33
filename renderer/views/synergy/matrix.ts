import type { Combination, Synergy } from '../../../main-ingest/contract/synergy.ts';
import { prunedTree, type Tree } from './dendrogram.ts';
import type { JokerCount, Order } from './synergy-address.ts';

type Joker = Synergy['jokers'][number];

/** A place of the heatmap: two jokers together, one alone, too few games, or never seen together. */
export type Cell =
  | { readonly kind: 'pair'; readonly combination: Combination }
  | { readonly kind: 'alone'; readonly joker: Joker }
  | { readonly kind: 'thin'; readonly games: number; readonly wins: number }
  | { readonly kind: 'never' };

const NEVER: Cell = { kind: 'never' };

/** Jokers on both sides and what there is at each crossing. */
export interface Matrix {
  readonly jokers: readonly Joker[];
  at(row: number, column: number): Cell;
  /** Place of a joker on the sides, -1 for one that is not there. */
  placeOf(name: string): number;
  /** Combinations that are in the picture. */
  readonly pairs: readonly Combination[];
  /** How many combinations were judged in all: what the correction is for. */
  readonly looks: number;
  /** How the clusters merge, where the order is theirs. */
  readonly tree: Tree | undefined;
}

/** Arranges an answer: the jokers of most games, in an order. */
export function arrange(synergy: Synergy, order: Order, jokers: JokerCount): Matrix {
  const most = jokers === 'all' ? Number.POSITIVE_INFINITY : Number(jokers);
  const places = synergy.jokers.map((_, place) => place);
  const byGames = (a: number, b: number) => (synergy.jokers[b]?.games ?? 0) - (synergy.jokers[a]?.games ?? 0) || a - b;
  const kept = new Set(places.toSorted(byGames).slice(0, most));
  // The answer's own order is the clustered one.
  const shown = places.filter((place) => kept.has(place));
  if (order === 'frequency') shown.sort(byGames);
  if (order === 'name')
    shown.sort((a, b) => (synergy.jokers[a]?.name ?? '').localeCompare(synergy.jokers[b]?.name ?? '', 'en'));

  const sides = shown.flatMap((place) => synergy.jokers[place] ?? []);
  const size = sides.length;
  const byName = new Map(sides.map(({ name }, index) => [name, index]));
  const cells = new Array<Cell>(size * size).fill(NEVER);
  const put = (a: number | undefined, b: number | undefined, cell: Cell) => {
    if (a === undefined || b === undefined) return false;
    cells[a * size + b] = cell;
    cells[b * size + a] = cell;
    return true;
  };
  sides.forEach((joker, index) => {
    put(index, index, { kind: 'alone', joker });
  });
  for (const [a, b, games, wins] of synergy.thin)
    put(byName.get(synergy.jokers[a]?.name ?? ''), byName.get(synergy.jokers[b]?.name ?? ''), {
      kind: 'thin',
      games,
      wins,
    });
  const pairs = synergy.combinations.filter((combination) => {
    const [a = '', b = ''] = combination.jokers;
    return put(byName.get(a), byName.get(b), { kind: 'pair', combination });
  });
  return {
    jokers: sides,
    at: (row, column) => cells[row * size + column] ?? NEVER,
    placeOf: (name) => byName.get(name) ?? -1,
    pairs,
    looks: synergy.combinations.length,
    tree: order === 'clustered' ? prunedTree(synergy.jokers.length, synergy.merges, kept) : undefined,
  };
}
