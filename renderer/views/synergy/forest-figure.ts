import type { Combination } from '../../../main-ingest/contract/synergy.ts';
import { mix } from '../../chart/colour.ts';
import { count, share, shareInterval } from '../../format/number.ts';
import type { Palette } from '../../theme/palette.ts';
import { clearWord, isClear } from './evidence.ts';
import { forestTicks } from './forest-scale.ts';
import type { Size } from './heatmap-layout.ts';
import { probability, times } from './measure.ts';
import { fitted, type Pen, type TextLook } from './pen.ts';

/** The list as it is taken along: its first rows with rate and interval on one scale. */
export interface ForestFigure {
  readonly title: string;
  readonly about: string;
  readonly rows: readonly Combination[];
  readonly noun: string;
  /** Right end of the scale, in shares. */
  readonly most: number;
  /** Win rate of all games. */
  readonly reference: number;
  readonly falseFinds: number;
  readonly palette: Palette;
}

/** More rows than this make no picture; CSV has them all. */
export const MOST_ROWS = 60;
const ROW = 24;
const TOP = 100;
const WIDTH = 1130;
const EDGE = 16;
const NAMES = { x: 48, width: 360 };
const SCALE = { x: 530, width: 244 };

interface ColumnOfFigure {
  readonly header: string;
  /** Right end. */
  readonly x: number;
  readonly text: (row: Combination) => string;
}

const NUMBERS: readonly ColumnOfFigure[] = [
  { header: 'Games', x: 462, text: ({ games }) => count(games) },
  { header: 'Won', x: 508, text: ({ wins }) => count(wins) },
  { header: 'Win rate', x: 842, text: ({ winRate }) => share(winRate) },
  {
    header: 'Interval, %',
    x: 916,
    text: ({ winRateInterval: [low, high] }) => shareInterval(low, high).replace(' %', ''),
  },
  { header: 'Lift', x: 968, text: ({ lift }) => times(lift) },
  { header: 'q', x: 1028, text: ({ q }) => probability(q) },
];

export function drawForestFigure(pen: Pen, figure: ForestFigure): Size {
  const { rows, palette, most, reference, falseFinds } = figure;
  const shown = rows.slice(0, MOST_ROWS);
  const look = (weight: number, fill: string, anchor: TextLook['anchor'] = 'start'): TextLook => ({
    size: 12,
    weight,
    fill,
    anchor,
  });
  const quiet = look(400, palette.text2);
  const end = look(400, palette.text2, 'end');
  pen.text(figure.title, EDGE, 22, { ...look(600, palette.text), size: 13 });
  pen.text(aboutOf(figure), EDGE, 42, quiet);
  pen.text(`◇ predicted from each alone · ┆ all games ${share(reference, 1)} · ○ not clear yet`, EDGE, 60, quiet);

  const bottom = TOP + shown.length * ROW;
  const at = (rate: number) => SCALE.x + (Math.min(rate, most) / most) * SCALE.width;
  pen.text('#', NAMES.x - 10, TOP - 14, end);
  pen.text(figure.noun, NAMES.x, TOP - 14, quiet);
  pen.text('Clear?', 1044, TOP - 14, quiet);
  for (const { header, x } of NUMBERS) pen.text(header, x, TOP - 14, end);
  for (const tick of forestTicks(most)) {
    pen.text(String(Math.round(tick * 100)), at(tick), TOP - 14, { ...quiet, anchor: 'middle' });
    pen.lines([[at(tick), TOP, at(tick), bottom]], palette.line);
  }
  pen.lines([[at(reference), TOP, at(reference), bottom]], palette.text2, [3, 3]);
  shown.forEach((row, place) => {
    const y = TOP + (place + 0.5) * ROW;
    const clear = isClear(row, falseFinds);
    const tone = clear ? palette.win : palette.text3;
    pen.text(String(place + 1), NAMES.x - 10, y, end);
    pen.text(fitted(pen.widthOf, row.jokers.join(' + '), NAMES.width, 12, 500), NAMES.x, y, look(500, palette.text));
    for (const { header, x, text } of NUMBERS)
      pen.text(text(row), x, y, look(header === 'Win rate' ? 600 : 400, palette.text, 'end'));
    pen.text(clearWord(row, falseFinds), 1044, y, look(400, clear ? tone : palette.text2));
    const [low, high] = row.winRateInterval;
    pen.rect({ x: at(low), y: y - 1.5, width: at(high) - at(low), height: 3 }, { fill: mix(tone, palette.panel, 0.7) });
    pen.dot(at(row.winRate), y, clear ? { fill: tone } : { fill: palette.panel, stroke: palette.text2 });
    if (row.predicted !== null)
      pen.dot(at(row.predicted), y, { fill: palette.panel, stroke: palette.text, diamond: true });
  });
  return { width: WIDTH, height: bottom + 14 };
}

function aboutOf({ about, rows, noun }: ForestFigure): string {
  const first = rows.length > MOST_ROWS ? `the first ${MOST_ROWS} of ${count(rows.length)}` : count(rows.length);
  return `${first} ${noun.toLowerCase()}s · ${about}`;
}
