import type { ReactNode } from 'react';

/** How a panel stands. Each but `ready` says so in words, keeps the panel's size, and leaves its neighbours alone. */
export type PanelState =
  | { readonly kind: 'ready' }
  /** `since`: milliseconds since 1970. Until 300 ms nothing is shown, until 2 s a skeleton, then progress and a way out. */
  | {
      readonly kind: 'loading';
      readonly since: number;
      readonly shape?: SkeletonShape;
      readonly progress?: { readonly done: number; readonly of: number; readonly what: string };
      readonly cancel?: () => void;
    }
  /** Nothing matches: which filter empties it, how many match without it. */
  | {
      readonly kind: 'empty';
      readonly filter: string;
      readonly without?: number;
      readonly clear?: () => void;
      readonly clearAll?: { readonly filters: number; readonly run: () => void };
    }
  /** Nothing has come yet: what belongs here, and what brings it. */
  | { readonly kind: 'nothing'; readonly what: string; readonly how: ReactNode; readonly example?: string }
  /** Too few to judge; the content draws itself hatched and pale. */
  | { readonly kind: 'thin'; readonly n: number; readonly of?: string }
  /** Drawn as far as it goes: `Importing 63 %`. */
  | { readonly kind: 'partial'; readonly what: string }
  /** `mark` stands in place of `as of {at}`. */
  | {
      readonly kind: 'stale';
      readonly at: string;
      readonly why: string;
      readonly mark?: string;
      readonly health?: boolean;
    }
  | {
      readonly kind: 'error';
      readonly what: string;
      readonly code: string;
      readonly detail?: string;
      /** What it means for the data. */
      readonly data: string;
      readonly tip: string;
      readonly retry?: () => void;
    }
  | { readonly kind: 'paused'; readonly at: string; readonly missed: string; readonly goLive: () => void }
  | { readonly kind: 'truncated'; readonly shown: number; readonly of?: number; readonly all?: () => void }
  | { readonly kind: 'gone'; readonly attempt: number; readonly retryAt: number; readonly reason: string };

/** The shape that a skeleton takes: that of the chart which is to come. */
export type SkeletonShape = 'line' | 'bars' | 'grid' | 'rows' | 'text';

export const READY: PanelState = { kind: 'ready' };

/** After this a wait is shown at all. */
export const QUIET_MS = 300;
/** After this a wait says how far it is. */
export const LONG_MS = 2_000;

/** States in which the content is not drawn. */
export function hidesContent(state: PanelState): boolean {
  return ['empty', 'nothing', 'error'].includes(state.kind);
}
