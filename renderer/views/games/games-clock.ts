import type { GameList } from '../../../main-ingest/contract/games.ts';
import { useLive } from '../../contract/live-store.ts';

/** Longest silence after which the newest game still counts as "now". */
const LIVE_MS = 60_000;

/**
 * The time that "4 s ago" counts from. While games come in it is that of the newest event: the clock of the machine that
 * plays may differ from this one's, and a recording that is played has a clock of its own.
 */
export function useGamesClock(list: GameList | undefined): number {
  const at = useLive((view) => view.live?.at);
  const rate = useLive((view) => view.live?.health.intake.eventsPerSecond ?? 0);
  const now = at ? Date.parse(at) : Date.now();
  const newest = Date.parse(list?.rows[0]?.endedAt ?? '');
  return rate > 0 && Math.abs(now - newest) > LIVE_MS && !Number.isNaN(newest) ? newest : now;
}
