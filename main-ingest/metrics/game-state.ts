import { copyOfSummary, type GameSummary, newSummary } from './game-summary.ts';
import type { Row } from './tables.ts';

/** What a game began with, as far as rows say it. */
export interface GameStart {
  readonly seed: string;
  readonly deck: string;
  readonly stakes: string;
  readonly strategyId: string | null;
  readonly modelVersion: string | null;
  readonly experimentId: string | null;
}

/** Hands of a game that were played with the same jokers. */
export interface JokerTally {
  /** Distinct names, sorted. */
  readonly jokers: readonly string[];
  hands: number;
  score: number;
  mult: number;
  /** Hands that say their final multiplier. */
  multHands: number;
}

/** What a game's next rows need to know of its earlier events. Plain JSON values. */
export interface GameState {
  start: GameStart | null;
  /** Timestamp of the start, microseconds since 1970. */
  startedUs: number | null;
  ante: number;
  round: number;
  blindName: string | null;
  /** Of the last hand played. */
  lastBlindType: string | null;
  /** The latest hand of the round that is being played: its outcome is known when the round ends. */
  hand: { readonly round: number; readonly row: Row } | null;
  tallies: JokerTally[];
  /** Not there in the carry of a game that an older version began: what came before is not counted. */
  summary?: GameSummary;
  completed: boolean;
}

export function newGame(): GameState {
  return {
    start: null,
    startedUs: null,
    ante: 1,
    round: 0,
    blindName: null,
    lastBlindType: null,
    hand: null,
    tallies: [],
    summary: newSummary(),
    completed: false,
  };
}

/** A copy that can be folded on without changing the original. */
export function copyOf(state: GameState): GameState {
  return {
    ...state,
    tallies: state.tallies.map((tally) => ({ ...tally })),
    ...(state.summary && { summary: copyOfSummary(state.summary) }),
  };
}
