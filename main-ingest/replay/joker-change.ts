import type { HeldJoker } from './state.ts';
import { counted, listed } from './words.ts';

/** How a row of jokers became another. Names, one for each joker. */
export interface JokerDifference {
  readonly joined: readonly string[];
  readonly left: readonly string[];
}

export function jokerDifference(before: readonly HeldJoker[], after: readonly HeldJoker[]): JokerDifference {
  const left = before.map((joker) => joker.name);
  const joined: string[] = [];
  for (const { name } of after) {
    const place = left.indexOf(name);
    if (place === -1) joined.push(name);
    else left.splice(place, 1);
  }
  return { joined, left };
}

/** The change in words: "Wily Joker joins", "Joker leaves", "Jokers in a new order". */
export function jokerChange(
  before: readonly HeldJoker[],
  after: readonly HeldJoker[],
  slotsBefore: number | null,
  slotsAfter: number | null,
): string {
  const { joined, left } = jokerDifference(before, after);
  const parts: string[] = [];
  if (joined.length > 0) parts.push(`${listed(joined)} ${joined.length === 1 ? 'joins' : 'join'}`);
  if (left.length > 0) parts.push(`${listed(left)} ${left.length === 1 ? 'leaves' : 'leave'}`);
  if (parts.length > 0) return parts.join(', ');
  const moved = after.some((joker, i) => joker.name !== before[i]?.name);
  if (moved) return 'Jokers in a new order';
  const edited = after.filter((joker, i) => joker.edition !== before[i]?.edition);
  if (edited.length > 0) {
    return edited.map((joker) => `${joker.name} is now ${joker.edition ?? 'without edition'}`).join(', ');
  }
  if (slotsAfter !== null && slotsAfter !== slotsBefore) return `${counted(slotsAfter, 'joker slot')} now`;
  return `Holds ${counted(after.length, 'joker')}`;
}
