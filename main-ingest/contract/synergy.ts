import { oc } from '@orpc/contract';
import { z } from 'zod';
import { Scope } from './scope.ts';

const Interval = z.tuple([z.number(), z.number()]);

export const SynergyInput = z.object({
  scope: Scope,
  measure: z.enum(['lift', 'beyond', 'win-rate', 'mean-score']).default('lift'),
  size: z.union([z.literal(2), z.literal(3)]).default(2),
  minGames: z.number().int().min(1).default(10),
  reachedAnte: z.number().int().min(1).max(39).default(1),
});
export type SynergyInput = z.input<typeof SynergyInput>;

export const Combination = z.object({
  jokers: z.array(z.string()),
  games: z.number(),
  wins: z.number(),
  winRate: z.number(),
  winRateInterval: Interval,
  lift: z.number(),
  liftInterval: Interval,
  /** Win rate that the jokers alone predict (log-odds: A only + B only − neither); null where it cannot be told. */
  predicted: z.number().nullable(),
  beyond: z.number().nullable().describe('winRate / predicted'),
  beyondInterval: Interval.nullable(),
  meanScore: z.number().nullable().describe('mean of the best hands of its games'),
  typicalScore: z.number().nullable().describe('geometric mean of the best hands of its games'),
  typicalInterval: Interval.nullable(),
  /** Fisher exact, two-sided, against games without the combination. */
  p: z.number(),
  /** After Benjamini–Hochberg over all combinations with enough games. */
  q: z.number().nullable(),
  /** The interval of the chosen measure leaves out "no effect". */
  standsOut: z.boolean(),
});
export type Combination = z.infer<typeof Combination>;

export const Synergy = z.object({
  games: z.number(),
  wins: z.number(),
  typicalScore: z.number().nullable().describe('geometric mean of the best hands of all games'),
  /** Combinations that any game ends with, however few. */
  seen: z.number(),
  /** Jokers that are in the heatmap, in clustered order (Ward on shrunken log2 lift). */
  jokers: z.array(
    z.object({
      name: z.string(),
      games: z.number(),
      wins: z.number(),
      winRate: z.number(),
      winRateInterval: Interval,
      lift: z.number(),
      liftInterval: Interval,
      meanScore: z.number().nullable(),
      typicalScore: z.number().nullable(),
      typicalInterval: Interval.nullable(),
    }),
  ),
  /** Steps of the clustering: two nodes (below `jokers.length`: a joker) and their height. */
  merges: z.array(z.object({ a: z.number(), b: z.number(), height: z.number() })),
  combinations: z.array(Combination),
  /** Pairs of the heatmap's jokers with fewer games: places in `jokers`, games, wins. Empty for triples. */
  thin: z.array(z.tuple([z.number(), z.number(), z.number(), z.number()])),
});
export type Synergy = z.infer<typeof Synergy>;

export const PairDetail = z.object({
  combination: Combination,
  rates: z.array(
    z.object({ label: z.string(), games: z.number(), wins: z.number(), winRate: z.number(), interval: Interval }),
  ),
  overTime: z.array(
    z.object({ day: z.string(), games: z.number(), wins: z.number(), allGames: z.number(), allWins: z.number() }),
  ),
  handTypes: z.array(
    z.object({ handType: z.string(), share: z.number(), shareAll: z.number(), medianScore: z.number() }),
  ),
});
export type PairDetail = z.infer<typeof PairDetail>;

export const synergy = {
  map: oc.input(SynergyInput).output(Synergy),
  pair: oc
    .input(
      z.object({
        scope: Scope,
        jokers: z.array(z.string()).min(2).max(3),
        reachedAnte: z.number().int().min(1).max(39).default(1),
      }),
    )
    .errors({ NOT_FOUND: {} })
    .output(PairDetail),
};
