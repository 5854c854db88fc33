import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { Health } from './health.ts';

/** What the status strip and everything live shows; pushed twice a second while anything moves, else every 5 s. */
export const Live = z.object({
  at: z.string(),
  health: Health,
  /** Changes whenever the answers of queries may have changed. */
  dataVersion: z.number(),
  /** Games that ever started, games that ended. */
  games: z.object({ started: z.number(), ended: z.number() }),
  run: z.string().nullable().describe('experiment of the last game that started'),
  model: z.string().nullable().describe('model version of the last game that started'),
  lastError: z.object({ code: z.string(), message: z.string(), at: z.string() }).nullable(),
  openProblems: z.number(),
  demo: z.boolean().describe('whether the demo is playing'),
});
export type Live = z.infer<typeof Live>;

export const live = {
  watch: oc.output(eventIterator(Live)),
};
