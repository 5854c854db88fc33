import type { z } from 'zod';
import type { Scope } from '../contract/scope.ts';
import type { Combination, PairDetail, Synergy, SynergyInput as SynergyInputSchema } from '../contract/synergy.ts';
import { wilson } from '../contract/wilson.ts';
import { shrunkenLog2Lift, ward } from './clustering.ts';
import { describe, withFalseDiscovery } from './combination.ts';
import {
  type AskRecipe,
  type Counts,
  combinationName,
  countJokers,
  type JokerCounts,
  reached,
} from './joker-counts.ts';
import { lift } from './lift.ts';
import type { Wins } from './log-odds.ts';
import { typicalScore } from './typical-score.ts';

export type { AskRecipe } from './joker-counts.ts';

type SynergyRequest = z.output<typeof SynergyInputSchema>;

/** Which jokers win together; answers `synergy` of the contract. The counting is done by recipes. */
export interface Synergies {
  map(input: SynergyRequest, signal?: AbortSignal): Promise<Synergy>;
  /** undefined where no game in scope ends with all of the jokers. */
  pair(
    input: { scope: Scope; jokers: readonly string[]; reachedAnte: number },
    signal?: AbortSignal,
  ): Promise<PairDetail | undefined>;
}

export function openSynergies(ask: AskRecipe): Synergies {
  return {
    map: async ({ scope, measure, size, minGames, reachedAnte }, signal) => {
      const counts = await countJokers(ask, { scope, reachedAnte, triples: size === 3 }, signal);
      const seen = size === 2 ? counts.pairs : counts.triples;
      const combinations = withFalseDiscovery(
        [...seen]
          .filter(([, { games }]) => games >= minGames)
          .map(([name, games]) => describe(name.split('+'), games, counts, measure)),
      );
      const { jokers, merges } = cluster(combinations, counts);
      const { games, wins } = counts.all;
      const { score: typicalScoreOfAll } = typicalScore(counts.all);
      const thin = size === 2 ? thinPairs(jokers, counts, minGames) : [];
      return { games, wins, typicalScore: typicalScoreOfAll, seen: seen.size, jokers, merges, combinations, thin };
    },

    pair: async ({ scope, jokers: named, reachedAnte }, signal) => {
      const jokers = named.toSorted();
      const counts = await countJokers(ask, { scope, reachedAnte, triples: jokers.length === 3 }, signal);
      const games = (jokers.length === 3 ? counts.triples : counts.pairs).get(combinationName(jokers));
      if (games === undefined) return undefined;
      const [joker_a = '', joker_b = null, joker_c = null] = jokers;
      const params = { joker_a, joker_b, joker_c, ...reached(reachedAnte) };
      const [days, hands] = await Promise.all([
        ask('jokers-by-day', params, scope, signal),
        ask('hand-types-with-jokers', params, scope, signal),
      ]);
      return {
        combination: describe(jokers, games, counts, 'lift'),
        rates: [
          rate(jokers.length === 3 ? 'All three' : 'Both', games),
          ...jokers.map((joker) => rate(`${joker} only`, counts.only(joker, jokers))),
          rate(jokers.length === 3 ? 'None of them' : 'Neither', counts.neither(jokers)),
          rate('All games', counts.all),
        ],
        overTime: days.map((row) => ({
          day: String(row.day),
          games: Number(row.games),
          wins: Number(row.wins),
          allGames: Number(row.all_games),
          allWins: Number(row.all_wins),
        })),
        handTypes: hands.map((row) => ({
          handType: String(row.hand_type),
          share: Number(row.share),
          shareAll: Number(row.share_all),
          medianScore: Number(row.median_score),
        })),
      };
    },
  };
}

const NONE: Counts = { games: 0, wins: 0, meanScore: null, logMean: 0, logDeviation: 0 };

/** The jokers of the combinations in clustered order, and how they were merged. */
function cluster(combinations: readonly Combination[], counts: JokerCounts): Pick<Synergy, 'jokers' | 'merges'> {
  const { all, pairs } = counts;
  const base = all.games === 0 ? 0 : all.wins / all.games;
  const names = [...new Set(combinations.flatMap(({ jokers }) => jokers))].sort();
  const rows = names.map((name) =>
    names.map((other) => {
      const found = name === other ? counts.singles.get(name) : pairs.get(combinationName([name, other]));
      return shrunkenLog2Lift(found?.wins ?? 0, found?.games ?? 0, base);
    }),
  );
  const weights = rows.map((row) => row.reduce((sum, value) => sum + value, 0) / row.length);
  const { order, merges } = ward(rows, weights);
  const jokers = order.map((index) => {
    const name = names[index] ?? '';
    const held = counts.singles.get(name) ?? NONE;
    const { games, wins, meanScore } = held;
    const typical = typicalScore(held);
    const { winRate, interval } = rate(name, { games, wins });
    const against = lift(wins, games, base);
    return {
      name,
      games,
      wins,
      winRate,
      winRateInterval: interval,
      lift: against.lift,
      liftInterval: against.interval,
      meanScore,
      typicalScore: typical.score,
      typicalInterval: typical.interval,
    };
  });
  return { jokers, merges: merges.map((merge) => ({ ...merge })) };
}

/** Pairs of these jokers that were seen in fewer games than that. */
function thinPairs(jokers: Synergy['jokers'], { pairs }: JokerCounts, minGames: number): Synergy['thin'] {
  const place = new Map(jokers.map(({ name }, index) => [name, index]));
  return [...pairs].flatMap(([name, { games, wins }]): Synergy['thin'] => {
    const [a, b] = name.split('+').map((joker) => place.get(joker));
    return a === undefined || b === undefined || games >= minGames ? [] : [[a, b, games, wins]];
  });
}

function rate(label: string, { games, wins }: Wins): PairDetail['rates'][number] {
  return { label, games, wins, winRate: games === 0 ? 0 : wins / games, interval: wilson(wins, games) };
}
