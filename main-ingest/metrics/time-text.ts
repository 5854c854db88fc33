/** Largest instant of a Date, in seconds. */
const LAST_SECOND = 8_640_000_000_000n;
const TEXT = /^([+-]?\d{4,})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:\.(\d+))?Z?$/;

/**
 * ISO-8601 with `Z` of ticks since 1970, with as many fractional digits as a tick needs, and six at least; years beyond four
 * digits have a sign (`+010000-…`). Undefined beyond the years that a Date knows.
 */
export function ticksToText(ticks: bigint, perSecond: bigint): string | undefined {
  const fraction = ((ticks % perSecond) + perSecond) % perSecond;
  const seconds = (ticks - fraction) / perSecond;
  if (seconds > LAST_SECOND || seconds < -LAST_SECOND) return undefined;
  const digits = perSecond === 1n ? '' : String(fraction).padStart(String(perSecond).length - 1, '0');
  return `${new Date(Number(seconds) * 1000).toISOString().slice(0, -4)}${digits.padEnd(6, '0')}Z`;
}

/** The ticks since 1970 of a time's text, every digit of it; undefined where it is none. Text of no zone is UTC. */
export function textToTicks(text: string, perSecond: bigint): bigint | undefined {
  const parts = TEXT.exec(text);
  if (parts === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction = ''] = parts;
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  date.setUTCHours(Number(hour), Number(minute), Number(second));
  if (Number.isNaN(date.getTime())) return undefined;
  const places = String(perSecond).length - 1;
  return (BigInt(date.getTime()) / 1000n) * perSecond + BigInt(fraction.slice(0, places).padEnd(places, '0') || '0');
}
