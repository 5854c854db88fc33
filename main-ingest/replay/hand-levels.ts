import type { HandLevel } from './state.ts';

/** A hand type's chips and mult at level 1, and what each further level adds. The rules of Balatro 1.0.1. */
interface Scale {
  readonly chips: number;
  readonly mult: number;
  readonly chipsPerLevel: number;
  readonly multPerLevel: number;
}

function scale(chips: number, mult: number, chipsPerLevel: number, multPerLevel: number): Scale {
  return { chips, mult, chipsPerLevel, multPerLevel };
}

const SCALES: ReadonlyMap<string, Scale> = new Map([
  ['Flush Five', scale(160, 16, 50, 3)],
  ['Flush House', scale(140, 14, 40, 4)],
  ['Five of a Kind', scale(120, 12, 35, 3)],
  ['Straight Flush', scale(100, 8, 40, 4)],
  ['Four of a Kind', scale(60, 7, 30, 3)],
  ['Full House', scale(40, 4, 25, 2)],
  ['Flush', scale(35, 4, 15, 2)],
  ['Straight', scale(30, 4, 30, 3)],
  ['Three of a Kind', scale(30, 3, 20, 2)],
  ['Two Pair', scale(20, 2, 20, 1)],
  ['Pair', scale(10, 2, 15, 1)],
  ['High Card', scale(5, 1, 10, 1)],
]);

/** The hand type that a planet card raises by one level. */
const PLANETS: ReadonlyMap<string, string> = new Map([
  ['Pluto', 'High Card'],
  ['Mercury', 'Pair'],
  ['Uranus', 'Two Pair'],
  ['Venus', 'Three of a Kind'],
  ['Saturn', 'Straight'],
  ['Jupiter', 'Flush'],
  ['Earth', 'Full House'],
  ['Mars', 'Four of a Kind'],
  ['Neptune', 'Straight Flush'],
  ['Planet X', 'Five of a Kind'],
  ['Ceres', 'Flush House'],
  ['Eris', 'Flush Five'],
]);

function set(levels: readonly HandLevel[], next: HandLevel): readonly HandLevel[] {
  const place = levels.findIndex((known) => known.handType === next.handType);
  return place === -1 ? [...levels, next] : levels.with(place, next);
}

/** A hand type at a level, 1 or more. Chips and mult are unknown for a hand type that the rules do not name. */
export function atLevel(handType: string, level: number): HandLevel {
  const rule = SCALES.get(handType);
  if (!rule) return { handType, level, chips: null, mult: null };
  return {
    handType,
    level,
    chips: rule.chips + (level - 1) * rule.chipsPerLevel,
    mult: rule.mult + (level - 1) * rule.multPerLevel,
  };
}

/** The level at which a hand type has these base chips and mult; `null` where no level has (a boss that halves them). */
function levelOf(handType: string, chips: number, mult: number): number | null {
  const rule = SCALES.get(handType);
  if (!rule) return null;
  const level = 1 + (chips - rule.chips) / rule.chipsPerLevel;
  return Number.isInteger(level) && level >= 1 && rule.mult + (level - 1) * rule.multPerLevel === mult ? level : null;
}

/** Levels after a hand was played from these base chips and mult. */
export function afterPlay(
  levels: readonly HandLevel[],
  handType: string,
  chips: number,
  mult: number,
): readonly HandLevel[] {
  const known = levels.find((entry) => entry.handType === handType);
  if (known && known.chips === chips && known.mult === mult) return levels;
  const level = levelOf(handType, chips, mult);
  if (level === null && known) return levels;
  return set(levels, { handType, level, chips, mult });
}

/** Levels after a consumable: a planet raises its hand type, Black Hole all of them. What is unknown stays so. */
export function afterConsumable(levels: readonly HandLevel[], name: string): readonly HandLevel[] {
  if (name === 'Black Hole') return levels.map(raised);
  const handType = PLANETS.get(name);
  const known = levels.find((entry) => entry.handType === handType);
  return known ? set(levels, raised(known)) : levels;
}

function raised(known: HandLevel): HandLevel {
  return known.level === null ? known : atLevel(known.handType, known.level + 1);
}
