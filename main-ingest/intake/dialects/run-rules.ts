import type { ObservedBlind } from './observation.ts';

/**
 * What the rules of Balatro 1.0.1 say of a run, for states that do not carry it.
 */

/** Score of a small blind in antes 1 to 8, by how fast the stake lets it grow. */
const BASE = [
  [300, 800, 2_000, 5_000, 11_000, 20_000, 35_000, 50_000],
  [300, 900, 2_600, 8_000, 20_000, 36_000, 60_000, 100_000],
  [300, 1_000, 3_200, 9_000, 25_000, 60_000, 110_000, 200_000],
] as const;

const SLOW = new Set(['White', 'Red']);
const FAST = new Set(['Purple', 'Orange', 'Gold']);
const BOSS_FACTORS: Readonly<Record<string, number>> = { 'The Wall': 4, 'The Needle': 1, 'Violet Vessel': 6 };
const SHOWDOWN = new Set(['Amber Acorn', 'Verdant Leaf', 'Violet Vessel', 'Crimson Heart', 'Cerulean Bell']);

export interface RunRules {
  readonly deck: string | undefined;
  readonly stakes: string | undefined;
}

/** The score that a blind asks for in an ante; undefined where deck or stake are not known, or beyond ante 8. */
export function targetScore(blind: ObservedBlind, ante: number, run: RunRules): number | undefined {
  if (run.deck === undefined || run.stakes === undefined) return undefined;
  const growth = SLOW.has(run.stakes) ? 0 : FAST.has(run.stakes) ? 2 : 1;
  const base = ante < 1 ? 100 : BASE[growth]?.[ante - 1];
  if (base === undefined) return undefined;
  const factor = { small: 1, big: 1.5, boss: BOSS_FACTORS[blind.name] ?? 2 }[blind.type];
  return base * factor * (run.deck === 'Plasma Deck' ? 2 : 1);
}

/** Dollars for beating a blind; undefined where they are not known: a challenge may pay nothing. */
export function blindReward(blind: ObservedBlind, run: RunRules): number | undefined {
  if (run.deck === undefined || run.deck === 'Challenge Deck' || run.stakes === undefined) return undefined;
  if (blind.type === 'small') return run.stakes === 'White' ? 3 : 0;
  if (blind.type === 'big') return 4;
  return SHOWDOWN.has(blind.name) ? 8 : 5;
}

/** Hands of a round as a deck has them, before anything adds to them; undefined for a challenge. */
export function firstHands(run: RunRules): number | undefined {
  if (run.deck === undefined || run.deck === 'Challenge Deck') return undefined;
  return run.deck === 'Blue Deck' ? 5 : run.deck === 'Black Deck' ? 3 : 4;
}

/** Dollars of the first reroll of a shop. */
export const FIRST_REROLL = 5;

/** Joker slots that a run starts with, five where the deck is not known. */
export function firstJokerSlots(run: RunRules): number {
  return run.deck === 'Black Deck' ? 6 : run.deck === 'Painted Deck' ? 4 : 5;
}

/** The pack that a tag opens, by the tag's name. */
export const TAG_PACKS: Readonly<Record<string, string>> = {
  'Charm Tag': 'Mega Arcana Pack',
  'Meteor Tag': 'Mega Celestial Pack',
  'Ethereal Tag': 'Spectral Pack',
  'Standard Tag': 'Mega Standard Pack',
  'Buffoon Tag': 'Mega Buffoon Pack',
};
