import type { Combination } from '../../../main-ingest/contract/synergy.ts';

/** How far the evidence reaches, each step within the one before. */
export interface Evidence {
  /** With enough games to be judged. */
  readonly judged: number;
  /** Interval of the win rate above that of all games. */
  readonly above: number;
  /** Of those, clear after the correction. */
  readonly clear: number;
  /** Of those, interval above what the jokers alone predict; that is not corrected. */
  readonly beyond: number;
  /** Clear after the correction, and won less. */
  readonly clearlyLess: number;
}

/** Clear after the Benjamini–Hochberg correction with at most this share of false finds. */
export function isClear({ q }: Combination, falseFinds: number): boolean {
  return q !== null && q <= falseFinds;
}

export function isBeyond({ beyondInterval }: Combination): boolean {
  return beyondInterval !== null && beyondInterval[0] > 1;
}

/** Clear is after the correction; `beyond ◇` also has its interval above what the jokers alone predict. */
export function clearWord(of: Combination, falseFinds: number): 'not yet' | 'less' | 'beyond ◇' | 'yes' {
  if (!isClear(of, falseFinds)) return 'not yet';
  if (of.lift < 1) return 'less';
  return isBeyond(of) ? 'beyond ◇' : 'yes';
}

export function evidenceOf(combinations: readonly Combination[], falseFinds: number): Evidence {
  const clear = combinations.filter((one) => isClear(one, falseFinds));
  const clearlyMore = clear.filter(({ lift }) => lift > 1);
  return {
    judged: combinations.length,
    above: combinations.filter(({ liftInterval }) => liftInterval[0] > 1).length,
    clear: clearlyMore.length,
    beyond: clearlyMore.filter(isBeyond).length,
    clearlyLess: clear.length - clearlyMore.length,
  };
}

/** How many p values lie in each of equal parts from 0 to 1. */
export function spreadOfP(combinations: readonly Combination[], parts = 20): number[] {
  const spread = new Array<number>(parts).fill(0);
  for (const { p } of combinations) {
    const part = Math.min(parts - 1, Math.floor(p * parts));
    spread[part] = (spread[part] ?? 0) + 1;
  }
  return spread;
}
