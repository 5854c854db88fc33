import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hrefOf } from '../../../renderer/address/href.ts';
import { engineScope, readScope, type ScopeAddress, writeScope } from '../../../renderer/address/scope.ts';
import { readSearch, writeSearch } from '../../../renderer/address/search.ts';

const name = fc.string({ minLength: 1, maxLength: 20 });
const time = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());
const list = fc.option(fc.uniqueArray(name, { minLength: 1, maxLength: 4 }), { nil: undefined });

function defined(scope: Record<string, unknown>): ScopeAddress {
  return Object.fromEntries(Object.entries(scope).filter(([, value]) => value !== undefined));
}

describe('the search of an address', () => {
  test('what is written is read again', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1 }), fc.string({ minLength: 1 })), (search) => {
        expect(readSearch(writeSearch(search))).toEqual({ ...search });
      }),
    );
  });

  test('stays readable', () => {
    const q = 'joker:"The Trio" ante>=7';
    expect(writeSearch({ q, deck: 'Red Deck,Blue Deck', step: 626, view: undefined })).toBe(
      '?q=joker:%22The+Trio%22+ante%3E%3D7&deck=Red+Deck,Blue+Deck&step=626',
    );
  });

  test('a plus is a plus', () => expect(readSearch(writeSearch({ pair: 'A+B' }))).toEqual({ pair: 'A+B' }));
});

describe('the scope in an address', () => {
  test('what is written is read again, commas and percents in names included', () => {
    const scopes = fc.record({
      from: fc.option(time, { nil: undefined }),
      to: fc.option(time, { nil: undefined }),
      strategy: list,
      model: list,
      deck: list,
    });
    fc.assert(
      fc.property(scopes, (scope) => {
        const search = readSearch(writeSearch(writeScope(defined(scope))));
        expect(readScope(search)).toEqual(defined(scope));
      }),
    );
  });

  test('microseconds survive', () => {
    expect(readScope({ from: '2026-10-03T06:25:01.123456Z' })).toEqual({ from: '2026-10-03T06:25:01.123456Z' });
  });

  test('what cannot be read is left out', () => {
    expect(readScope({ from: 'yesterday', last: '0d', strategy: '' })).toEqual({});
  });

  test('a span ends with the newest game, at full minutes', () => {
    expect(engineScope({ last: '6d' }, '2026-10-03T06:25:01.123456Z')).toEqual({ from: '2026-09-27T06:25:00.000Z' });
    expect(engineScope({ last: '6d' }, null)).toEqual({});
  });

  test('only outcomes that there are', () => {
    expect(engineScope({ outcome: ['win', 'draw'] }, null)).toEqual({ outcome: ['win'] });
  });
});

describe('links', () => {
  test('keep the scope and nothing else', () => {
    const here = { strategy: 'smart', q: 'ante:8', last: '6d' };
    expect(hrefOf('/cookbook/progress', { engine: 'duckdb' }, here)).toBe(
      '/cookbook/progress?last=6d&strategy=smart&engine=duckdb',
    );
  });

  test('two ends of time take the place of a span', () => {
    expect(hrefOf('/games', { from: '2026-10-01T00:00:00Z' }, { last: '6d' })).toBe('/games?from=2026-10-01T00:00:00Z');
  });
});
