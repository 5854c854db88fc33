import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  GAME_FIELDS,
  type GameField,
  type GameOperator,
  type GameTerm,
  numberOf,
  parseGameQuery,
  printGameQuery,
  secondsOf,
  spanOf,
} from '../../../main-ingest/contract/game-query.ts';

const bare = (text: string): GameTerm[] =>
  parseGameQuery(text).terms.map(({ field, operator, values, negated }) => ({ field, operator, values, negated }));

describe('a query', () => {
  test('has words and terms', () => {
    expect(bare('joker:"The Trio" model>=ppo-015 ante>=7 outcome:won,lost -deck:Plasma* flush')).toEqual([
      { field: 'joker', operator: ':', values: ['The Trio'], negated: false },
      { field: 'model', operator: '>=', values: ['ppo-015'], negated: false },
      { field: 'ante', operator: '>=', values: ['7'], negated: false },
      { field: 'outcome', operator: ':', values: ['won', 'lost'], negated: false },
      { field: 'deck', operator: ':', values: ['Plasma*'], negated: true },
      { field: null, operator: ':', values: ['flush'], negated: false },
    ]);
  });

  test('knows where each term stands', () => {
    const text = '  seed:2SA   -"two words"';
    expect(parseGameQuery(text).terms.map(({ position, length }) => text.slice(position, position + length))).toEqual([
      'seed:2SA',
      '-"two words"',
    ]);
  });

  test('takes fields in any case, quotes in quotes, and commas in words', () => {
    expect(bare(String.raw`Joker:"8 \"Ball\"","A,B" a,b`)).toEqual([
      { field: 'joker', operator: ':', values: ['8 "Ball"', 'A,B'], negated: false },
      { field: null, operator: ':', values: ['a,b'], negated: false },
    ]);
  });

  test('without anything finds everything', () => {
    expect(parseGameQuery('  ')).toEqual({ terms: [], problems: [] });
  });
});

describe('what is wrong is named with its place', () => {
  const cases: [text: string, at: string, message: RegExp][] = [
    ['ante>=7 jokr:Trio', 'jokr', /no field jokr/],
    ['ante:seven won', 'seven', /seven is no number/],
    ['joker>=Trio', 'joker>=', /no order/],
    ['outcome:perhaps', 'perhaps', /won, lost/],
    ['ante>7,8', '7,8', /one value/],
    ['seed: x', '', /What should seed be/],
    ['joker:"The', '"The', /not closed/],
    ['started:2026-02-30', '2026-02-30', /no date/],
    ['length>long', 'long', /no length/],
  ];
  test.each(cases)('%s', (text, at, message) => {
    const [problem] = parseGameQuery(text).problems;
    expect(problem?.message).toMatch(message);
    expect(text.slice(problem?.position, (problem?.position ?? 0) + (problem?.length ?? 0))).toBe(at);
  });

  test('and its neighbours still count', () => {
    expect(bare('jokr:Trio ante>=7')).toHaveLength(1);
  });
});

describe('values', () => {
  test.each([
    ['1500', 1500],
    ['1.5k', 1500],
    ['2M', 2e6],
    ['1e25', 1e25],
    ['-3', -3],
    ['$12', 12],
    ['k', undefined],
  ])('number %s', (text, value) => expect(numberOf(text)).toBe(value));

  test.each([
    ['65', 65],
    ['1:05', 65],
    ['0:32', 32],
    ['1:75', undefined],
  ])('length %s', (text, value) => expect(secondsOf(text)).toBe(value));

  test('a day is a span, and so is a minute', () => {
    expect(spanOf('2026-10-01')).toEqual({ from: '2026-10-01T00:00:00.000Z', to: '2026-10-02T00:00:00.000Z' });
    expect(spanOf('2026-10-01T09:30')?.to).toBe('2026-10-01T09:31:00.000Z');
  });
});

const fieldNames = Object.keys(GAME_FIELDS).filter((name): name is GameField => name in GAME_FIELDS);
const valuesOf: Readonly<Record<string, fc.Arbitrary<string>>> = {
  number: fc.integer().map(String),
  duration: fc.nat().map(String),
  time: fc.constantFrom('2026-10-01', '2026-10-01T09:30', '2026-10-01T09:30:15'),
};

const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });

const fieldTerm: fc.Arbitrary<GameTerm> = fc.constantFrom(...fieldNames).chain((field) => {
  const definition = GAME_FIELDS[field];
  const value = definition.choices ? fc.constantFrom(...definition.choices) : (valuesOf[definition.kind] ?? text);
  const ordered = definition.kind !== 'text' && definition.kind !== 'prefix' && definition.kind !== 'choice';
  const operators: GameOperator[] = ordered ? [':', '=', '>=', '<=', '>', '<'] : [':', '='];
  return fc.constantFrom(...operators).chain((operator) =>
    fc.record({
      field: fc.constant(field),
      operator: fc.constant(operator),
      values: fc.array(value, { minLength: 1, maxLength: operator === ':' || operator === '=' ? 3 : 1 }),
      negated: fc.boolean(),
    }),
  );
});
const word: fc.Arbitrary<GameTerm> = fc.record({
  field: fc.constant(null),
  operator: fc.constant(':' as const),
  values: text.map((value) => [value]),
  negated: fc.boolean(),
});

test('law: a printed query reads as the terms that it was printed from', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fieldTerm, word), { maxLength: 6 }), (terms) => {
      expect(bare(printGameQuery(terms))).toEqual(terms);
    }),
  );
});

test('law: any text can be read, and what was read prints to what reads the same', () => {
  fc.assert(
    fc.property(fc.string(), (typed) => {
      const terms = bare(typed);
      expect(bare(printGameQuery(terms))).toEqual(terms);
    }),
  );
});
