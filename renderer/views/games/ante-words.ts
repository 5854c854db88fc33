import type { GameRow } from '../../../main-ingest/contract/games.ts';

/** `all 8`, `to 9`, `7 big`. */
export function reachedWords({ ante, blindType, state }: Pick<GameRow, 'ante' | 'blindType' | 'state'>): string {
  if (ante === null) return '–';
  if (state === 'win') return ante > 8 ? `to ${ante}` : 'all 8';
  return blindType === null ? `${ante}` : `${ante} ${blindType}`;
}
