import { mix, readableOn } from '../../chart/colour.ts';
import { scaleStops } from './colour-scale.ts';
import { drawCells, type Picture } from './draw-cells.ts';
import { drawNames, nameWidths } from './draw-names.ts';
import { drawChosen } from './draw-pointer.ts';
import { type Box, layOutCells, type Size } from './heatmap-layout.ts';
import { legendKeys, scaleEnds } from './legend-keys.ts';
import { scaleWords } from './measure.ts';
import { fitted, type Pen, type TextLook } from './pen.ts';

/** The heatmap as it is taken along: whole, whatever the window's size, with its title and legend. */
export interface Figure {
  readonly title: string;
  /** Measure, and what stands out. */
  readonly about: string;
  readonly picture: Picture;
  /** Names of the pair that is looked at. */
  readonly chosen: readonly string[];
  readonly minGames: number;
}

/** From so many jokers on, cells are small. */
const MANY = 60;
const CELL: Size = { width: 24, height: 17 };
const SMALL_CELL: Size = { width: 14, height: 13 };
const EDGE = 16;
const HEAD = 46;
const FOOT = 60;
/** The legend in one line. */
const LEAST_WIDTH = 940;
const SCALE_WIDTH = 216;

/** Draws a figure from the top left corner on, and says how large it is. */
export function drawFigure(pen: Pen, figure: Figure): Size {
  const { picture, chosen } = figure;
  const { matrix, palette } = picture;
  const cell = matrix.jokers.length > MANY ? SMALL_CELL : CELL;
  const layout = layOutCells(cell, nameWidths(matrix, pen.widthOf), matrix.tree !== undefined);
  const size = {
    width: Math.ceil(Math.max(LEAST_WIDTH, layout.width + 2 * EDGE)),
    height: Math.ceil(HEAD + layout.height + FOOT),
  };
  const title: TextLook = { size: 13, weight: 600, fill: palette.text, anchor: 'start' };
  const about: TextLook = { size: 12, weight: 400, fill: palette.text2, anchor: 'start' };
  const beside = EDGE + pen.widthOf(figure.title, title.size, title.weight) + 10;
  pen.text(figure.title, EDGE, 24, title);
  pen.text(fitted(pen.widthOf, figure.about, size.width - EDGE - beside, 12, 400), beside, 24, about);

  const moved = shifted(pen, EDGE, HEAD);
  drawCells(moved, layout, picture);
  const [row = -1, column = -1] = chosen.map((name) => matrix.placeOf(name));
  const place = row < 0 || column < 0 ? undefined : { row, column };
  drawNames(moved, layout, matrix, { at: undefined, chosen: place }, palette);
  if (place) drawChosen(moved, layout, place, palette);

  drawLegend(shifted(pen, EDGE, HEAD + layout.height + 12), size.width - 2 * EDGE, figure);
  return size;
}

function drawLegend(pen: Pen, width: number, { picture, minGames }: Figure): void {
  const { measure, all, palette } = picture;
  const small: TextLook = { size: 11, weight: 400, fill: palette.text2, anchor: 'start' };
  const strong: TextLook = { size: 11, weight: 500, fill: palette.text, anchor: 'start' };
  const [less, more] = scaleEnds(measure);
  pen.lines([[0, 0, width, 0]], palette.line);
  pen.text(less, 0, 19, small);
  const start = pen.widthOf(less, small.size, small.weight) + 10;
  pen.gradient({ x: start, y: 14, width: SCALE_WIDTH, height: 10 }, scaleStops(palette.theme));
  scaleWords(measure, all).forEach((word, tick, { length }) => {
    const anchor = tick === 0 ? 'start' : tick === length - 1 ? 'end' : 'middle';
    pen.text(word, start + (SCALE_WIDTH * tick) / (length - 1), 32, { ...(tick === 2 ? strong : small), anchor });
  });
  pen.text(more, start + SCALE_WIDTH + 10, 19, small);
  const keysStart = start + SCALE_WIDTH + 100;
  const step = (width - keysStart) / 4;
  legendKeys(measure, all, minGames, palette).forEach(({ looks, title, detail, colour, text }, place) => {
    const box = { x: keysStart + place * step, y: 17, width: 21, height: 15 };
    if (colour === undefined) pen.hatch([box]);
    else pen.rect(box, { fill: looks === 'alone' ? mix(colour, palette.panel, 0.85) : colour, round: 2 });
    if (looks === 'alone') pen.rect(box, { stroke: palette.text3 });
    if (text !== undefined && colour !== undefined)
      pen.text(text, box.x + box.width / 2, 25, {
        size: 10,
        weight: 600,
        fill: readableOn(colour),
        anchor: 'middle',
      });
    pen.text(title, box.x + 29, 18, strong);
    pen.text(detail, box.x + 29, 32, small);
  });
}

/** A pen whose origin lies elsewhere. */
function shifted(pen: Pen, dx: number, dy: number): Pen {
  const move = (box: Box): Box => ({ ...box, x: box.x + dx, y: box.y + dy });
  return {
    rect: (box, look) => pen.rect(move(box), look),
    hatch: (boxes) => pen.hatch(boxes.map(move)),
    lines: (lines, colour, dash) =>
      pen.lines(
        lines.map(([x1, y1, x2, y2]) => [x1 + dx, y1 + dy, x2 + dx, y2 + dy] as const),
        colour,
        dash,
      ),
    dot: (x, y, look) => pen.dot(x + dx, y + dy, look),
    gradient: (box, stops) => pen.gradient(move(box), stops),
    text: (words, x, y, look) => pen.text(words, x + dx, y + dy, look),
    widthOf: pen.widthOf,
  };
}
