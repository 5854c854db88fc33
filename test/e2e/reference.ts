import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Answers about `train-small`, computed from its events alone; `definitions` in the file says how. The parts that the views show. */
interface Reference {
  readonly events: number;
  readonly gamesCompleted: number;
  readonly distinctFinalPairs: number;
  readonly winRate: { readonly games: number; readonly wins: number; readonly winRate: number };
  readonly gamesByOutcome: { readonly win: number; readonly loss: number };
  readonly winRateByStrategyId: Readonly<
    Record<string, { readonly games: number; readonly wins: number; readonly winRate: number }>
  >;
  readonly anteFunnel: readonly { readonly ante: number; readonly games: number; readonly share: number }[];
  readonly gamesByFinalAnte: Readonly<Record<string, number>>;
  readonly highestScore: number;
  /** The 30 pairs of most games. */
  readonly jokerPairs: readonly {
    readonly jokers: string;
    readonly games: number;
    readonly wins: number;
    readonly winRate: number;
    readonly lift: number;
    readonly wilson95: readonly [number, number];
  }[];
  readonly jokers: readonly { readonly jokers: string; readonly games: number; readonly wins: number }[];
  readonly deaths: readonly { readonly blindName: string; readonly ante: number; readonly rounds: number }[];
  readonly decisions: { readonly count: number; readonly latencyMsP50: number; readonly latencyMsP95: number };
}

export const reference: Reference = JSON.parse(
  readFileSync(join(import.meta.dirname, '..', 'recordings', 'reference-small.json'), 'utf8'),
);
