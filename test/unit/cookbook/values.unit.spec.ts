import { describe, expect, test } from 'vitest';
import type { RecipeParameter } from '../../../main-ingest/contract/cookbook.ts';
import { freeValues, recipeValues } from '../../../main-ingest/cookbook/values.ts';

const parameter = (name: string, more: Partial<RecipeParameter>): RecipeParameter => ({
  name,
  label: name,
  type: 'text',
  scope: null,
  default: null,
  ...more,
});
const PARAMETERS = [
  parameter('from', { type: 'time', scope: 'from' }),
  parameter('deck', { type: 'texts', scope: 'deck' }),
  parameter('rows', { type: 'integer', default: 50, min: 1, max: 100 }),
  parameter('share', { type: 'number' }),
  parameter('order', { type: 'choice', default: 'games', choices: ['games', 'name'] }),
  parameter('llm', { type: 'boolean' }),
];
const us = Date.UTC(2026, 9, 1, 9, 30) * 1000;

describe('values of a recipe', () => {
  test('are what is given, else what the scope sets, else the default', () => {
    const scope = { from: '2026-10-01T09:30:00.000001Z', deck: ['Red Deck'] };
    expect(Object.fromEntries(recipeValues(PARAMETERS, { deck: ['Blue Deck'], share: 0.5 }, scope))).toEqual({
      from: { kind: 'time', us: us + 1 },
      deck: { kind: 'list', values: ['Blue Deck'] },
      rows: { kind: 'value', value: 50 },
      share: { kind: 'value', value: 0.5 },
      order: { kind: 'value', value: 'games' },
      llm: { kind: 'value', value: null },
    });
  });

  test('are read from text, as a command line gives it', () => {
    const given = { from: '2026-10-01', deck: 'Red Deck,Blue Deck', rows: '7', share: '0.25', llm: 'true' };
    expect(Object.fromEntries(recipeValues(PARAMETERS, given, {}))).toMatchObject({
      from: { us: Date.UTC(2026, 9, 1) * 1000 },
      deck: { values: ['Red Deck', 'Blue Deck'] },
      rows: { value: 7 },
      share: { value: 0.25 },
      llm: { value: true },
    });
  });

  test.each([
    [{ rows: '1.5' }, 'rows'],
    [{ rows: 0 }, 'rows'],
    [{ rows: 101 }, 'rows'],
    [{ rows: ' ' }, 'rows'],
    [{ share: 'half' }, 'share'],
    [{ order: 'games; DROP TABLE game_results' }, 'order'],
    [{ llm: 'maybe' }, 'llm'],
    [{ from: 'yesterday' }, 'from'],
    [{ nope: 1 }, 'nope'],
  ])('%j is refused by name', (given, name) => {
    expect(() => recipeValues(PARAMETERS, given, {})).toThrow(
      expect.objectContaining({ code: 'PARAMETER', message: expect.stringContaining(name) }),
    );
  });
});

test('values of free SQL: an instant is a time, the rest as it is', () => {
  expect(Object.fromEntries(freeValues({ at: '2026-10-01T09:30:00Z', day: '2026-10-01', n: 3, names: ['a'] }))).toEqual(
    {
      at: { kind: 'time', us },
      day: { kind: 'value', value: '2026-10-01' },
      n: { kind: 'value', value: 3 },
      names: { kind: 'list', values: ['a'] },
    },
  );
});
