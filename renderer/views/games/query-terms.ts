import {
  type GameField,
  type GameOperator,
  type GameTerm,
  printGameQuery,
} from '../../../main-ingest/contract/game-query.ts';

/** A term that a facet or a chip sets: `joker:"The Trio"`. */
export function term(field: GameField, values: readonly string[], operator: GameOperator = ':'): GameTerm {
  return { field, operator, values, negated: false };
}

/** A query of one term, as links write it. */
export function query(field: GameField, value: string, operator: GameOperator = ':'): string {
  return printGameQuery([term(field, [value], operator)]);
}

const plain = (field: GameField) => (item: GameTerm) =>
  item.field === field && !item.negated && isEquality(item.operator);
const isEquality = (operator: GameOperator) => operator === ':' || operator === '=';
const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

/** Values that a query sets for a field, in any of its plain terms. */
export function valuesOf(terms: readonly GameTerm[], field: GameField): readonly string[] {
  return terms.filter(plain(field)).flatMap(({ values }) => values);
}

/**
 * Sets or takes away one value of a facet. Values of one field widen each other (`deck:Red,Blue`: one of them), but a game
 * must have every joker that is set, so those are terms of their own.
 */
export function toggleValue(terms: readonly GameTerm[], field: GameField, value: string): GameTerm[] {
  const isOwn = plain(field);
  const isSet = valuesOf(terms, field).some((other) => same(other, value));
  if (isSet)
    return terms.flatMap((item) => {
      if (!isOwn(item)) return [item];
      const left = item.values.filter((other) => !same(other, value));
      return left.length === 0 ? [] : [{ ...item, values: left }];
    });
  const first = field === 'joker' ? undefined : terms.find(isOwn);
  if (!first) return [...terms, term(field, [value])];
  return terms.map((item) => (item === first ? { ...item, values: [...item.values, value] } : item));
}

/** Takes all terms of a field away. */
export function clearField(terms: readonly GameTerm[], field: GameField): GameTerm[] {
  return terms.filter((item) => item.field !== field);
}

export interface Range {
  readonly from: string | undefined;
  readonly to: string | undefined;
}

/** The ends that a query sets for an ordered field. */
export function rangeOf(terms: readonly GameTerm[], field: GameField): Range {
  const end = (operator: GameOperator) =>
    terms.find((item) => item.field === field && item.operator === operator && !item.negated)?.values[0];
  return { from: end('>='), to: end('<=') };
}

/** Sets both ends of an ordered field; undefined leaves an end open. */
export function setRange(terms: readonly GameTerm[], field: GameField, { from, to }: Range): GameTerm[] {
  return [
    ...clearField(terms, field),
    ...(from === undefined ? [] : [term(field, [from], '>=')]),
    ...(to === undefined ? [] : [term(field, [to], '<=')]),
  ];
}
