/** One less than 32 bits hold: QuestDB keeps null as the last one, and its negative is no integer of 32 bits. */
const INT_MIN = -(2 ** 31 - 1);
const INT_MAX = 2 ** 31 - 1;

/** A float64 cell: what overflows counts as the largest finite value. */
export function double(value: number): number {
  return Math.min(Math.max(value, -Number.MAX_VALUE), Number.MAX_VALUE);
}

/** A 32-bit cell: whole, and at its bound where it would not fit. */
export function integer(value: number): number {
  return Math.min(Math.max(Math.trunc(value), INT_MIN), INT_MAX);
}

/** A 64-bit cell: whole, and within what a number holds exactly. */
export function long(value: number): number {
  return Math.min(Math.max(Math.trunc(value), Number.MIN_SAFE_INTEGER), Number.MAX_SAFE_INTEGER);
}
