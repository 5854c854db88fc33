import type { GameRow } from '../contract/games.ts';
import type { Cell } from '../metrics/metrics.ts';

/** Columns of `game_results` that a row of the list is made of, in the order that {@link gameRow} reads. */
export const ROW_COLUMNS = [
  'session_id',
  'outcome',
  'seed',
  'strategy_id',
  'model_version',
  'experiment_id',
  'deck',
  'stakes',
  'started_at',
  'timestamp',
  'final_ante',
  'final_blind_type',
  'final_score',
  'hands_played',
  'final_money',
  'duration_ms',
  'final_jokers',
];

export function gameRow(cells: readonly Cell[], bookmarked: (sessionId: string) => boolean): GameRow {
  const [session, outcome, seed, strategy, model, experiment, deck, stake, startedAt, endedAt, ...rest] = cells;
  const [ante, blind, best, hands, money, duration, jokers] = rest;
  const sessionId = textOf(session) ?? '';
  return {
    sessionId,
    state: outcome === 'win' || outcome === 'loss' ? outcome : 'abandoned',
    seed: textOf(seed),
    strategy: textOf(strategy),
    model: textOf(model),
    experiment: textOf(experiment),
    deck: textOf(deck),
    stake: textOf(stake),
    startedAt: textOf(startedAt),
    endedAt: textOf(endedAt),
    ante: numberOf(ante),
    blindType: textOf(blind),
    bestHand: numberOf(best),
    hands: numberOf(hands) ?? 0,
    money: numberOf(money),
    durationMs: numberOf(duration),
    jokers: textOf(jokers)?.split('+') ?? [],
    events: null,
    bookmarked: bookmarked(sessionId),
  };
}

export function textOf(cell: Cell | undefined): string | null {
  return typeof cell === 'string' && cell !== '' ? cell : null;
}

export function numberOf(cell: Cell | undefined): number | null {
  return typeof cell === 'number' ? cell : null;
}
