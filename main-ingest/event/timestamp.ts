/**
 * Timestamps: ISO-8601 in UTC with up to six fractional digits (`2026-10-01T09:30:00.123456Z`, or `+00:00` for `Z`) on
 * the outside, microseconds since 1970 inside.
 */

const DAY_MS = 86_400_000;
const ZERO = 48;

/** Microseconds since 1970; NaN where the text is no such timestamp or names no real instant (February 30th, hour 24). */
export function timestampToUs(text: string): number {
  const length = text.length;
  if (
    length < 20 ||
    text[4] !== '-' ||
    text[7] !== '-' ||
    text[10] !== 'T' ||
    text[13] !== ':' ||
    text[16] !== ':' ||
    !isWithin(number(text, 11, 2), 0, 23) ||
    !isWithin(number(text, 14, 2), 0, 59) ||
    !isWithin(number(text, 17, 2), 0, 59)
  ) {
    return Number.NaN;
  }
  const seconds = number(text, 11, 2) * 3600 + number(text, 14, 2) * 60 + number(text, 17, 2);
  let end = 19;
  let fraction = 0;
  if (text[19] === '.') {
    end = length - (text[length - 1] === 'Z' ? 1 : 6);
    const digits = end - 20;
    if (digits < 1 || digits > 6) return Number.NaN;
    fraction = number(text, 20, digits) * 10 ** (6 - digits);
  }
  if (!(text[end] === 'Z' && end === length - 1) && !(text.endsWith('+00:00') && end === length - 6)) return Number.NaN;
  return dayMs(text) * 1000 + seconds * 1_000_000 + fraction;
}

const YEAR_0_US = -62_167_219_200e6;
const YEAR_10000_US = 253_402_300_800e6;

/** Whether microseconds since 1970 lie within the years 0000 to 9999, which a timestamp can write. */
export function isInstant(us: number): boolean {
  return us >= YEAR_0_US && us < YEAR_10000_US;
}

let lastSecond = Number.NaN;
let lastSecondText = '';

/** A timestamp with six fractional digits. Remembers the last second: events come close upon each other. */
export function usToTimestamp(us: number): string {
  const second = Math.floor(us / 1_000_000);
  if (second !== lastSecond) {
    lastSecondText = new Date(second * 1000).toISOString().slice(0, -4);
    lastSecond = second;
  }
  return `${lastSecondText}${String(us - second * 1_000_000).padStart(6, '0')}Z`;
}

let lastDay = '';
let lastDayMs = Number.NaN;

/** Start of the day that a timestamp begins with. Remembers the last one: a recording stays within a day for long. */
function dayMs(text: string): number {
  if (lastDay === '' || !text.startsWith(lastDay)) {
    const year = number(text, 0, 4);
    const month = number(text, 5, 2);
    const day = number(text, 8, 2);
    const ms = new Date(0).setUTCFullYear(year, month - 1, day);
    const date = new Date(ms);
    const real = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
    if (!real || ms % DAY_MS !== 0) return Number.NaN;
    lastDay = text.slice(0, 10);
    lastDayMs = ms;
  }
  return lastDayMs;
}

/** The number that `digits` characters from `start` write; NaN where one of them is no digit. */
function number(text: string, start: number, digits: number): number {
  let value = 0;
  for (let at = start; at < start + digits; at++) {
    const digit = text.charCodeAt(at) - ZERO;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

function isWithin(value: number, low: number, high: number): boolean {
  return value >= low && value <= high;
}
