import type { GameList, GameRow } from '../../../main-ingest/contract/games.ts';

export type Place =
  | { readonly kind: 'heading'; readonly of: 'live' | 'ended' }
  | { readonly kind: 'live'; readonly game: GameRow }
  /** Its place among the games that ended. */
  | { readonly kind: 'ended'; readonly index: number };

export interface Layout {
  readonly count: number;
  /** Place of the game to begin at: the first that ended, for those in flight come and go; -1 without any. */
  readonly firstGame: number;
  readonly at: (index: number) => Place;
  /** Where a game stands now, given those that ended as far as they are loaded; undefined for one out of sight. */
  readonly placeOf: (sessionId: string, ended: readonly GameRow[]) => number | undefined;
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
    firstGame: count === 0 ? -1 : ended > 0 ? firstEnded : 1,
    placeOf: (sessionId, endedGames) => {
      const flying = live.findIndex((game) => game.sessionId === sessionId);
      if (flying >= 0) return flying + 1;
      const landed = endedGames.findIndex((game) => game.sessionId === sessionId);
      return landed >= 0 ? landed + firstEnded : undefined;
    },
    at: (index) => {
      if (heads === 0) return { kind: 'ended', index };
      const game = live[index - 1];
      if (index === 0) return { kind: 'heading', of: 'live' };
      if (game) return { kind: 'live', game };
      return index === firstEnded - 1 ? { kind: 'heading', of: 'ended' } : { kind: 'ended', index: index - firstEnded };
    },
  };
}
