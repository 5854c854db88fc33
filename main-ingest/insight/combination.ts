import type { Combination, SynergyInput } from '../contract/synergy.ts';
import { type Interval, wilson } from '../contract/wilson.ts';
import { benjaminiHochberg } from './false-discovery.ts';
import { fisherExact } from './fisher.ts';
import type { Counts, JokerCounts } from './joker-counts.ts';
import { lift } from './lift.ts';
import { predictedRate } from './log-odds.ts';
import { typicalScore } from './typical-score.ts';

export type Measure = NonNullable<SynergyInput['measure']>;

/** All that is to be said about games that end with these jokers; `q` is null, as one alone is no family. */
export function describe(jokers: readonly string[], games: Counts, counts: JokerCounts, measure: Measure): Combination {
  const { all } = counts;
  const base = all.games === 0 ? 0 : all.wins / all.games;
  const winRate = games.wins / games.games;
  const winRateInterval = wilson(games.wins, games.games);
  const against = lift(games.wins, games.games, base);
  const predicted = predictedRate(
    jokers.map((joker) => counts.only(joker, jokers)),
    counts.neither(jokers),
  );
  const beyondInterval: Interval | null =
    predicted === null ? null : [winRateInterval[0] / predicted, winRateInterval[1] / predicted];
  const typical = typicalScore(games);
  return {
    jokers: [...jokers],
    games: games.games,
    wins: games.wins,
    winRate,
    winRateInterval,
    lift: against.lift,
    liftInterval: against.interval,
    predicted,
    beyond: predicted === null ? null : winRate / predicted,
    beyondInterval,
    meanScore: games.meanScore,
    typicalScore: typical.score,
    typicalInterval: typical.interval,
    p: fisherExact(
      games.wins,
      games.games - games.wins,
      all.wins - games.wins,
      all.games - games.games - (all.wins - games.wins),
    ),
    q: null,
    standsOut: leavesOut(measure, {
      liftInterval: against.interval,
      beyondInterval,
      typicalInterval: typical.interval,
      typicalOfAll: typicalScore(all).score,
    }),
  };
}

/** The combinations with their q value, the family being all of them. */
export function withFalseDiscovery(combinations: readonly Combination[]): Combination[] {
  const q = benjaminiHochberg(combinations.map(({ p }) => p));
  return combinations.map((combination, index) => ({ ...combination, q: q[index] ?? null }));
}

interface Evidence {
  readonly liftInterval: Interval;
  readonly beyondInterval: Interval | null;
  readonly typicalInterval: Interval | null;
  readonly typicalOfAll: number | null;
}

/** Whether the interval of the measure leaves out "no effect": 1 for ratios, the typical score of all games else. */
function leavesOut(
  measure: Measure,
  { liftInterval, beyondInterval, typicalInterval, typicalOfAll }: Evidence,
): boolean {
  switch (measure) {
    case 'lift':
    case 'win-rate':
      return excludes(liftInterval, 1);
    case 'beyond':
      return beyondInterval !== null && excludes(beyondInterval, 1);
    case 'mean-score':
      return typicalInterval !== null && typicalOfAll !== null && excludes(typicalInterval, typicalOfAll);
  }
}

function excludes([low, high]: Interval, value: number): boolean {
  return low > value || high < value;
}
