import { number, text } from './fields.ts';
import type { ObservedPhase } from './observation.ts';

/** The game's own states (`G.STATES`), by name and by number. What is not here is an animation, or unknown. */
const PHASES: Readonly<Record<string, ObservedPhase>> = {
  SELECTING_HAND: 'playing',
  GAME_OVER: 'game-over',
  SHOP: 'shop',
  BLIND_SELECT: 'blind-select',
  ROUND_EVAL: 'round-end',
  MENU: 'menu',
  TAROT_PACK: 'booster',
  PLANET_PACK: 'booster',
  SPECTRAL_PACK: 'booster',
  STANDARD_PACK: 'booster',
  BUFFOON_PACK: 'booster',
  SMODS_BOOSTER_OPENED: 'booster',
};
const NAMES: Readonly<Record<number, string>> = {
  1: 'SELECTING_HAND',
  4: 'GAME_OVER',
  5: 'SHOP',
  7: 'BLIND_SELECT',
  8: 'ROUND_EVAL',
  9: 'TAROT_PACK',
  10: 'PLANET_PACK',
  11: 'MENU',
  15: 'SPECTRAL_PACK',
  17: 'STANDARD_PACK',
  18: 'BUFFOON_PACK',
  999: 'SMODS_BOOSTER_OPENED',
};
const PACKS: Readonly<Record<string, string>> = {
  TAROT_PACK: 'Arcana',
  PLANET_PACK: 'Celestial',
  SPECTRAL_PACK: 'Spectral',
  STANDARD_PACK: 'Standard',
  BUFFOON_PACK: 'Buffoon',
};

function stateName(state: unknown): string {
  const code = number(state);
  return code === undefined ? (text(state) ?? '').toUpperCase() : (NAMES[code] ?? '');
}

/** The phase of a state given by name (`SHOP`) or number (5, also as text). */
export function phaseOf(state: unknown): ObservedPhase {
  return PHASES[stateName(state)] ?? 'between';
}

/** The kind of the pack that is open in a state; undefined where none is, or the state does not tell. */
export function packKindOf(state: unknown): string | undefined {
  return PACKS[stateName(state)];
}
