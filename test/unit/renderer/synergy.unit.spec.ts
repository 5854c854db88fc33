import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Combination, Synergy } from '../../../main-ingest/contract/synergy.ts';
import { readSearch } from '../../../renderer/address/search.ts';
import { luminance } from '../../../renderer/chart/colour.ts';
import { effectColour, unsureColour } from '../../../renderer/views/synergy/colour-scale.ts';
import { prunedTree, strokesOf, type Tree } from '../../../renderer/views/synergy/dendrogram.ts';
import { evidenceOf, spreadOfP } from '../../../renderer/views/synergy/evidence.ts';
import { queryOfJokers } from '../../../renderer/views/synergy/games-of.ts';
import { boxOf, cellAt, layOut } from '../../../renderer/views/synergy/heatmap-layout.ts';
import { arrange } from '../../../renderer/views/synergy/matrix.ts';
import { aloneStandsOut, cellText, effectOf, scaleWords } from '../../../renderer/views/synergy/measure.ts';
import { found, sorted } from '../../../renderer/views/synergy/ranking.ts';
import { readSynergy } from '../../../renderer/views/synergy/synergy-address.ts';
import { verdictOf } from '../../../renderer/views/synergy/verdict.ts';

function pair(a: string, b: string, more: Partial<Combination> = {}): Combination {
  return {
    jokers: [a, b],
    games: 15,
    wins: 6,
    winRate: 0.4,
    winRateInterval: [0.2, 0.64],
    lift: 4.7,
    liftInterval: [2.3, 7.5],
    predicted: 0.23,
    beyond: 1.74,
    beyondInterval: [0.86, 2.8],
    meanScore: 30_000,
    typicalScore: 21_400,
    typicalInterval: [12_000, 40_000],
    p: 0.001,
    q: 0.035,
    standsOut: true,
    ...more,
  };
}

const joker = (name: string, games: number): Synergy['jokers'][number] => ({
  name,
  games,
  wins: 1,
  winRate: 1 / games,
  winRateInterval: [0, 0.5],
  lift: 1,
  liftInterval: [0.5, 2],
  meanScore: 1000,
  typicalScore: 900,
  typicalInterval: [500, 1500],
});

const synergy: Synergy = {
  games: 100,
  wins: 10,
  typicalScore: 10_000,
  seen: 6,
  jokers: [joker('Banner', 30), joker('Acrobat', 50), joker('DNA', 10), joker('Castle', 40)],
  merges: [
    { a: 0, b: 1, height: 1 },
    { a: 2, b: 3, height: 2 },
    { a: 4, b: 5, height: 4 },
  ],
  combinations: [pair('Acrobat', 'Banner'), pair('Castle', 'DNA')],
  thin: [[0, 3, 4, 1]],
};

test('a matrix has both halves, the jokers alone, thin pairs and those never seen', () => {
  const matrix = arrange(synergy, 'clustered', 'all');
  expect(matrix.jokers.map(({ name }) => name)).toEqual(['Banner', 'Acrobat', 'DNA', 'Castle']);
  expect(matrix.at(0, 1)).toEqual({ kind: 'pair', combination: synergy.combinations[0] });
  expect(matrix.at(1, 0)).toBe(matrix.at(0, 1));
  expect(matrix.at(2, 2)).toMatchObject({ kind: 'alone', joker: { name: 'DNA' } });
  expect(matrix.at(3, 0)).toEqual({ kind: 'thin', games: 4, wins: 1 });
  expect(matrix.at(0, 2)).toEqual({ kind: 'never' });
  expect(matrix.pairs).toHaveLength(2);
  expect(matrix.placeOf('Castle')).toBe(3);
});

test('orders are by name and by games; a dendrogram belongs to the clustered one', () => {
  const names = (order: 'name' | 'frequency') => arrange(synergy, order, 'all').jokers.map(({ name }) => name);
  expect(names('name')).toEqual(['Acrobat', 'Banner', 'Castle', 'DNA']);
  expect(names('frequency')).toEqual(['Acrobat', 'Castle', 'Banner', 'DNA']);
  expect(arrange(synergy, 'name', 'all').tree).toBeUndefined();
});

