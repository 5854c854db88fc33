/** Games of a kind, and those of them that were won. */
export interface Wins {
  readonly games: number;
  readonly wins: number;
}

/**
 * Win rate that the parts of a combination predict when each works for itself: their log-odds add up,
 * `logit p = Σ logit(only part i) − (parts − 1) · logit(neither)`.
 *
 * null where it cannot be told: a part or "neither" without games, or one that won all or none of them (its log-odds
 * are infinite).
 */
export function predictedRate(only: readonly Wins[], neither: Wins): number | null {
  const parts = only.map(logOdds);
  const rest = logOdds(neither);
  if (rest === null) return null;
  let sum = -(only.length - 1) * rest;
  for (const part of parts) {
    if (part === null) return null;
    sum += part;
  }
  return 1 / (1 + Math.exp(-sum));
}

function logOdds({ games, wins }: Wins): number | null {
  return wins > 0 && wins < games ? Math.log(wins / (games - wins)) : null;
}
