import { expect, test } from 'vitest';
import type { Combination, PairDetail, Synergy } from '../../../main-ingest/contract/synergy.ts';
import type { Picture } from '../../../renderer/views/synergy/draw-cells.ts';
import { drawForestFigure, MOST_ROWS } from '../../../renderer/views/synergy/forest-figure.ts';
import { drawFigure, type Figure } from '../../../renderer/views/synergy/heatmap-figure.ts';
import { layOut } from '../../../renderer/views/synergy/heatmap-layout.ts';
import { arrange } from '../../../renderer/views/synergy/matrix.ts';
import { drawPairFigure, pairCsv } from '../../../renderer/views/synergy/pair-figure.ts';
import { fitted, type WidthOf } from '../../../renderer/views/synergy/pen.ts';
import { svgPen } from '../../../renderer/views/synergy/svg-pen.ts';
import { verdictOf } from '../../../renderer/views/synergy/verdict.ts';

const widthOf: WidthOf = (words, size) => words.length * size * 0.55;

const palette: Picture['palette'] = {
  theme: 'dark',
  background: '#0f1315',
  panel: '#161b1e',
  raised: '#1d2327',
  hover: '#232a2f',
  line: '#293136',
  lineStrong: '#3a444b',
  text: '#e8ecee',
  text2: '#aab4bb',
  text3: '#87929a',
  accent: '#8ab8ff',
  chips: '#4da6ff',
  mult: '#ff6b61',
  money: '#f0b64a',
  win: '#35c08e',
  loss: '#e8743b',
  abandoned: '#87929a',
  warning: '#f0b64a',
  failure: '#ff6b61',
  font: '"Inter Variable", sans-serif',
  series: [],
};

const joker = (name: string, games: number): Synergy['jokers'][number] => ({
  name,
  games,
  wins: 2,
  winRate: 2 / games,
  winRateInterval: [0, 0.5],
  lift: 1.2,
  liftInterval: [0.5, 2],
  meanScore: 1000,
  typicalScore: 900,
  typicalInterval: [500, 1500],
});

const pair: Combination = {
  jokers: ['Blue <Joker>', 'Mad & Bad'],
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
};

const synergy: Synergy = {
  games: 100,
  wins: 10,
  typicalScore: 10_000,
  seen: 3,
  jokers: [joker('Blue <Joker>', 30), joker('Mad & Bad', 20), joker('Banner', 12)],
  merges: [
    { a: 0, b: 1, height: 1 },
    { a: 3, b: 2, height: 2 },
  ],
  combinations: [pair],
  thin: [[0, 2, 4, 1]],
};

function figureOf(chosen: readonly string[]): Figure {
  const picture: Picture = {
    matrix: arrange(synergy, 'clustered', 'all'),
    measure: 'lift',
    all: synergy,
    only: false,
    palette,
  };
  return { title: 'Which jokers win together?', about: 'win rate ÷ 10 % of all games', picture, chosen, minGames: 8 };
}

function svgOf(chosen: readonly string[] = []): string {
  const pen = svgPen(palette, widthOf);
  return pen.document(drawFigure(pen, figureOf(chosen)), 'Which jokers win together?', palette.panel);
}

const texts = (svg: string) => [...svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map(([, words]) => words);

test('a figure is vectors: text, pattern, dendrogram, scale, and no picture inside', () => {
  const svg = svgOf();
  expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="\d+" height="\d+"/);
  expect(svg).not.toContain('<image');
  expect(svg).not.toContain('NaN');
  // Both halves have the number, and the legend explains it.
  expect(texts(svg).filter((words) => words === '4.7')).toHaveLength(2);
  expect(texts(svg)).toEqual(
    expect.arrayContaining(['Which jokers win together?', 'stands out', 'under 8 games', '¼']),
  );
  expect(svg).toContain('<pattern id="thin"');
  expect(svg.match(/fill="url\(#thin\)"/g)).toHaveLength(2);
  expect(svg).toContain('<linearGradient id="scale-0"><stop offset="0" stop-color="#64240a"/>');
  // Two branches of three strokes each.
  expect(svg.match(/<path d="([^"]+)" fill="none" stroke="#87929a"\/>/)?.[1]?.match(/M/g)).toHaveLength(6);
});