const places = (tree: Tree): number[] => (tree.kind === 'leaf' ? [tree.place] : [...places(tree.a), ...places(tree.b)]);

test('a pruned tree keeps its leaves in order and loses the branches that lost a side', () => {
  const tree = prunedTree(4, synergy.merges, new Set([0, 1, 3]));
  if (!tree) throw new Error('a tree of three leaves');
  expect(places(tree)).toEqual([0, 1, 2]);
  // A branch is two arms and what joins them.
  expect(strokesOf(tree)).toHaveLength(6);
  expect(strokesOf(tree).at(-1)).toEqual({ from: [1, 1], to: [2.5, 1] });
});

test('every point of a cell leads back to the cell', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 150 }),
      fc.nat(),
      fc.nat(),
      fc.double({ min: 0.01, max: 0.99, noNaN: true }),
      (jokers, a, b, part) => {
        const layout = layOut({ width: 900, height: 600 }, Array<number>(jokers).fill(140), true);
        const place = { row: a % jokers, column: b % jokers };
        const box = boxOf(layout, place);
        expect(cellAt(layout, box.x + part * box.width, box.y + part * box.height)).toEqual(place);
      },
    ),
  );
  expect(cellAt(layOut({ width: 900, height: 600 }, Array<number>(10).fill(140), true), 20, 300)).toBeUndefined();
});

test('lightness runs one way over the scale, so that it reads without hue', () => {
  const effects = [0.1, 0.25, 0.4, 0.5, 0.8, 1, 1.5, 2, 3, 4, 9];
  const dark = effects.map((effect) => luminance(effectColour(effect, 'dark')));
  const light = effects.map((effect) => luminance(effectColour(effect, 'light')));
  expect(dark).toEqual(dark.toSorted((a, b) => a - b));
  expect(light).toEqual(light.toSorted((a, b) => b - a));
  expect(effectColour(1, 'dark')).toBe('#626e75');
  expect(effectColour(0, 'dark')).toBe('#64240a');
  // A minified style sheet writes white in three digits.
  expect(unsureColour(1, 'light', '#fff')).toBe(unsureColour(1, 'light', '#ffffff'));
});

test('verdicts in words', () => {
  const title = (more: Partial<Combination>) => verdictOf(pair('A', 'B', more), 289).title;
  expect(verdictOf(pair('A', 'B'), 289)).toEqual({
    title: 'More than all games; not shown to beat the two.',
    detail: 'What each does alone predicts 23 %, inside the interval. Clear after correction for 289 looks.',
    tone: 'unsure',
  });
  expect(title({ beyondInterval: [1.2, 3] })).toBe('More than all games, and more than the two.');
  expect(title({ liftInterval: [0.5, 2] })).toBe('Could be chance.');
  expect(title({ liftInterval: [0, 2.4], beyondInterval: [0, 0.95] })).toBe(
    'Below the two alone; against all games it could be chance.',
  );
  expect(verdictOf(pair('A', 'B', { liftInterval: [0, 2.4], beyondInterval: [0, 0.95] }), 289).detail).toBe(
    'What each does alone predicts 23 %, above the interval. Before any correction for 289 looks.',
  );
  expect(title({ liftInterval: [0, 0.8] })).toBe('Less than all games; as the two predict.');
  expect(verdictOf(pair('A', 'B', { predicted: null, beyondInterval: null }), 2).detail).toContain('cannot be told');
  expect(verdictOf(pair('A', 'B', { q: 0.2 }), 289).detail).toContain('Not clear after correction');
});

test('evidence is counted down, clear only after the correction', () => {
  const combinations = [
    pair('A', 'B', { beyondInterval: [1.1, 2] }),
    pair('A', 'C'),
    pair('A', 'D', { q: 0.09 }),
    pair('A', 'E', { q: 0.01, lift: 0.2, liftInterval: [0.1, 0.6] }),
    pair('A', 'F', { q: 0.6, liftInterval: [0.5, 2], p: 1 }),
  ];
  expect(evidenceOf(combinations, 0.05)).toEqual({ judged: 5, above: 3, clear: 2, beyond: 1, clearlyLess: 1 });
  expect(evidenceOf(combinations, 0.1)).toMatchObject({ clear: 3 });
  const spread = spreadOfP(combinations);
  expect([spread[0], spread[19]]).toEqual([4, 1]);
});

