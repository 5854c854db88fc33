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
  /** All must hold. Plain numbers; lengths in milliseconds, times in microseconds since 1970. */
  | { readonly bounds: readonly Bound[] }
  | { readonly ordered: string; readonly operator: GameOperator };

export interface Bound {
  readonly operator: '=' | '>=' | '<=' | '>' | '<';
  readonly value: number;
}

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
      return { bounds: [{ operator: operator === ':' ? '=' : operator, value: finite(numberOf(value) ?? 0) }] };
    case 'duration': {
      const seconds = secondsOf(value) ?? 0;
      return { bounds: boundsOf(operator, seconds * 1000, (seconds + 1) * 1000) };
    }
    case 'time': {
      const { from, to } = spanOf(value) ?? { from: '', to: '' };
      return { bounds: boundsOf(operator, Date.parse(from) * 1000, Date.parse(to) * 1000) };
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

/** What an operator leaves of the numbers, for a value that stands for `from` up to `to` (exclusive). */
function boundsOf(operator: GameOperator, from: number, to: number): Bound[] {
  switch (operator) {
    case ':':
    case '=':
      return [
        { operator: '>=', value: from },
        { operator: '<', value: to },
      ];
    case '>=':
      return [{ operator: '>=', value: from }];
    case '>':
      return [{ operator: '>=', value: to }];
    case '<':
      return [{ operator: '<', value: from }];
    case '<=':
      return [{ operator: '<', value: to }];
  }
}

/** Scores beyond the largest number are kept as it. */
function finite(value: number): number {
  return Math.min(Number.MAX_VALUE, Math.max(-Number.MAX_VALUE, value));
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
