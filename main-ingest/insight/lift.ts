import { type Interval, wilson } from '../contract/wilson.ts';

export interface Lift {
  readonly lift: number;
  readonly interval: Interval;
}

/**
 * How many times as often games of a kind are won as all games: their win rate over the rate `base` of all, with the
 * Wilson interval of theirs divided likewise (the rate of all is taken as known).
 *
 * Where no game was won at all (`base` 0) there is nothing to compare: 1, from 0 to `games`.
 */
export function lift(wins: number, games: number, base: number): Lift {
  if (base === 0 || games === 0) return { lift: 1, interval: [0, games] };
  const [low, high] = wilson(wins, games);
  return { lift: wins / games / base, interval: [low / base, high / base] };
}
