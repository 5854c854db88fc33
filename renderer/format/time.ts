import { UNKNOWN } from './number.ts';

/** Times are shown in UTC, as they are recorded; the status strip says so. */
export const TIME_ZONE = 'UTC';

const parts = (options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat('en-GB', { timeZone: TIME_ZONE, ...options });

const day = parts({ day: 'numeric', month: 'short' });
const dayWithYear = parts({ day: 'numeric', month: 'short', year: 'numeric' });
const timeOfDay = parts({ hour: '2-digit', minute: '2-digit', second: '2-digit' });
const shortTime = parts({ hour: '2-digit', minute: '2-digit' });

type Moment = string | number | null | undefined;

function read(moment: Moment): Date | undefined {
  if (moment === null || moment === undefined) return undefined;
  const date = new Date(moment);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** `3 Oct`. */
export function dayOf(moment: Moment): string {
  const date = read(moment);
  return date ? day.format(date) : UNKNOWN;
}

/** `3 Oct 2026`. */
export function dateOf(moment: Moment): string {
  const date = read(moment);
  return date ? dayWithYear.format(date) : UNKNOWN;
}

/** `06:25:01`. */
export function timeOf(moment: Moment): string {
  const date = read(moment);
  return date ? timeOfDay.format(date) : UNKNOWN;
}

/** `06:25`. */
export function minuteOf(moment: Moment): string {
  const date = read(moment);
  return date ? shortTime.format(date) : UNKNOWN;
}

/** `3 Oct 06:25:01`. */
export function dayAndTime(moment: Moment): string {
  const date = read(moment);
  return date ? `${day.format(date)} ${timeOfDay.format(date)}` : UNKNOWN;
}

/** `3 Oct 06:25`. */
export function dayAndMinute(moment: Moment): string {
  const date = read(moment);
  return date ? `${day.format(date)} ${shortTime.format(date)}` : UNKNOWN;
}

/**
 * How long ago: `now`, `9 s`, `4 min`, `3 h`, and the date from two days on.
 * A time that lies ahead (a clock that is off, a recording from elsewhere) is shown as it is.
 */
export function ago(moment: Moment, now: number): string {
  const date = read(moment);
  if (!date) return UNKNOWN;
  const seconds = (now - date.getTime()) / 1000;
  if (seconds < -5) return dayAndMinute(moment);
  if (seconds < 2) return 'now';
  if (seconds < 60) return `${Math.floor(seconds)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 172_800) return `${Math.floor(seconds / 3600)} h`;
  return dayAndMinute(moment);
}

/** As {@link ago} in five letters: of what is long past the time where it is of the same day as `newest`, else the day. */
export function agoInShort(moment: Moment, now: number, newest: Moment): string {
  const date = read(moment);
  if (!date) return UNKNOWN;
  if (Math.abs(now - date.getTime()) < 172_800_000) return ago(moment, now);
  return dayOf(moment) === dayOf(newest) ? shortTime.format(date) : day.format(date);
}
