/** Time from one hour to another (exclusive), in hours since 1970. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export const DAY_HOURS = 24;
/** All that a timestamp can say: the years 0 to 9999. */
export const ALL_TIME: Span = { from: -719_528 * DAY_HOURS, to: 2_932_897 * DAY_HOURS };

/** Spans that may be open at once; past it they are one. */
const MOST_SPANS = 12;

/** The spans that are open when hours are written to: an hour each, or a day where one is stored as a whole. Never overlapping. */
export function openedFor(
  open: readonly Span[],
  hours: Iterable<number>,
  isWholeDay: (day: number) => boolean,
): readonly Span[] {
  const spans = [...open];
  for (const hour of hours) {
    if (spans.some(({ from, to }) => from <= hour && hour < to)) continue;
    const day = dayOf(hour);
    spans.push(isWholeDay(day) ? { from: day * DAY_HOURS, to: (day + 1) * DAY_HOURS } : { from: hour, to: hour + 1 });
  }
  if (spans.length === open.length) return open;
  if (spans.length <= MOST_SPANS) return spans;
  // Written to all over the place: whole days from the first to the last.
  const first = spans.reduce((least, { from }) => Math.min(least, dayOf(from)), Number.POSITIVE_INFINITY);
  const last = spans.reduce((most, { to }) => Math.max(most, dayOf(to - 1)), Number.NEGATIVE_INFINITY);
  return [{ from: first * DAY_HOURS, to: (last + 1) * DAY_HOURS }];
}

/** Whether a span is of whole days. */
export function isOfDays({ from, to }: Span): boolean {
  return from % DAY_HOURS === 0 && to % DAY_HOURS === 0;
}

/** Whether a day lies in a span. */
export function isWithin(day: number, { from, to }: Span): boolean {
  return from <= day * DAY_HOURS && (day + 1) * DAY_HOURS <= to;
}

/** The span that is written to now: the newest, unless it is of more than a day. */
export function hotSpan(open: readonly Span[]): Span | undefined {
  const newest = open.reduce<Span | undefined>((last, span) => (last && last.to > span.to ? last : span), undefined);
  return newest && newest.to - newest.from <= DAY_HOURS ? newest : undefined;
}

export function dayOf(hour: number): number {
  return Math.floor(hour / DAY_HOURS);
}
