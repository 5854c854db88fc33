import type { GameField, GameTerm } from '../contract/game-query.ts';
import type { GameRow } from '../contract/games.ts';
import type { Scope } from '../contract/scope.ts';
import { type Comparison, comparisonsOf, holds, inOrder, STATES } from './game-values.ts';

/** Whether a game in flight meets a query: the same meaning that {@link import('./game-filter.ts').GameFilter} has in SQL. */
export function matches(game: GameRow, terms: readonly GameTerm[]): boolean {
  return terms.every((term) => {
    const met = term.field === null ? hasWord(game, term.values.join(' ')) : meets(game, term, term.field);
    return met !== term.negated;
  });
}

/** Whether a game in flight belongs to a scope; one that asks for an outcome has none that is still open. */
export function inScope(game: GameRow, scope: Scope): boolean {
  if (scope.outcome !== undefined) return false;
  const started = game.startedAt ?? '';
  return (
    isOneOf(game.strategy, scope.strategy) &&
    isOneOf(game.model, scope.model) &&
    isOneOf(game.deck, scope.deck) &&
    isOneOf(game.stake, scope.stake) &&
    (scope.from === undefined || Date.parse(started) >= Date.parse(scope.from)) &&
    (scope.to === undefined || Date.parse(started) < Date.parse(scope.to))
  );
}

function isOneOf(value: string | null, values: readonly string[] | undefined): boolean {
  return values === undefined || (value !== null && values.includes(value));
}

function hasWord(game: GameRow, word: string): boolean {
  const names = [game.seed, game.sessionId, game.strategy, game.model, game.experiment, game.deck, game.stake];
  return [...names, ...game.jokers].some((name) => name?.toLowerCase().includes(word.toLowerCase()) === true);
}

function meets(game: GameRow, term: GameTerm, field: GameField): boolean {
  const comparisons = comparisonsOf(term, field);
  return valuesOf(game, field).some((value) => comparisons.some((comparison) => equals(value, comparison)));
}

function equals(value: string | number, comparison: Comparison): boolean {
  if ('choice' in comparison) return value === (STATES[comparison.choice] ?? comparison.choice);
  if ('text' in comparison) return textMatches(String(value), comparison.text, comparison.match);
  if ('ordered' in comparison) {
    return holds(comparison.operator, inOrder.compare(String(value), comparison.ordered));
  }
  return (
    typeof value === 'number' &&
    comparison.bounds.every((bound) => holds(bound.operator, Math.sign(value - bound.value)))
  );
}

function textMatches(text: string, wanted: string, match: 'whole' | 'beginning' | 'exact'): boolean {
  if (match === 'exact') return text === wanted;
  const pattern = wanted.split('*').map(byLetter).join('.*');
  return new RegExp(`^${pattern}${match === 'beginning' ? '' : '$'}`, 'is').test(text);
}

/** A text as a pattern that means it by the letter. */
function byLetter(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/** What a game has of a field: times in microseconds since 1970, lengths in milliseconds. */
function valuesOf(game: GameRow, field: GameField): (string | number)[] {
  const value = fieldOf(game, field);
  return Array.isArray(value) ? value : value === null ? [] : [value];
}

function fieldOf(game: GameRow, field: GameField): string | number | null | string[] {
  switch (field) {
    case 'joker':
      return game.jokers;
    case 'outcome':
      return game.state;
    case 'strategy':
    case 'model':
    case 'experiment':
    case 'deck':
    case 'stake':
    case 'seed':
    case 'ante':
    case 'hands':
    case 'money':
      return game[field];
    case 'game':
      return game.sessionId;
    case 'blind':
      return game.blindType;
    case 'best':
      return game.bestHand;
    case 'length':
      return game.durationMs;
    case 'started':
      return microseconds(game.startedAt);
    case 'ended':
      return microseconds(game.endedAt);
    case 'bookmarked':
      return game.bookmarked ? 'yes' : 'no';
  }
}

function microseconds(iso: string | null): number | null {
  return iso === null ? null : Date.parse(iso) * 1000;
}
