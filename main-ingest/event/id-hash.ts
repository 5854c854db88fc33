/**
 * The hash of event ids in every set of them. Producers choose their ids, so where it were known which ids share a slot, a
 * batch of such ids would keep a thread busy for half a minute. This one is tabulation hashing: a random number for each
 * value of each byte, made anew in each thread, all added up without carry. Whatever ids were chosen before, they spread
 * as random ones do.
 */
const table = crypto.getRandomValues(new Uint32Array(16 * 256));

/** 32 bits (signed) from the four words of a packed id. */
export function idHash(a: number, b: number, c: number, d: number): number {
  return wordHash(0, a) ^ wordHash(1024, b) ^ wordHash(2048, c) ^ wordHash(3072, d);
}

function wordHash(at: number, word: number): number {
  return (
    (table[at + (word & 255)] ?? 0) ^
    (table[at + 256 + ((word >>> 8) & 255)] ?? 0) ^
    (table[at + 512 + ((word >>> 16) & 255)] ?? 0) ^
    (table[at + 768 + (word >>> 24)] ?? 0)
  );
}
