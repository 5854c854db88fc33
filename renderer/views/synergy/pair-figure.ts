import type { PairDetail } from '../../../main-ingest/contract/synergy.ts';
import { wilson } from '../../../main-ingest/contract/wilson.ts';
import { mix } from '../../chart/colour.ts';
import { csvOf } from '../../chart/table.ts';
import { compact, count, share, shareInterval } from '../../format/number.ts';
import { dayOf } from '../../format/time.ts';
import type { Palette } from '../../theme/palette.ts';
import { forestMost, forestTicks } from './forest-scale.ts';
import type { Size } from './heatmap-layout.ts';
import { probability, times } from './measure.ts';
import { fitted, type Line, type Pen, type TextLook, wrapped } from './pen.ts';
import type { Verdict } from './verdict.ts';

/** One pair or triple as it is taken along: what its panel says and draws. */
export interface PairFigure {
  readonly detail: PairDetail;
  readonly verdict: Verdict;
  readonly palette: Palette;
}

/** Fewer games on a day than this are hollow. */
export const FEW_GAMES = 5;

const WIDTH = 520;
const EDGE = 16;
const ROW = 22;
const SCALE = { x: 170, width: 270 };
const DAYS = { x: 50, width: 450, height: 90 };

export function drawPairFigure(pen: Pen, { detail, verdict, palette }: PairFigure): Size {
  const { jokers, games, wins, winRate, winRateInterval, lift, q } = detail.combination;
  const plain: TextLook = { size: 12, weight: 400, fill: palette.text, anchor: 'start' };
  const quiet: TextLook = { ...plain, fill: palette.text2 };
  const room = WIDTH - 2 * EDGE;
  const write = (words: string, y: number, look: TextLook) =>
    pen.text(fitted(pen.widthOf, words, room, look.size, look.weight), EDGE, y, look);
  write(jokers.join(' + '), 22, { ...plain, size: 14, weight: 600 });
  const facts = `${times(lift)} as often won as all games · ${count(wins)} of ${count(games)} won · ${share(winRate)} (${shareInterval(...winRateInterval)}) · q ${probability(q)}`;
  write(facts, 44, plain);
  write(verdict.title, 66, { ...plain, weight: 600 });
  const said = wrapped(pen.widthOf, verdict.detail, room, quiet);
  said.forEach((line, place) => {
    write(line, 84 + place * 17, quiet);
  });

  let y = 95 + said.length * 17;
  const heading = (words: string, about: string) => {
    pen.text(words, EDGE, y, { ...plain, weight: 600 });
    pen.text(about, EDGE + pen.widthOf(words, 12, 600) + 8, y, quiet);
    y += 18;
  };
  heading('Win rate', '95 % interval · ◇ predicted from each alone');
  y = drawRates(pen, y, { detail, palette }, plain);
  if (detail.overTime.length > 1) {
    heading('Over training', `% by day of the start · hollow: n < ${FEW_GAMES} · line: all games`);
    y = drawDays(pen, y, { detail, palette }, quiet);
  }
  if (detail.handTypes.length > 0) {
    heading('Hands played', 'share · tick: all games · median score');
    y = drawHands(pen, y, { detail, palette }, plain);
  }
  return { width: WIDTH, height: y + 4 };
}

type Drawn = Pick<PairFigure, 'detail' | 'palette'>;

function drawRates(pen: Pen, top: number, { detail, palette }: Drawn, plain: TextLook): number {
  const { rates, combination } = detail;
  const ends = rates.filter(({ games }) => games > 0).map(({ interval }) => interval[1]);
  const most = forestMost([...ends, combination.predicted ?? 0]);
  const at = (rate: number) => SCALE.x + (rate / most) * SCALE.width;
  const bottom = top + rates.length * ROW;
  const all = rates.at(-1)?.winRate ?? 0;
  pen.lines([[at(all), top, at(all), bottom]], palette.text2, [3, 3]);
  rates.forEach(({ label, games, winRate, interval }, row) => {
    const y = top + (row + 0.5) * ROW;
    const tone = row === 0 && combination.standsOut ? palette.win : palette.text2;
    const look = { ...plain, weight: row === 0 ? 600 : 400 };
    pen.text(fitted(pen.widthOf, label, SCALE.x - EDGE - 10, 12, 600), EDGE, y, look);
    pen.text(games === 0 ? 'n 0' : share(winRate, winRate < 0.1 ? 1 : 0), WIDTH - EDGE, y, { ...look, anchor: 'end' });
    if (games === 0) return;
    const [low, high] = interval;
    pen.rect({ x: at(low), y: y - 1.5, width: at(high) - at(low), height: 3 }, { fill: mix(tone, palette.panel, 0.7) });
    pen.dot(at(winRate), y, { fill: tone });
    if (row === 0 && combination.predicted !== null)
      pen.dot(at(combination.predicted), y, { fill: palette.panel, stroke: palette.text, diamond: true });
  });
  for (const tick of forestTicks(most))
    pen.text(share(tick), at(tick), bottom + 9, { ...plain, fill: palette.text2, size: 11, anchor: 'middle' });
  return bottom + 36;
}

