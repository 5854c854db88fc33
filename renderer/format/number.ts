/** Numbers in words as the window shows them. Unknown (null, undefined, not a number) is an en dash. */
export const UNKNOWN = '–';

type Maybe = number | null | undefined;

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const fixed = [0, 1, 2, 3, 4].map(
  (digits) => new Intl.NumberFormat('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits }),
);

function known(value: Maybe): value is number {
  return value !== null && value !== undefined && !Number.isNaN(value);
}

/** `1,399`. */
export function count(value: Maybe): string {
  return known(value) ? whole.format(value) : UNKNOWN;
}

/** Every digit of a whole number below 10^15, `1.24e25` beyond: what a tooltip or a headline shows. */
export function exact(value: Maybe): string {
  if (!known(value)) return UNKNOWN;
  if (Math.abs(value) >= 1e15) return exponent(value, 3);
  return Number.isInteger(value) ? whole.format(value) : significant(value, 6);
}

/** `9,341`, `411.6 k`, `1.54 M`, `2.07 B`, `3.10 T`, `1.2e25`. */
export function compact(value: Maybe): string {
  if (!known(value)) return UNKNOWN;
  const size = Math.abs(value);
  if (size < 10_000) return Number.isInteger(value) ? whole.format(value) : significant(value, 3);
  if (size < 999_950) return `${decimals(value / 1e3, 1)} k`;
  if (size < 999_995_000) return `${decimals(value / 1e6, 2)} M`;
  if (size < 999_995_000_000) return `${decimals(value / 1e9, 2)} B`;
  if (size < 1e15) return `${decimals(value / 1e12, 2)} T`;
  return exponent(value, 1);
}

/** A tick of an axis: as {@link compact} without digits that say nothing: `100 k`, `1 M`, `0.5`. */
export function tick(value: number): string {
  const size = Math.abs(value);
  if (size < 10_000) return Number.isInteger(value) ? whole.format(value) : String(Number(value.toPrecision(3)));
  if (size >= 1e15) return exponent(value, 1).replace('.0e', 'e');
  const [unit, name] = size < 1e6 ? [1e3, 'k'] : size < 1e9 ? [1e6, 'M'] : size < 1e12 ? [1e9, 'B'] : [1e12, 'T'];
  return `${Number((value / unit).toPrecision(4))} ${name}`;
}

/** A share of 1 in percent: `36 %`; `8.6 %` with one decimal. */
export function share(value: Maybe, digits = 0): string {
  return known(value) ? `${decimals(value * 100, digits)} %` : UNKNOWN;
}

/** An interval of shares: `26 – 45 %`. */
export function shareInterval(low: Maybe, high: Maybe, digits = 0): string {
  if (!known(low) || !known(high)) return UNKNOWN;
  return `${decimals(low * 100, digits)} – ${decimals(high * 100, digits)} %`;
}

/** An interval in a unit that {@link inUnit} knows. */
export function interval(low: Maybe, high: Maybe, unit: Unit): string {
  return unit === 'share' ? shareInterval(low, high, 1) : `${inUnit(low, unit)} – ${inUnit(high, unit)}`;
}

/** Whole dollars: `$334`, `−$4`. */
export function money(value: Maybe): string {
  if (!known(value)) return UNKNOWN;
  return value < 0 ? `−$${whole.format(-value)}` : `$${whole.format(value)}`;
}

/** With its sign, a real minus: `+23`, `−4`, `0`. */
export function signed(value: Maybe, format: (size: number) => string = count): string {
  if (!known(value)) return UNKNOWN;
  const text = format(Math.abs(value));
  return value > 0 ? `+${text}` : value < 0 ? `−${text}` : text;
}

/** Milliseconds: `0.42 ms`, `67 ms`, `1.3 s`, `2 min 28 s`, `3 h 5 min`, `6 d 2 h`. */
export function duration(ms: Maybe): string {
  if (!known(ms)) return UNKNOWN;
  if (ms < 0) return `−${duration(-ms)}`;
  if (ms === 0) return '0 ms';
  if (ms < 10) return `${significant(ms, 2)} ms`;
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${decimals(ms / 1000, 1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return twoUnits(Math.floor(seconds / 60), 'min', seconds % 60, 's');
  const minutes = Math.round(seconds / 60);
  if (minutes < 1440) return twoUnits(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
  const hours = Math.round(minutes / 60);
  return twoUnits(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

/** The length of a game as a clock: `0:32`, `12:05`, `1:02:05`. */
export function clock(ms: Maybe): string {
  if (!known(ms)) return UNKNOWN;
  const seconds = Math.floor(ms / 1000);
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** `812 B`, `14.5 MB`, `1.59 GB` (powers of 1,000). */
export function bytes(value: Maybe): string {
  if (!known(value)) return UNKNOWN;
  if (value < 1000) return `${value} B`;
  const units = ['kB', 'MB', 'GB', 'TB'];
  let size = value / 1000;
  let at = 0;
  while (size >= 999.5 && at < units.length - 1) {
    size /= 1000;
    at += 1;
  }
  return `${significant(size, 3)} ${units[at]}`;
}

/** What a number measures; decides how it is written. The names are the contract's. */
export type Unit =
  | 'count'
  | 'share'
  | 'money'
  | 'score'
  | 'ms'
  | 'ante'
  | 'chips'
  | 'mult'
  | 'ratio'
  | 'time'
  | 'text'
  | 'number'
  | 'step'
  | 'bytes';

/** A value in its unit, precise enough for a tooltip or a table cell. */
export function inUnit(value: Maybe, unit: Unit): string {
  if (!known(value)) return UNKNOWN;
  switch (unit) {
    case 'share':
      return share(value, 1);
    case 'money':
      return Number.isInteger(value) ? money(value) : `${value < 0 ? '−' : ''}$${decimals(Math.abs(value), 2)}`;
    case 'score':
    case 'chips':
    case 'mult':
      return exact(value);
    case 'ms':
      return duration(value);
    case 'ratio':
      return `${significant(value, 3)} ×`;
    case 'bytes':
      return bytes(value);
    default:
      return exact(value);
  }
}

/** A tick of an axis in a unit. */
export function tickInUnit(value: number, unit: Unit): string {
  switch (unit) {
    case 'share':
      return `${Number((value * 100).toPrecision(4))} %`;
    case 'money':
      return value < 0 ? `−$${tick(-value)}` : `$${tick(value)}`;
    case 'ms':
      return duration(value).replace('.0 s', ' s');
    case 'ratio':
      return `${Number(value.toPrecision(3))} ×`;
    case 'bytes':
      return bytes(value);
    case 'score':
    case 'chips':
    case 'mult':
      return Math.abs(value) >= 1000 && Math.abs(value) < 10_000
        ? `${Number((value / 1000).toPrecision(4))} k`
        : tick(value);
    default:
      return tick(value);
  }
}

function decimals(value: number, digits: number): string {
  return (fixed[digits] ?? whole).format(value);
}

function significant(value: number, digits: number): string {
  if (value === 0) return '0';
  const places = Math.max(0, Math.min(4, digits - 1 - Math.floor(Math.log10(Math.abs(value)))));
  return decimals(value, places);
}

function exponent(value: number, digits: number): string {
  return value.toExponential(digits).replace('e+', 'e');
}

function twoUnits(large: number, largeName: string, small: number, smallName: string): string {
  return small === 0 ? `${large} ${largeName}` : `${large} ${largeName} ${small} ${smallName}`;
}
