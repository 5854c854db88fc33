/** A whole number as a cell: a number where a float64 holds it, else its digits. */
export function wholeCell(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}

/** The text of a number, whole or decimal, as a cell: a number where that is written with the same digits, else the text. */
export function digitsCell(text: string): number | string {
  const number = Number(text);
  return Math.abs(number) <= Number.MAX_SAFE_INTEGER && String(number) === text ? number : text;
}
