import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { BlindScore, GameRow, Moment } from './games.ts';

export const Phase = z.enum(['blind-select', 'playing', 'round-end', 'shop', 'booster', 'game-over']);

/** The state that a replay knows after an event (interfaces, section 3), and what the board shows beside it. */
export const GameState = z.object({
  phase: Phase,
  ante: z.number(),
  round: z.number(),
  blindType: z.string().nullable(),
  blindName: z.string().nullable(),
  targetScore: z.number().nullable(),
  roundScore: z.number().nullable(),
  handsRemaining: z.number().nullable(),
  discardsRemaining: z.number().nullable(),
  money: z.number().nullable().describe('null: a recording that starts in the middle has not said yet'),
  hand: z.array(z.string()).describe('sorted as a player does: by rank, then suit'),
  jokers: z.array(z.object({ name: z.string(), edition: z.string().optional(), sellValue: z.number().optional() })),
  jokerSlots: z.number().nullable(),
  consumables: z.array(z.string()),
  consumableSlots: z.number().nullable().describe('by the rules: deck and vouchers; negative ones add their own'),
  deckSize: z.number().nullable(),
  deckRemaining: z.number().nullable().describe('cards left to draw'),
  shopItems: z.array(
    z.object({
      slot: z.number(),
      type: z.string(),
      name: z.string(),
      cost: z.number(),
      bought: z.boolean().optional(),
    }),
  ),
  rerollCost: z.number().nullable(),
  outcome: z.enum(['win', 'loss', 'abandoned']).nullable(),
  vouchers: z.array(z.string()),
  handLevels: z.array(
    z.object({
      handType: z.string(),
      level: z.number().nullable(),
      chips: z.number().nullable(),
      mult: z.number().nullable(),
    }),
  ),
  booster: z.object({ name: z.string(), options: z.array(z.string()), picksRemaining: z.number() }).nullable(),
});
export type GameState = z.infer<typeof GameState>;

/** One part of a hand's score, in scoring order. */
export const ScorePart = z.object({
  kind: z
    .enum(['base', 'cards', 'joker', 'edition', 'deck'])
    .describe('cards: cards and all else that no event records, worked out as the difference'),
  name: z.string().describe('the hand type, a joker, its edition, the deck'),
  joker: z.number().nullable().describe('place in the row, from 0'),
  gives: z.array(z.object({ effect: z.enum(['chips', 'mult', 'xmult']), value: z.number() })),
  chips: z.number().describe('so far, this part included'),
  mult: z.number().describe('so far, this part included'),
  factor: z.number().describe('by how much this part multiplies chips × mult'),
});
export type ScorePart = z.infer<typeof ScorePart>;

/** A step: an event and the state after it. Steps are numbered by `sequenceId`. */
export const Step = z.object({
  step: z.number(),
  eventId: z.string(),
  eventType: z.string(),
  timestamp: z.string(),
  data: z.record(z.string(), z.json()),
  state: GameState,
  /** What this step did, as a sentence: "Full House scores 1,540,081 and beats Big Blind". */
  sentence: z.string(),
  /** Fields of the state that changed, in words: `{field: 'money', before: '$213', after: '$236'}`. */
  changes: z.array(z.object({ field: z.string(), before: z.string(), after: z.string() })),
  /** Cards held before the step, where it plays or discards. */
  handBefore: z.array(z.string()).nullable(),
  /** How a hand played came to its score; null for other steps, and where its final chips and mult are not recorded. */
  scoring: z
    .object({
      parts: z.array(ScorePart),
      total: z.number().describe('what the parts give'),
      unexplained: z.number().describe('recorded score less total'),
    })
    .nullable(),
  /** The step of the last decision up to this step, its own included. */
  decidedAt: z.number().nullable(),
  /** What the replay could not follow here: a card that the hand does not hold, a gap in the sequence. */
  gaps: z.array(z.string()),
});
export type Step = z.infer<typeof Step>;

export const StepBrief = z.object({
  step: z.number(),
  eventType: z.string(),
  /** Short, for a list: "Full House 1,540,081". Card codes in it stand in `cards` too. */
  sentence: z.string(),
  phase: Phase,
  /** Cards that the event names: played, discarded, aimed at, taken. */
  cards: z.array(z.string()),
  round: z.number(),
  blindName: z.string().nullable(),
  ante: z.number(),
  atMs: z.number().describe('since the start of the game'),
  money: z.number().nullable(),
  confidence: z.number().nullable(),
});
export type StepBrief = z.infer<typeof StepBrief>;

/** A whole game at a glance: all that the strip and the event list need. */
export const ReplaySummary = z.object({
  game: GameRow,
  steps: z.array(StepBrief),
  blinds: z.array(BlindScore),
  moments: z.array(Moment),
  snapshots: z.object({
    compared: z.number(),
    agree: z.number(),
    fields: z.number(),
    steps: z.array(z.number()).describe('of those compared'),
    mismatches: z.array(z.object({ step: z.number(), field: z.string(), recorded: z.string(), replayed: z.string() })),
  }),
  /** Where the recording has a gap, in words. */
  gaps: z.array(z.object({ step: z.number(), gap: z.string() })),
  decisions: z.object({
    count: z.number(),
    medianLatencyMs: z.number().nullable(),
    confidences: z.array(z.number()).describe('sorted'),
  }),
});
export type ReplaySummary = z.infer<typeof ReplaySummary>;

const Session = z.object({ sessionId: z.string() });

export const replay = {
  summary: oc.input(Session).errors({ NOT_FOUND: {} }).output(ReplaySummary),
  /** Steps `from` to `to`, both inclusive, at most 256. */
  steps: oc
    .input(Session.extend({ from: z.number().int().min(0), to: z.number().int().min(0) }))
    .errors({ NOT_FOUND: {} })
    .output(z.array(Step)),
  /** Follows a game in flight: the number of its last step, whenever it grows, by the history where that is a server. Ends with the game. */
  follow: oc.input(Session).output(eventIterator(z.object({ lastStep: z.number(), ended: z.boolean() }))),
};
