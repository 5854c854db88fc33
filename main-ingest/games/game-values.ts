import {
  choiceOf,
  GAME_FIELDS,
  type GameField,
  type GameOperator,
  type GameTerm,
  numberOf,
  secondsOf,
  spanOf,
} from '../contract/game-query.ts';

/** Compares names as a person does: `ppo-9` before `ppo-010`, whatever the case. */
export const inOrder = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** `GameRow.state` by what a query calls it. */
export const STATES: Readonly<Record<string, 'win' | 'loss' | 'abandoned' | 'live'>> = {
  won: 'win',
  lost: 'loss',
  abandoned: 'abandoned',
  live: 'live',
};

/** A term with a field, as comparisons of which one must hold. */
export type Comparison =
  | { readonly text: string; readonly match: 'whole' | 'beginning' | 'exact' }
  | { readonly choice: string }
  /** Between two values; the end is exclusive unless it is `inclusive`. Milliseconds, microseconds or plain numbers. */
  | { readonly from: number; readonly to: number; readonly inclusive: boolean }
  | { readonly ordered: string; readonly operator: GameOperator };

/** What a term compares its field with. */
export function comparisonsOf(term: GameTerm, field: GameField): Comparison[] {
  return term.values.map((value) => comparisonOf(field, term.operator, value));
}

function comparisonOf(field: GameField, operator: GameOperator, value: string): Comparison {
  const { kind } = GAME_FIELDS[field];
  switch (kind) {
    case 'choice':
      return { choice: choiceOf(field, value) ?? value };
    case 'number':
      return range(operator, numberOf(value) ?? 0, undefined);
    case 'duration': {
      const seconds = secondsOf(value) ?? 0;
      return range(operator, seconds * 1000, (seconds + 1) * 1000);
    }
    case 'time': {
      const { from, to } = spanOf(value) ?? { from: '', to: '' };
      return range(operator, Date.parse(from) * 1000, Date.parse(to) * 1000);
    }
    case 'ordered':
      return operator === ':' || operator === '=' ? whole(operator, value) : { ordered: value, operator };
    case 'prefix':
      return { text: value, match: operator === '=' ? 'exact' : 'beginning' };
    case 'text':
      return whole(operator, value);
  }
}

function whole(operator: GameOperator, value: string): Comparison {
  return { text: value, match: operator === '=' ? 'exact' : 'whole' };
}

/** What an operator leaves of the numbers, for a value that stands for `from` up to `to` (exclusive), or for one number. */
function range(operator: GameOperator, from: number, to: number | undefined): Comparison {
  const lowest = Number.NEGATIVE_INFINITY;
  const highest = Number.POSITIVE_INFINITY;
  switch (operator) {
    case ':':
    case '=':
      return { from, to: to ?? from, inclusive: to === undefined };
    case '>=':
      return { from, to: highest, inclusive: true };
    case '>':
      return { from: to ?? next(from), to: highest, inclusive: true };
    case '<':
      return { from: lowest, to: from, inclusive: false };
    case '<=':
      return { from: lowest, to: to ?? from, inclusive: to === undefined };
  }
}

/** The smallest number above another. */
function next(value: number): number {
  const step = Math.max(Number.MIN_VALUE, Math.abs(value) * Number.EPSILON);
  return value + step;
}

/** Whether an order term holds for two names. */
export function holds(operator: GameOperator, order: number): boolean {
  switch (operator) {
    case '>=':
      return order >= 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '<':
      return order < 0;
    default:
      return order === 0;
  }
}
