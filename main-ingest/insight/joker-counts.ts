import type { CellValue, ParameterValue } from '../contract/cookbook.ts';
import type { Scope } from '../contract/scope.ts';
import type { Wins } from './log-odds.ts';

/** A row of a recipe's answer by column. */
export type AnswerRow = Readonly<Record<string, CellValue>>;

/** Asks a recipe of the cookbook; all rows of its answer. */
export type AskRecipe = (
  recipe: string,
  params: Record<string, ParameterValue>,
  scope: Scope,
  signal?: AbortSignal,
) => Promise<readonly AnswerRow[]>;

/** Completed games of a kind: what they won, and log10 of their best hands. */
export interface Counts extends Wins {
  /** Mean of the games' best hands; null of no games. */
  readonly meanScore: number | null;
  /** Mean of log10 of the best hands. */
  readonly logMean: number;
  /** Standard deviation of that; 0 of one game. */
  readonly logDeviation: number;
}

/** Names of a combination by code point, joined by `+`. */
export const combinationName = (jokers: readonly string[]): string => jokers.toSorted().join('+');

/**
 * Games by the distinct jokers that they ended with: all games, and by each joker, pair and, where they were asked for,
 * triple. The stores do the counting.
 */
export class JokerCounts {
  readonly all: Counts;
  readonly singles: ReadonlyMap<string, Counts>;
  readonly pairs: ReadonlyMap<string, Counts>;
  readonly triples: ReadonlyMap<string, Counts>;

  constructor(all: Counts, singles: Named, pairs: Named, triples: Named = new Map()) {
    this.all = all;
    this.singles = singles;
    this.pairs = pairs;
    this.triples = triples;
  }

  /** Games that end with one of these jokers and none of the others. */
  only(joker: string, jokers: readonly string[]): Wins {
    const others = jokers.filter((other) => other !== joker);
    return this.#combine([
      [1, this.singles.get(joker)],
      ...others.map((other): Term => [-1, this.pairs.get(combinationName([joker, other]))]),
      ...(others.length === 2 ? [[1, this.triples.get(combinationName([joker, ...others]))] satisfies Term] : []),
    ]);
  }

  /** Games that end with none of these jokers. */
  neither(jokers: readonly string[]): Wins {
    return this.#combine([
      [1, this.all],
      ...jokers.map((joker): Term => [-1, this.singles.get(joker)]),
      ...pairsOf(jokers).map((pair): Term => [1, this.pairs.get(combinationName(pair))]),
      ...(jokers.length === 3 ? [[-1, this.triples.get(combinationName(jokers))] satisfies Term] : []),
    ]);
  }

  #combine(terms: readonly Term[]): Wins {
    let games = 0;
    let wins = 0;
    for (const [sign, counts] of terms) {
      games += sign * (counts?.games ?? 0);
      wins += sign * (counts?.wins ?? 0);
    }
    return { games, wins };
  }
}

type Named = ReadonlyMap<string, Counts>;
type Term = readonly [sign: 1 | -1, counts: Counts | undefined];

function pairsOf(jokers: readonly string[]): (readonly [string, string])[] {
  return jokers.flatMap((a, index) => jokers.slice(index + 1).map((b) => [a, b] as const));
}

/** Counts of the games in scope whose last hand was in `reachedAnte` or later. */
export async function countJokers(
  ask: AskRecipe,
  { scope, reachedAnte, triples }: { scope: Scope; reachedAnte: number; triples: boolean },
  signal?: AbortSignal,
): Promise<JokerCounts> {
  const far = reached(reachedAnte);
  const every = { ...far, order: 'games', min_games: 1, rows: 1_000_000 };
  const [all, singles, pairs, threes] = await Promise.all([
    ask('games-that-got-as-far', far, scope, signal),
    ask('single-jokers', every, scope, signal),
    ask('joker-synergies', every, scope, signal),
    triples ? ask('joker-triples', every, scope, signal) : [],
  ]);
  return new JokerCounts(counts(all[0] ?? {}), byName(singles), byName(pairs), byName(threes));
}

/** The recipes' parameter. An ante can fall below 1; who asks for "any" (1) wants those games too. */
export function reached(ante: number): { reached_ante: number | null } {
  return { reached_ante: ante > 1 ? ante : null };
}

function byName(rows: readonly AnswerRow[]): Named {
  return new Map(rows.map((row) => [String(row.jokers), counts(row)]));
}

function counts(row: AnswerRow): Counts {
  return {
    games: Number(row.games ?? 0),
    wins: Number(row.wins ?? 0),
    meanScore: typeof row.mean_score === 'number' ? row.mean_score : null,
    logMean: Number(row.log_mean ?? 0),
    logDeviation: Number(row.log_deviation ?? 0),
  };
}
