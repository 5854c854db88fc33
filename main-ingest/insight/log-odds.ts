/** Games of a kind, and those of them that were won. */
export interface Wins {
  readonly games: number;
  readonly wins: number;
}

/**
 * Win rate that the parts of a combination predict when each works for itself: their log-odds add up,
 * `logit p = Σ logit(only part i) − (parts − 1) · logit(neither)`. Half a game is added to both sides of each odds
 * (Haldane 1956, Anscombe 1956), so that few games do not mean certainty.
 *
 * null where it cannot be told: a part or "neither" without games.
 */
export function predictedRate(only: readonly Wins[], neither: Wins): number | null {
  if (neither.games === 0 || only.some(({ games }) => games === 0)) return null;
  const sum = only.reduce((total, part) => total + logOdds(part), 0) - (only.length - 1) * logOdds(neither);
  return 1 / (1 + Math.exp(-sum));
}

function logOdds({ games, wins }: Wins): number {
  return Math.log((wins + 0.5) / (games - wins + 0.5));
}
