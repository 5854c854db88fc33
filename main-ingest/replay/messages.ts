import type { ReplaySummary, Step } from '../contract/replay.ts';
import type { HistoryTotals } from '../history/history.ts';
import type { HistoryOptions } from '../history/open.ts';

/** What the reader thread is asked. */
export type Question =
  | { readonly ask: 'summary'; readonly sessionId: string }
  | { readonly ask: 'preview'; readonly sessionId: string }
  | { readonly ask: 'steps'; readonly sessionId: string; readonly from: number; readonly to: number }
  | { readonly ask: 'length'; readonly stream: string }
  | { readonly ask: 'gameLengths' }
  | { readonly ask: 'totals' };

export type Preview = Pick<ReplaySummary, 'game' | 'blinds' | 'moments'>;
export type GameLengths = ReadonlyArray<readonly [sessionId: string, events: number]>;

/** What each question is answered with. */
export interface Values {
  readonly summary: ReplaySummary;
  readonly preview: Preview;
  readonly steps: Step[];
  readonly length: number;
  readonly gameLengths: GameLengths;
  readonly totals: HistoryTotals;
}

export interface Answered<Kind extends keyof Values> {
  readonly answer: Kind;
  readonly value: Values[Kind];
}

/** What it answers; `unknown-game` where the history has no event of it. */
export type Answer =
  | { readonly [Kind in keyof Values]: Answered<Kind> }[keyof Values]
  | { readonly answer: 'unknown-game' }
  | { readonly answer: 'failed'; readonly code: string; readonly message: string; readonly retry: boolean };

/** How far the history has a game. */
export interface Progress {
  readonly lastStep: number;
  readonly ended: boolean;
}

/** Told of a game that is followed, again and again; an end without a reason is the game's. */
export type Followed =
  | { readonly followed: 'further'; readonly progress: Progress }
  | { readonly followed: 'ended'; readonly failure?: string };

/** Begins to follow a game, or stops that by its number. */
export type Following = { readonly follow: string } | { readonly unfollow: true };

/** What failed in the thread while nobody waited for it. */
export interface Unexpected {
  readonly unexpected: string;
}

export type Numbered<T> = T & { readonly id: number };

/** Which history the thread opens, and how much of it it may keep in memory. */
export interface ReaderOptions {
  readonly history: HistoryOptions;
  /** Bytes of replayed games that are kept, about. */
  readonly cacheBytes: number;
}
