import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';

export const StoreState = z.enum(['connected', 'degraded', 'down', 'starting']);

const LastError = z.object({ code: z.string(), message: z.string(), at: z.string() });

export const Severity = z.enum(['failure', 'warning', 'note']);

/** What a store that takes events has wrong with it all the same, until it is over. */
export const StoreNotice = z.object({
  code: z.string(),
  severity: Severity,
  since: z.string().describe('ISO'),
  message: z.string(),
  tip: z.string(),
});
export type StoreNotice = z.infer<typeof StoreNotice>;

/** What a store's connection finds out about it beside reading and writing. */
export const StoreObservation = z.object({
  notices: z.array(StoreNotice).optional(),
  remark: z.string().optional().describe('a fact about the server, of no concern: "runs 2 projections"'),
  address: z.string().optional().describe('where it is; of a cluster the node in use, all of them while there is none'),
  memory: z
    .object({ bytes: z.number(), limit: z.number() })
    .optional()
    .describe('what the process has that it runs in, where that is its own, and may have at most'),
});
export type StoreObservation = z.infer<typeof StoreObservation>;

export const StoreHealth = StoreObservation.extend({
  kind: z.string().describe('sqlite, eventstoredb, duckdb, questdb'),
  state: StoreState,
  since: z.string().describe('when this state began, ISO'),
  checkpoint: z.number(),
  lagEvents: z.number(),
  lagMs: z.number(),
  eventsPerSecond: z.number(),
  retryAt: z.string().optional(),
  attempts: z.number().optional().describe('tries since it went down'),
  quarantined: z.number(),
  version: z.string().optional(),
  readAddress: z.string().optional().describe('where it is asked, where that is another place'),
  lastError: LastError.optional(),
  rebuilding: z
    .object({ done: z.number(), total: z.number() })
    .optional()
    .describe('while it is being made anew of the history: events read, and of how many'),
  rebuilt: z
    .object({
      at: z.string(),
      events: z.number(),
      unreadable: z.array(z.string()).describe('streams of which the history could not give all'),
      keptAs: z.string().optional().describe('where the store that was replaced is kept'),
    })
    .optional()
    .describe('when it was last made anew, since the start'),
});
export type StoreHealth = z.infer<typeof StoreHealth>;

/** A thing that is wrong, as data: shown to the person with what to do about it. */
export const Problem = z.object({
  id: z.string(),
  severity: Severity,
  at: z.string(),
  code: z.string(),
  message: z.string(),
  tip: z.string(),
  seen: z.boolean(),
});
export type Problem = z.infer<typeof Problem>;

/** The answer of `GET /health` (interfaces, section 9). */
export const Health = z.object({
  status: z.enum(['ok', 'degraded', 'down']),
  version: z.string(),
  uptimeMs: z.number(),
  journal: z.object({
    position: z.number(),
    oldest: z.number(),
    bytes: z.number(),
    maxBytes: z.number(),
    sync: z.enum(['always', 'os']),
  }),
  stores: z.object({ history: StoreHealth, metrics: StoreHealth }),
  intake: z.object({
    events: z.number(),
    duplicates: z.number(),
    rejected: z.number(),
    eventsPerSecond: z.number(),
  }),
  gamesInFlight: z.number(),
});
export type Health = z.infer<typeof Health>;

const SourceRate = z.object({ source: z.string(), eventsPerSecond: z.number() });

/** One second of the workbench's own life. */
export const HealthSample = z.object({
  at: z.string(),
  eventsPerSecond: z.number(),
  bySource: z.array(SourceRate),
  historyLagMs: z.number(),
  metricsLagMs: z.number(),
  acknowledgeMs: z.object({ p50: z.number(), p99: z.number(), p999: z.number() }),
  memoryBytes: z.number(),
  journalBytes: z.number(),
});
export type HealthSample = z.infer<typeof HealthSample>;

/** All that the health page shows beside {@link Health}. */
export const HealthDetail = z.object({
  health: Health,
  dataFolder: z.string(),
  address: z.string().nullable().describe('where HTTP is served, null in a desktop without it'),
  /** Room left on the data folder's disk, in bytes; null where the system does not say. */
  diskFreeBytes: z.number().nullable(),
  samples: z.array(HealthSample).describe('the last 15 minutes, oldest first'),
  /** What each store takes on the disk, in bytes; null where it is not known. */
  storedBytes: z.object({ history: z.number().nullable(), metrics: z.number().nullable() }),
  /** How asking the metrics went the last time; `starting` before the first. */
  asked: z.object({ state: StoreState, since: z.string(), lastError: LastError.optional() }),
  tables: z.array(
    z.object({
      name: z.string(),
      rows: z.number(),
      bytes: z.number().nullable(),
      suspended: z.boolean().optional(),
      waitingTxns: z.number().optional().describe('transactions that the server has taken and does not show yet'),
      partitions: z
        .object({ count: z.number(), newest: z.array(z.object({ name: z.string(), rows: z.number() })) })
        .optional()
        .describe('parts by time; the newest few, oldest of them first'),
      view: z
        .object({
          base: z.string(),
          behindTxns: z.number(),
          behindMs: z.number().nullable(),
          invalid: z.string().optional(),
        })
        .optional()
        .describe('of a materialized view: its table, how far behind that it is, why it is refreshed no more'),
    }),
  ),
  memory: z.array(z.object({ part: z.string(), bytes: z.number(), limit: z.number().nullable() })),
  quarantine: z.array(
    z.object({
      at: z.string(),
      source: z.string(),
      reason: z.string(),
      excerpt: z.string().describe('the first 500 characters of what was refused'),
    }),
  ),
  problems: z.array(Problem),
});
export type HealthDetail = z.infer<typeof HealthDetail>;

export const health = {
  get: oc.output(Health),
  detail: oc.output(HealthDetail),
  /** A new {@link HealthDetail} each second; after the first one `samples` holds only those that came since. */
  watch: oc.output(eventIterator(HealthDetail)),
  /** Tries a store that is down now, not when its next try is due. */
  retry: oc.input(z.object({ store: z.enum(['history', 'metrics']) })).output(z.void()),
  /** Makes the metrics anew of all events of the history; the intake goes on. Followed in `stores.metrics.rebuilding`. */
  rebuild: oc.output(z.void()),
  /** Ends that, and leaves the metrics as they were where the engine can. */
  cancelRebuild: oc.output(z.void()),
  markSeen: oc.input(z.object({ problem: z.string() })).output(z.void()),
};
