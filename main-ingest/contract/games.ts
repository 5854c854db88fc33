import { oc } from '@orpc/contract';
import { z } from 'zod';
import { Scope, ScopeValues } from './scope.ts';

/** One game in a list. Of a game in flight the values are those of now. */
export const GameRow = z.object({
  sessionId: z.string(),
  state: z.enum(['win', 'loss', 'abandoned', 'live']),
  seed: z.string().nullable(),
  strategy: z.string().nullable(),
  model: z.string().nullable(),
  experiment: z.string().nullable(),
  deck: z.string().nullable(),
  stake: z.string().nullable(),
  startedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  ante: z.number().nullable().describe('of the last hand played'),
  blindType: z.string().nullable().describe('of the last hand played'),
  bestHand: z.number().nullable(),
  hands: z.number(),
  money: z.number().nullable(),
  durationMs: z.number().nullable(),
  jokers: z.array(z.string()).describe('left to right'),
  events: z.number().nullable(),
  bookmarked: z.boolean(),
});
export type GameRow = z.infer<typeof GameRow>;

export const GameSortKey = z.enum([
  'ended',
  'started',
  'result',
  'seed',
  'strategy',
  'model',
  'deck',
  'stake',
  'ante',
  'bestHand',
  'hands',
  'money',
  'length',
]);
export type GameSortKey = z.infer<typeof GameSortKey>;

export const GameListInput = z.object({
  scope: Scope,
  /** Typed search, see `game-query.ts`: `joker:"The Trio" model>=ppo-015 ante>=7 outcome:won seed:2SA`. */
  q: z.string().default(''),
  sort: GameSortKey.default('ended'),
  descending: z.boolean().default(true),
  offset: z.number().int().min(0).default(0),
  limit: z.number().int().min(1).max(1000).default(200),
  /** Of the games in flight, which are listed beside the first page of those that ended. */
  liveOffset: z.number().int().min(0).default(0),
});
export type GameListInput = z.input<typeof GameListInput>;

export const GameList = z.object({
  rows: z.array(GameRow),
  /** Ended games that match, of how many in scope. */
  matched: z.number(),
  total: z.number(),
  wins: z.number().describe('of those that match'),
  live: z.array(GameRow).describe('games in flight that match, a page of them, newest first; only with offset 0'),
  /** Games in flight that match, of how many in scope. */
  liveMatched: z.number(),
  liveTotal: z.number(),
  /** What could not be read in `q`, and where; the rest of it was answered. */
  problems: z.array(z.object({ message: z.string(), position: z.number(), length: z.number() })),
});
export type GameList = z.infer<typeof GameList>;

const FacetValue = z.object({ value: z.string(), games: z.number() });

/** Counts within the query; each facet without its own token. */
export const GameFacets = z.object({
  outcome: z.array(FacetValue),
  strategy: z.array(FacetValue),
  deck: z.array(FacetValue),
  stake: z.array(FacetValue),
  model: z.array(FacetValue),
  ante: z.array(FacetValue),
  joker: z.array(FacetValue),
});
export type GameFacets = z.infer<typeof GameFacets>;

/** A decisive moment of a game. */
export const Moment = z.object({
  step: z.number().describe('sequenceId'),
  kind: z.enum(['joker', 'best-hand', 'furthest', 'closest', 'least-sure', 'end']),
  label: z.string(),
  detail: z.string(),
});
export type Moment = z.infer<typeof Moment>;

/** One blind of a game: what was needed and what was scored. */
export const BlindScore = z.object({
  ante: z.number(),
  round: z.number(),
  blindType: z.string(),
  blindName: z.string(),
  firstStep: z.number(),
  lastStep: z.number(),
  target: z.number(),
  score: z.number(),
  outcome: z.enum(['won', 'lost', 'continues']),
  hands: z.array(z.object({ step: z.number(), handType: z.string(), score: z.number(), roundScore: z.number() })),
});
export type BlindScore = z.infer<typeof BlindScore>;

export const GamePreview = z.object({ game: GameRow, blinds: z.array(BlindScore), moments: z.array(Moment) });
export type GamePreview = z.infer<typeof GamePreview>;

export const games = {
  list: oc.input(GameListInput).output(GameList),
  facets: oc.input(z.object({ scope: Scope, q: z.string().default('') })).output(GameFacets),
  scopeValues: oc.output(ScopeValues),
  preview: oc
    .input(z.object({ sessionId: z.string() }))
    .errors({ NOT_FOUND: {} })
    .output(GamePreview),
  bookmark: oc.input(z.object({ sessionId: z.string(), on: z.boolean() })).output(z.void()),
};
