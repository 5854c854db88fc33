/** A step, or wherever the end of a game in flight is. */
export type Place = number | 'live';

/** The place that an address names; undefined where it names none. */
export function readPlace(text: string | undefined): Place | undefined {
  if (text === 'live') return 'live';
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
