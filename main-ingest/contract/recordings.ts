import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';

export const Rejection = z.object({
  line: z.number(),
  reason: z.string(),
  code: z.string(),
  excerpt: z.string().describe('the piece of text at fault'),
});
export type Rejection = z.infer<typeof Rejection>;

/** An import of one file. */
export const ImportJob = z.object({
  id: z.string(),
  file: z.string(),
  state: z.enum(['waiting', 'reading', 'paused', 'done', 'cancelled', 'failed']),
  format: z.string().nullable().describe('canonical, BalatroBot (one state a line), BalatroBot (before and after)'),
  bytes: z.number().nullable().describe('size of the file where known'),
  bytesRead: z.number(),
  events: z.number(),
  games: z.number(),
  duplicates: z.number(),
  rejectedCount: z.number(),
  rejected: z.array(Rejection).describe('the first 1,000'),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  error: z.string().nullable(),
});
export type ImportJob = z.infer<typeof ImportJob>;

const Id = z.object({ id: z.string() });

export const recordings = {
  /** Imports a file of this machine, by path. */
  importPath: oc
    .input(z.object({ path: z.string() }))
    .errors({ NOT_FOUND: {} })
    .output(ImportJob),
  /** Opens an import that the window feeds: `begin`, then `chunk` in order (each answered when there is room for more), then `end`. */
  begin: oc.input(z.object({ name: z.string(), bytes: z.number() })).output(ImportJob),
  chunk: oc
    .input(Id.extend({ index: z.number().int(), bytes: z.file() }))
    .errors({ NOT_FOUND: {}, CONFLICT: {} })
    .output(z.object({ state: ImportJob.shape.state })),
  end: oc.input(Id).errors({ NOT_FOUND: {} }).output(ImportJob),
  pause: oc.input(Id).errors({ NOT_FOUND: {} }).output(ImportJob),
  resume: oc.input(Id).errors({ NOT_FOUND: {} }).output(ImportJob),
  cancel: oc.input(Id).errors({ NOT_FOUND: {} }).output(ImportJob),
  /** All imports of this session, newest first; again whenever one moves. */
  watch: oc.output(eventIterator(z.array(ImportJob))),
  /** Plays the demo through the real intake. `pace` 1 is as recorded. */
  startDemo: oc.input(z.object({ pace: z.number().min(0.1).max(1000).default(10) })).output(z.void()),
  stopDemo: oc.output(z.void()),
};
