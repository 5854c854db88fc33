/**
 * q values of a family of p values, in their order: the smallest rate of false finds at which each would count as one.
 *
 * Y. Benjamini, Y. Hochberg, "Controlling the False Discovery Rate", J. R. Statist. Soc. B 57 (1995) 289–300; adjusted
 * as R's `p.adjust(p, "BH")` does.
 */
export function benjaminiHochberg(p: readonly number[]): number[] {
  const falling = p.map((value, index) => ({ value, index })).sort((a, b) => b.value - a.value);
  const q = new Array<number>(p.length);
  let least = 1;
  falling.forEach(({ value, index }, place) => {
    least = Math.min(least, value * (p.length / (p.length - place)));
    q[index] = least;
  });
  return q;
}
