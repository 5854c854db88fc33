/** The fixed words of the game's events (interfaces, sections 1 to 3), in the order in which the game has them. */

export const BLIND_TYPES = ['small', 'big', 'boss'] as const;
export type BlindType = (typeof BLIND_TYPES)[number];

export const HAND_TYPES = [
  'High Card',
  'Pair',
  'Two Pair',
  'Three of a Kind',
  'Straight',
  'Flush',
  'Full House',
  'Four of a Kind',
  'Straight Flush',
  'Five of a Kind',
  'Flush House',
  'Flush Five',
] as const;
export type HandType = (typeof HAND_TYPES)[number];

export const PHASES = ['blind-select', 'playing', 'round-end', 'shop', 'booster', 'game-over'] as const;
export type Phase = (typeof PHASES)[number];

export const ITEM_TYPES = ['joker', 'tarot', 'planet', 'spectral', 'playing-card', 'voucher', 'booster'] as const;
export type ItemType = (typeof ITEM_TYPES)[number];

export const BOOSTER_KINDS = ['Arcana', 'Celestial', 'Spectral', 'Standard', 'Buffoon'] as const;
export type BoosterKind = (typeof BOOSTER_KINDS)[number];

export const JOKER_EFFECTS = ['chips', 'mult', 'xmult', 'dollars'] as const;
export type JokerEffect = (typeof JOKER_EFFECTS)[number];

export const DECISION_TYPES = [
  'play',
  'discard',
  'select-blind',
  'skip-blind',
  'buy',
  'sell',
  'reroll',
  'open-booster',
  'pick',
  'skip-booster',
  'use',
  'leave-shop',
  'cash-out',
  'reorder',
] as const;
export type DecisionType = (typeof DECISION_TYPES)[number];

export const ROUND_OUTCOMES = ['won', 'lost'] as const;
export type RoundOutcome = (typeof ROUND_OUTCOMES)[number];

export const GAME_OUTCOMES = ['win', 'loss', 'abandoned'] as const;
export type GameOutcome = (typeof GAME_OUTCOMES)[number];