test('measures: effect against all games, the number in a cell, the words of the scale', () => {
  const one = pair('A', 'B');
  expect(effectOf(one, 'win-rate', synergy)).toBe(4.7);
  expect(effectOf(one, 'mean-score', synergy)).toBeCloseTo(2.14);
  expect(effectOf(joker('A', 3), 'beyond', synergy)).toBeNull();
  expect(cellText(one, 'lift', synergy)).toBe('4.7');
  expect(cellText(one, 'win-rate', synergy)).toBe('40');
  expect(cellText(one, 'mean-score', synergy)).toBe('21k');
  expect(aloneStandsOut(joker('A', 3), 'mean-score', synergy)).toBe(true);
  expect(aloneStandsOut(joker('A', 3), 'lift', synergy)).toBe(false);
  expect(scaleWords('mean-score', synergy)).toEqual(['3 k', '5 k', '10 k all', '20 k', '40 k+']);
  expect(scaleWords('win-rate', synergy)[2]).toBe('10.0 % all');
});

test('a list is filtered by words and sorted by a column', () => {
  const list = [
    pair('Blue Joker', 'Mad Joker', { games: 9, winRateInterval: [0.1, 0.5] }),
    pair('Blue Joker', 'Clever Joker', { games: 20, winRateInterval: [0, 0.3], q: 0.5 }),
    pair('Banner', 'DNA', { games: 12, winRateInterval: [0.3, 0.8] }),
  ];
  expect(found(list, 'blue -clever')).toEqual([list[0]]);
  expect(found(list, '')).toHaveLength(3);
  expect(sorted(list, 'surest', true)).toEqual([list[2], list[0], list[1]]);
  expect(sorted(list, 'games', false)).toEqual([list[0], list[2], list[1]]);
});

test('the address says everything; what cannot be read is left out', () => {
  expect(readSynergy({})).toMatchObject({ measure: 'lift', as: 'heatmap', size: 2, min: 10, ante: 1, pair: [] });
  expect(
    readSynergy({ measure: 'beyond', as: 'list', size: '3', min: '8', pair: 'A+B+C', sort: 'q', false: '20' }),
  ).toMatchObject({
    measure: 'beyond',
    as: 'list',
    size: 3,
    min: 8,
    pair: ['A', 'B', 'C'],
    sort: { key: 'q', descending: false },
    falseFinds: '20',
  });
  expect(readSynergy({ measure: 'no', min: '-2', ante: 'x', size: '3', pair: 'A' })).toMatchObject({
    measure: 'lift',
    min: 10,
    ante: 1,
    size: 2,
    pair: [],
  });
});

test('a pair that was typed with a plus, which an address reads as a space, is still two jokers', () => {
  const pairOf = (typed: string) => readSynergy(readSearch(`?pair=${typed}`)).pair;
  expect(pairOf('Blue+Joker+Mad+Joker')).toEqual(['Blue Joker', 'Mad Joker']);
  expect(pairOf('DNA+Banner')).toEqual(['DNA', 'Banner']);
  expect(pairOf('Joker+Riff-raff')).toEqual(['Joker', 'Riff-raff']);
  expect(pairOf('Joker+Joker+Stencil+DNA')).toEqual(['Joker', 'Joker Stencil', 'DNA']);
  expect(pairOf('My+Mod+%2B+Banner')).toEqual(['My Mod', 'Banner']);
  expect(pairOf('My+Mod+Banner')).toEqual([]);
});

test('games of jokers are a typed query', () => {
  expect(queryOfJokers(['The Trio', 'DNA'], 7).q).toBe('joker:"The Trio" joker:DNA ante>=7');
  expect(queryOfJokers(['DNA'], 1, ['Banner']).q).toBe('joker:DNA -joker:Banner');
});
