/** Amounts, cards and names as a person reads them. */

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const upToTwo = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 });

/** `1,540,081`; beyond 10^15 `1.2e25`. */
export function amount(value: number): string {
  if (Math.abs(value) >= 1e15) return value.toExponential(1).replace('+', '');
  return Number.isInteger(value) ? whole.format(value) : upToTwo.format(value);
}

/** `$236`, `−$4`. */
export function dollars(value: number): string {
  return value < 0 ? `−$${amount(-value)}` : `$${amount(value)}`;
}

/** `5,929`, `411.6 k`, `1.54 M`; beyond 10^15 `1.2e25`. */
export function roundedAmount(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e15 || size < 10_000) return amount(value);
  if (size < 999_950) return `${(value / 1e3).toFixed(1)} k`;
  if (size < 999_995_000) return `${(value / 1e6).toFixed(2)} M`;
  if (size < 999_995_000_000) return `${(value / 1e9).toFixed(2)} G`;
  return `${(value / 1e12).toFixed(2)} T`;
}

/** How often one amount holds another: `0.08 ×`, `14.7 ×`, `88 ×`. */
export function times(part: number, of: number): string {
  const ratio = part / of;
  return `${ratio < 1 ? ratio.toFixed(2) : ratio < 20 ? ratio.toFixed(1) : amount(Math.round(ratio))} ×`;
}

/** `1 card`, `5 cards`. */
export function counted(count: number, noun: string): string {
  return `${amount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** `A, B and C`. */
export function listed(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

const SUITS: ReadonlyMap<string, string> = new Map([
  ['S', '♠'],
  ['H', '♥'],
  ['C', '♣'],
  ['D', '♦'],
]);

/** A card code in words, `10♥` for `H_T`, `A♠ Lucky` for `S_A+Lucky`; any other text as it is. */
export function cardText(code: string): string {
  const suit = SUITS.get(code.charAt(0));
  if (suit === undefined || code.charAt(1) !== '_') return code;
  const [face, ...marks] = code.slice(2).split('+');
  return [`${face === 'T' ? '10' : face}${suit}`, ...marks].join(' ');
}
