import { z } from 'zod';

/**
 * What part of all games a view is about. One for all views, in every address, honoured by every recipe.
 * An absent list means all. Time is that of a game's start.
 */
export const Scope = z.object({
  from: z.iso.datetime().optional(),
  to: z.iso.datetime().optional(),
  strategy: z.array(z.string()).optional(),
  model: z.array(z.string()).optional(),
  deck: z.array(z.string()).optional(),
  stake: z.array(z.string()).optional(),
  outcome: z.array(z.enum(['win', 'loss', 'abandoned'])).optional(),
});
export type Scope = z.infer<typeof Scope>;

/** The values that a scope can be set to, with the number of games that each has. */
export const ScopeValues = z.object({
  games: z.number(),
  first: z.string().nullable().describe('start of the first game, ISO'),
  last: z.string().nullable().describe('start of the last game, ISO'),
  strategy: z.array(z.object({ value: z.string(), games: z.number() })),
  model: z.array(z.object({ value: z.string(), games: z.number() })),
  deck: z.array(z.object({ value: z.string(), games: z.number() })),
  stake: z.array(z.object({ value: z.string(), games: z.number() })),
  outcome: z.array(z.object({ value: z.string(), games: z.number() })),
});
export type ScopeValues = z.infer<typeof ScopeValues>;
