import { gammaln } from 'simple-statistics';

/** Tables within this factor count as equally likely, as in R's `fisher.test`. */
const TIE = 1 + 1e-7;
/** A term that adds less than this share to a tail ends it. */
const NEGLIGIBLE = 1e-17;

/**
 * Two-sided p value of Fisher's exact test of the table
 *
 * |         | won | not won |
 * | ------- | --- | ------- |
 * | with    | `a` | `b`     |
 * | without | `c` | `d`     |
 *
 * the probability, with all four margins fixed, of a table as unlikely as this one or more so. It sums only the two
 * tails, from their inner ends outward, so that it is quick for millions of games too.
 *
 * R. A. Fisher, "On the Interpretation of χ² from Contingency Tables", J. R. Statist. Soc. 85 (1922) 87–94; two-sided as
 * in R's `fisher.test`.
 */
export function fisherExact(a: number, b: number, c: number, d: number): number {
  const row = a + b;
  const column = a + c;
  const total = a + b + c + d;
  const least = Math.max(0, row + column - total);
  const most = Math.min(row, column);
  if (least === most) return 1;

  const fixed = logChoose(total, row);
  const logProbability = (k: number): number => logChoose(column, k) + logChoose(total - column, row - k) - fixed;
  const up = (k: number): number => ((column - k) * (row - k)) / ((k + 1) * (total - column - row + k + 1));

  /** Sum of the probabilities from `k` outward; they fall all the way. */
  const tail = (k: number, step: 1 | -1): number => {
    let term = Math.exp(logProbability(k));
    let sum = term;
    for (let at = k; step === 1 ? at < most : at > least; at += step) {
      term *= step === 1 ? up(at) : 1 / up(at - 1);
      sum += term;
      if (term <= sum * NEGLIGIBLE) break;
    }
    return sum;
  };

  const mode = Math.floor(((row + 1) * (column + 1)) / (total + 2));
  const bound = logProbability(a) + Math.log(TIE);
  if (logProbability(mode) <= bound) return 1;
  const below = a < mode ? a : lastWithin(least, mode, (k) => logProbability(k) <= bound);
  const above = a > mode ? a : -lastWithin(-most, -mode, (k) => logProbability(-k) <= bound);
  const sum = (below < least ? 0 : tail(below, -1)) + (above > most ? 0 : tail(above, 1));
  return Math.min(1, sum);
}

/** The last of `from … to` of which `holds` is true, where it is true first and false after; `from - 1` where never. */
function lastWithin(from: number, to: number, holds: (k: number) => boolean): number {
  let low = from - 1;
  let high = to;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return low;
}

function logChoose(n: number, k: number): number {
  return gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1);
}
