import { hatch, mix, readableOn } from '../../chart/colour.ts';
import type { Palette } from '../../theme/palette.ts';
import { effectColour, unsureColour } from './colour-scale.ts';
import { strokesOf } from './dendrogram.ts';
import { boxOf, type HeatmapLayout } from './heatmap-layout.ts';
import type { Cell, Matrix } from './matrix.ts';
import { type All, aloneStandsOut, cellText, effectOf } from './measure.ts';
import type { Measure } from './synergy-address.ts';

export interface Picture {
  readonly matrix: Matrix;
  readonly measure: Measure;
  readonly all: All;
  /** Only what stands out is drawn in colour. */
  readonly only: boolean;
  readonly palette: Palette;
}

/** What a cell looks like. */
interface Look {
  readonly fill: string | 'hatched' | undefined;
  readonly text: string;
  readonly alone: boolean;
  readonly dot: boolean;
}

const EMPTY: Look = { fill: undefined, text: '', alone: false, dot: false };

function lookOf(cell: Cell, { measure, all, only, palette }: Picture): Look {
  const { theme, panel } = palette;
  switch (cell.kind) {
    case 'never':
      return { ...EMPTY, dot: true };
    case 'thin':
      return only ? EMPTY : { ...EMPTY, fill: 'hatched' };
    case 'alone': {
      const effect = effectOf(cell.joker, measure, all);
      const sure = aloneStandsOut(cell.joker, measure, all);
      if (effect === null || (only && !sure)) return { ...EMPTY, alone: true };
      if (!sure) return { ...EMPTY, alone: true, fill: unsureColour(effect, theme, panel) };
      return {
        ...EMPTY,
        alone: true,
        fill: mix(effectColour(effect, theme), panel, 0.85),
        text: cellText(cell.joker, measure, all),
      };
    }
    case 'pair': {
      const { combination } = cell;
      const effect = effectOf(combination, measure, all);
      if (effect === null) return only ? EMPTY : { ...EMPTY, fill: 'hatched' };
      if (combination.standsOut)
        return { ...EMPTY, fill: effectColour(effect, theme), text: cellText(combination, measure, all) };
      return only ? EMPTY : { ...EMPTY, fill: unsureColour(effect, theme, panel) };
    }
  }
}

const NUMBER_FONT = 10;
const ROUND_FROM = 12;

/** Draws cells and dendrogram; everything that moves with the pointer lies on a layer above. */
export function drawCells(context: CanvasRenderingContext2D, layout: HeatmapLayout, picture: Picture): void {
  const { matrix, palette } = picture;
  const n = matrix.jokers.length;
  const gap = layout.cellWidth > 7 && layout.cellHeight > 7 ? 1 : 0.5;
  const round = Math.min(layout.cellWidth, layout.cellHeight) >= ROUND_FROM;
  const hatched = new Path2D();
  const numbers: { readonly text: string; readonly x: number; readonly y: number; readonly fill: string }[] = [];
  for (let row = 0; row < n; row += 1)
    for (let column = 0; column < n; column += 1) {
      const look = lookOf(matrix.at(row, column), picture);
      const box = boxOf(layout, { row, column });
      const [x, y, width, height] = [box.x + gap / 2, box.y + gap / 2, box.width - gap, box.height - gap];
      if (look.fill === 'hatched') hatched.rect(x, y, width, height);
      else if (look.fill !== undefined) {
        context.fillStyle = look.fill;
        if (round) {
          context.beginPath();
          context.roundRect(x, y, width, height, 2);
          context.fill();
        } else context.fillRect(x, y, width, height);
        if (look.text !== '')
          numbers.push({ text: look.text, x: x + width / 2, y: y + height / 2, fill: readableOn(look.fill) });
      }
      if (look.dot && height > 6) {
        context.fillStyle = palette.text3;
        context.fillRect(x + width / 2 - 0.5, y + height / 2 - 0.5, 1, 1);
      }
      if (look.alone && width > 6) {
        context.strokeStyle = palette.text3;
        context.lineWidth = 1;
        context.strokeRect(x + 0.5, y + 0.5, width - 1, height - 1);
      }
    }
  fillHatched(context, hatched, palette);
  if (layout.cellHeight >= NUMBER_FONT + 2) drawNumbers(context, numbers, layout.cellWidth - 2, palette);
  drawTree(context, layout, picture);
}

function fillHatched(context: CanvasRenderingContext2D, path: Path2D, palette: Palette): void {
  const pattern = context.createPattern(hatch(palette.lineStrong).image, 'repeat');
  if (!pattern) return;
  context.fillStyle = pattern;
  context.fill(path);
}

function drawNumbers(
  context: CanvasRenderingContext2D,
  numbers: readonly { readonly text: string; readonly x: number; readonly y: number; readonly fill: string }[],
  room: number,
  palette: Palette,
): void {
  context.font = `600 ${NUMBER_FONT}px ${palette.font}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  for (const { text, x, y, fill } of numbers) {
    if (context.measureText(text).width > room) continue;
    context.fillStyle = fill;
    context.fillText(text, x, y + 0.5);
  }
}

function drawTree(context: CanvasRenderingContext2D, layout: HeatmapLayout, { matrix, palette }: Picture): void {
  if (!matrix.tree) return;
  const start = layout.left + matrix.jokers.length * layout.cellWidth + 5;
  const reach = layout.tree - 9;
  context.strokeStyle = palette.text3;
  context.lineWidth = 1;
  context.beginPath();
  const at = ([along, height]: readonly [number, number]) =>
    [start + height * reach, layout.top + along * layout.cellHeight] as const;
  for (const { from, to } of strokesOf(matrix.tree)) {
    context.moveTo(...at(from));
    context.lineTo(...at(to));
  }
  context.stroke();
}
