import { describe, expect, test } from 'vitest';
import { parseGameQuery, printGameQuery } from '../../../main-ingest/contract/game-query.ts';
import type { GameFacets, GameRow } from '../../../main-ingest/contract/games.ts';
import { reachedWords } from '../../../renderer/views/games/ante-words.ts';
import { arrangeGames, FEW_LIVE } from '../../../renderer/views/games/arrange-games.ts';
import { modelFamily } from '../../../renderer/views/games/model-family.ts';
import {
  clearField,
  query,
  rangeOf,
  setRange,
  toggleValue,
  valuesOf,
} from '../../../renderer/views/games/query-terms.ts';
import { readSort, sortBy, writeSort } from '../../../renderer/views/games/sort.ts';
import { suggestionsFor } from '../../../renderer/views/games/suggestions.ts';

const terms = (q: string) => parseGameQuery(q).terms;
const toggled = (q: string, field: 'deck' | 'joker', value: string) =>
  printGameQuery(toggleValue(terms(q), field, value));

describe('a facet and the typed search are one query', () => {
  test('a second value widens a field', () => {
    expect(toggled('', 'deck', 'Red Deck')).toBe('deck:"Red Deck"');
    expect(toggled('deck:"Red Deck" ante>=7', 'deck', 'Blue Deck')).toBe('deck:"Red Deck","Blue Deck" ante>=7');
  });

  test('a second joker narrows', () => {
    expect(toggled('joker:"The Trio"', 'joker', 'Blueprint')).toBe('joker:"The Trio" joker:Blueprint');
  });

  test('what is set is taken away again, whatever its case', () => {
    expect(toggled('deck:"red deck","Blue Deck"', 'deck', 'Red Deck')).toBe('deck:"Blue Deck"');
    expect(toggled('deck:"Red Deck"', 'deck', 'Red Deck')).toBe('');
  });

  test('terms that exclude are left alone', () => {
    expect(valuesOf(terms('-deck:"Red Deck" deck:Blue*'), 'deck')).toEqual(['Blue*']);
    expect(toggled('-deck:"Red Deck"', 'deck', 'Red Deck')).toBe('-deck:"Red Deck" deck:"Red Deck"');
  });

  test('a range has two ends, either may be open', () => {
    expect(rangeOf(terms('model>=ppo-015'), 'model')).toEqual({ from: 'ppo-015', to: undefined });
    const narrowed = setRange(terms('model>=ppo-015 ante:8'), 'model', { from: 'ppo-016', to: 'ppo-020' });
    expect(printGameQuery(narrowed)).toBe('ante:8 model>=ppo-016 model<=ppo-020');
    expect(printGameQuery(clearField(narrowed, 'model'))).toBe('ante:8');
  });

  test('a joker of any name survives a link', () => {
    const name = '<img onerror="alert(1)">, "x"';
    expect(valuesOf(terms(query('joker', name)), 'joker')).toEqual([name]);
  });
});

describe('what can follow', () => {
  const facet = (...values: string[]) => values.map((value, index) => ({ value, games: 10 - index }));
  const facets: GameFacets = {
    outcome: [],
    strategy: facet('smart', 'random'),
    deck: facet('Red Deck'),
    stake: [],
    model: [],
    ante: [],
    joker: facet('The Trio', 'Zany Joker'),
  };
  const texts = (typed: string) => suggestionsFor(typed, facets).map(({ text }) => text);

  test('fields, and jokers by their names', () => {
    expect(texts('jo')).toEqual(['joker:', 'joker:"Zany Joker"']);
    expect(texts('trio')).toEqual(['joker:"The Trio"']);
  });

  test('values that there are, or that the field knows', () => {
    expect(texts('joker:"tr')).toEqual(['joker:"The Trio"']);
    expect(texts('-deck:re')).toEqual(['-deck:"Red Deck"']);
    expect(texts('outcome:')).toEqual(['outcome:won', 'outcome:lost', 'outcome:abandoned', 'outcome:live']);
    expect(texts('nothing:')).toEqual([]);
  });
});

describe('the order', () => {
  test('is read and written', () => {
    expect(readSort('-bestHand')).toEqual({ key: 'bestHand', descending: true });
    expect(readSort('toString')).toEqual({ key: 'ended', descending: true });
    expect(writeSort(readSort(undefined))).toBeUndefined();
    expect(writeSort({ key: 'seed', descending: false })).toBe('seed');
  });

  test('a column begins with what is looked for, and turns round', () => {
    const first = sortBy('bestHand', readSort(undefined));
    expect(first).toEqual({ key: 'bestHand', descending: true });
    expect(sortBy('bestHand', first).descending).toBe(false);
    expect(sortBy('seed', first)).toEqual({ key: 'seed', descending: false });
  });
});

describe('the list', () => {
  const game = (sessionId: string): GameRow => ({
    sessionId,
    state: 'live',
    seed: null,
    strategy: null,
    model: null,
    experiment: null,
    deck: null,
    stake: null,
    startedAt: null,
    endedAt: null,
    ante: null,
    blindType: null,
    bestHand: null,
    hands: 0,
    money: null,
    durationMs: null,
    jokers: [],
    events: null,
    bookmarked: false,
  });
  const live = Array.from({ length: 12 }, (_, index) => game(`live-${index}`));

  test('games in flight stand above those that ended, a few until all are asked for', () => {
    const few = arrangeGames({ live, matched: 100 }, false);
    expect(few.count).toBe(FEW_LIVE + 100 + 2);
    expect(few.at(0)).toEqual({ kind: 'heading', of: 'live' });
    expect(few.at(FEW_LIVE)).toMatchObject({ kind: 'live', game: { sessionId: `live-${FEW_LIVE - 1}` } });
    expect(few.at(FEW_LIVE + 1)).toEqual({ kind: 'heading', of: 'ended' });
    expect(few.at(FEW_LIVE + 2)).toEqual({ kind: 'ended', index: 0 });
    expect(few.firstGame).toBe(FEW_LIVE + 2);
    expect(arrangeGames({ live, matched: 100 }, true).count).toBe(114);
  });

  test('without games in flight there are no headings', () => {
    const list = arrangeGames({ live: [], matched: 2 }, false);
    expect([list.count, list.firstGame, list.at(1)]).toEqual([2, 0, { kind: 'ended', index: 1 }]);
    expect(arrangeGames({ live: [], matched: 0 }, false)).toMatchObject({ count: 0, firstGame: -1 });
  });

  test('a game is found where it has gone', () => {
    const list = arrangeGames({ live: [game('a'), game('b')], matched: 9 }, false);
    expect(list.placeOf('b', [])).toBe(2);
    expect(list.placeOf('c', [game('d'), game('c')])).toBe(5);
    expect(list.placeOf('gone', [])).toBeUndefined();
  });

  test('how far a game got, in words', () => {
    expect(reachedWords({ ante: 8, blindType: 'boss', state: 'win' })).toBe('all 8');
    expect(reachedWords({ ante: 9, blindType: 'small', state: 'win' })).toBe('to 9');
    expect(reachedWords({ ante: 7, blindType: 'big', state: 'loss' })).toBe('7 big');
    expect(reachedWords({ ante: null, blindType: null, state: 'live' })).toBe('–');
  });

  test('what all models begin with is said once', () => {
    expect(modelFamily(['ppo-001', 'ppo-024'])).toBe('ppo');
    expect(modelFamily(['ppo-001', 'dqn-001'])).toBe('');
    expect(modelFamily([])).toBe('');
  });
});
