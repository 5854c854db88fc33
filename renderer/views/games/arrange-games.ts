import type { GameList, GameRow } from '../../../main-ingest/contract/games.ts';

export type Place =
  | { readonly kind: 'heading'; readonly of: 'live' | 'ended' }
  | { readonly kind: 'live'; readonly game: GameRow }
  /** Its place among the games that ended. */
  | { readonly kind: 'ended'; readonly index: number };

export interface Layout {
  readonly count: number;
  /** Place of the first game; -1 without any. */
  readonly firstGame: number;
  readonly at: (index: number) => Place;
}

/** So many games in flight are shown until all are asked for: a hundred would hide those that ended. */
export const FEW_LIVE = 8;

/** What stands where: games in flight under a heading of their own, then those that ended. */
export function arrangeGames(list: Pick<GameList, 'live' | 'matched'> | undefined, allLive: boolean): Layout {
  const live = allLive ? (list?.live ?? []) : (list?.live ?? []).slice(0, FEW_LIVE);
  const ended = list?.matched ?? 0;
  const heads = live.length > 0 ? (ended > 0 ? 2 : 1) : 0;
  const count = heads + live.length + ended;
  const firstEnded = heads + live.length;
  return {
    count,
    firstGame: count === 0 ? -1 : heads === 0 ? 0 : 1,
    at: (index) => {
      if (heads === 0) return { kind: 'ended', index };
      const game = live[index - 1];
      if (index === 0) return { kind: 'heading', of: 'live' };
      if (game) return { kind: 'live', game };
      return index === firstEnded - 1 ? { kind: 'heading', of: 'ended' } : { kind: 'ended', index: index - firstEnded };
    },
  };
}