test('names are written on both sides, as text and not as markup', () => {
  const names = texts(svgOf());
  expect(names.filter((words) => words === 'Blue &lt;Joker&gt;')).toHaveLength(2);
  expect(names.filter((words) => words === 'Mad &amp; Bad')).toHaveLength(2);
  expect(svgOf()).toContain('font-family="&quot;Inter Variable&quot;, sans-serif"');
});

test('the pair that is looked at is outlined, its mirror image dashed', () => {
  const outlined = (svg: string) => svg.match(/<rect [^>]*stroke="#8ab8ff"[^>]*>/g) ?? [];
  expect(outlined(svgOf())).toHaveLength(0);
  const [chosen = '', mirror = ''] = outlined(svgOf(['Blue <Joker>', 'Mad & Bad']));
  expect(chosen).not.toContain('dasharray');
  expect(mirror).toContain('stroke-dasharray="3 2"');
});

test('the list as vectors: a row a pair, ◇ what was to be expected, and how many more there are', () => {
  const pen = svgPen(palette, widthOf);
  const rows = Array.from({ length: MOST_ROWS + 5 }, () => pair);
  const size = drawForestFigure(pen, {
    title: 'Which pairs are surely good?',
    about: 'ranked',
    rows,
    noun: 'Pair',
    most: 0.8,
    reference: 0.1,
    falseFinds: 0.05,
    palette,
  });
  const svg = pen.document(size, 'list', palette.panel);
  expect(svg).not.toContain('NaN');
  expect(texts(svg).filter((words) => words === 'Blue &lt;Joker&gt; + Mad &amp; Bad')).toHaveLength(MOST_ROWS);
  expect(texts(svg)).toEqual(expect.arrayContaining(['20 – 64', '4.7 ×', '0.035', 'yes']));
  expect(texts(svg).find((words) => words?.startsWith(`the first ${MOST_ROWS} of 65 pairs`))).toBeDefined();
  expect(svg.match(/<circle/g)).toHaveLength(MOST_ROWS);
});

const detail: PairDetail = {
  combination: pair,
  rates: [
    { label: 'Both', games: 15, wins: 6, winRate: 0.4, interval: [0.2, 0.64] },
    { label: 'Blue <Joker> only', games: 0, wins: 0, winRate: 0, interval: [0, 1] },
    { label: 'All games', games: 100, wins: 10, winRate: 0.1, interval: [0.05, 0.17] },
  ],
  overTime: [
    { day: '2026-10-01', games: 0, wins: 0, allGames: 40, allWins: 1 },
    { day: '2026-10-02', games: 15, wins: 6, allGames: 60, allWins: 9 },
  ],
  handTypes: [{ handType: 'Flush', share: 0.25, shareAll: 0.2, medianScore: 9834 }],
};

test('a pair is taken along with verdict, rates, days and hands; as data with everything that is known', () => {
  const pen = svgPen(palette, widthOf);
  const size = drawPairFigure(pen, { detail, verdict: verdictOf(pair, 289), palette });
  const svg = pen.document(size, 'pair', palette.panel);
  expect(svg).not.toContain('NaN');
  expect(texts(svg)).toEqual(
    expect.arrayContaining([
      'More than all games; not shown to beat the two.',
      'Both',
      'n 0',
      'n 15',
      'Flush',
      '9,834',
    ]),
  );
  // Rates without games have no dot, days without games neither.
  expect(svg.match(/<circle/g)).toHaveLength(3);
  const lines = pairCsv(detail).trim().split(/\r?\n/);
  expect(lines[0]).toBe('part,name,games,wins,share,low,high,share_of_all,median_score');
  expect(lines).toContain('win rate,Both,15,6,0.4,0.2,0.64,,');
  expect(lines).toContain('hands played,Flush,,,0.25,,,0.2,9834');
  expect(lines).toHaveLength(1 + 3 + 2 + 1);
});

test('the last names on top have their room, and a name too long is cut', () => {
  const layout = layOut({ width: 900, height: 600 }, [60, 60, 150], false);
  const end = layout.left + 2.5 * layout.cellWidth + 150 * Math.SQRT1_2;
  expect(end).toBeLessThanOrEqual(layout.width);
  expect(fitted(widthOf, 'Delayed Gratification', 60, 11.5, 400)).toBe('Delayed …');
  expect(fitted(widthOf, 'DNA', 60, 11.5, 400)).toBe('DNA');
});