function drawDays(pen: Pen, top: number, { detail, palette }: Drawn, quiet: TextLook): number {
  const { overTime } = detail;
  const step = (DAYS.width - 24) / (overTime.length - 1);
  const x = (place: number) => DAYS.x + 12 + place * step;
  const y = (rate: number) => top + (1 - rate) * DAYS.height;
  const small = { ...quiet, size: 11 };
  for (const rate of [0, 0.5, 1]) {
    pen.lines([[DAYS.x, y(rate), DAYS.x + DAYS.width, y(rate)]], palette.line);
    pen.text(String(rate * 100), DAYS.x - 8, y(rate), { ...small, anchor: 'end' });
  }
  const all = overTime.flatMap(({ allGames, allWins }, place) =>
    allGames === 0 ? [] : [[x(place), y(allWins / allGames)] as const],
  );
  const segments = all.slice(1).map((to, before): Line => [...(all[before] ?? to), ...to]);
  pen.lines(segments, palette.text3);
  const every = Math.ceil(overTime.length / 8);
  overTime.forEach(({ day, games, wins }, place) => {
    if (place % every === 0) {
      pen.text(dayOf(day), x(place), y(0) + 14, { ...small, anchor: 'middle' });
      pen.text(games === 0 ? '–' : `n ${games}`, x(place), y(0) + 28, { ...small, anchor: 'middle' });
    }
    if (games === 0) return;
    const [low, high] = wilson(wins, games);
    const few = games < FEW_GAMES;
    const whisker = { x: x(place) - 1.5, y: y(high), width: 3, height: y(low) - y(high) };
    pen.rect(whisker, { fill: palette.win, opacity: few ? 0.4 : 1 });
    pen.dot(x(place), y(wins / games), { fill: few ? palette.panel : palette.win, stroke: palette.win });
  });
  return y(0) + 54;
}

function drawHands(pen: Pen, top: number, { detail, palette }: Drawn, plain: TextLook): number {
  const rows = detail.handTypes.slice(0, 5);
  const most = Math.max(...rows.flatMap((row) => [row.share, row.shareAll]), Number.MIN_VALUE);
  rows.forEach(({ handType, share: part, shareAll, medianScore }, row) => {
    const y = top + (row + 0.5) * ROW;
    pen.text(handType, EDGE, y, plain);
    pen.rect(
      { x: SCALE.x, y: y - 5, width: (part / most) * 220, height: 10 },
      { fill: palette.series[0] ?? palette.accent },
    );
    pen.rect({ x: SCALE.x + (shareAll / most) * 220 - 1, y: y - 7, width: 2, height: 14 }, { fill: palette.text });
    pen.text(share(part), SCALE.x + SCALE.width, y, { ...plain, anchor: 'end' });
    pen.text(compact(medianScore), WIDTH - EDGE, y, { ...plain, anchor: 'end' });
  });
  return top + rows.length * ROW + 12;
}

const COLUMNS = ['part', 'name', 'games', 'wins', 'share', 'low', 'high', 'share_of_all', 'median_score'];

/** Everything in the panel of a pair as comma-separated values. */
export function pairCsv({ rates, overTime, handTypes }: PairDetail): string {
  return csvOf({
    columns: COLUMNS.map((name) => ({ name, text: String, number: name !== 'part' && name !== 'name' })),
    rows: [
      ...rates.map(({ label, games, wins, winRate, interval }) => [
        'win rate',
        label,
        games,
        wins,
        games === 0 ? null : winRate,
        ...interval,
        null,
        null,
      ]),
      ...overTime.map(({ day, games, wins, allGames, allWins }) => [
        'win rate by day of the start',
        day,
        games,
        wins,
        games === 0 ? null : wins / games,
        ...wilson(wins, games),
        allGames === 0 ? null : allWins / allGames,
        null,
      ]),
      ...handTypes.map((row) => [
        'hands played',
        row.handType,
        null,
        null,
        row.share,
        null,
        null,
        row.shareAll,
        row.medianScore,
      ]),
    ],
  });
}
