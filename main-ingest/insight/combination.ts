import type { Combination, SynergyInput } from '../contract/synergy.ts';
import { benjaminiHochberg } from './false-discovery.ts';
import { fisherExact } from './fisher.ts';
import type { Counts, JokerCounts } from './joker-counts.ts';
import { lift } from './lift.ts';
import { predictedRate } from './log-odds.ts';
import { type Interval, wilson, Z95 } from './wilson.ts';

export type Measure = NonNullable<SynergyInput['measure']>;

/** All that is to be said about games that end with these jokers; `q` is null, as one alone is no family. */
export function describe(jokers: readonly string[], games: Counts, counts: JokerCounts, measure: Measure): Combination {
  const { all } = counts;
  const base = all.games === 0 ? 0 : all.wins / all.games;
  const winRate = games.wins / games.games;
  const winRateInterval = wilson(games.wins, games.games);
  const against = lift(games.wins, games.games, base);
  const predicted = predictedRate(
    jokers.map((joker) => counts.only([joker, ...jokers.filter((other) => other !== joker)])),
    counts.neither(jokers),
  );
  const beyondInterval: Interval | null =
    predicted === null ? null : [winRateInterval[0] / predicted, winRateInterval[1] / predicted];
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
    p: fisherExact(
      games.wins,
      games.games - games.wins,
      all.wins - games.wins,
      all.games - games.games - (all.wins - games.wins),
    ),
    q: null,
    standsOut: leavesOut(measure, { liftInterval: against.interval, beyondInterval, games, all }),
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
  readonly games: Counts;
  readonly all: Counts;
}

/** Whether the interval of the measure leaves out "no effect": 1 for ratios, the rate or mean of all games else. */
function leavesOut(measure: Measure, { liftInterval, beyondInterval, games, all }: Evidence): boolean {
  switch (measure) {
    case 'lift':
    case 'win-rate':
      return excludes(liftInterval, 1);
    case 'beyond':
      return beyondInterval !== null && excludes(beyondInterval, 1);
    case 'mean-score': {
      // Scores spread over decades: their logarithm has an interval that means something.
      const half = (Z95 * games.logDeviation) / Math.sqrt(games.games);
      return games.games > 1 && excludes([games.logMean - half, games.logMean + half], all.logMean);
    }
  }
}

function excludes([low, high]: Interval, value: number): boolean {
  return low > value || high < value;
}
