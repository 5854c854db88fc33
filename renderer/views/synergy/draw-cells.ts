import { mix, readableOn } from '../../chart/colour.ts';
import type { Palette } from '../../theme/palette.ts';
import { effectColour, unsureColour } from './colour-scale.ts';
import { strokesOf } from './dendrogram.ts';
import { type Box, boxOf, type HeatmapLayout, TREE_WIDTH } from './heatmap-layout.ts';
import type { Cell, Matrix } from './matrix.ts';
import { type All, aloneStandsOut, cellText, effectOf } from './measure.ts';
import type { Pen } from './pen.ts';
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

const NUMBER_SIZE = 10;
const ROUND_FROM = 12;

/** Draws cells and dendrogram; everything that moves with the pointer lies on a layer above. */
export function drawCells(pen: Pen, layout: HeatmapLayout, picture: Picture): void {
  const { matrix, palette } = picture;
  const n = matrix.jokers.length;
  const gap = layout.cellWidth > 7 && layout.cellHeight > 7 ? 1 : 0.5;
  const round = Math.min(layout.cellWidth, layout.cellHeight) >= ROUND_FROM ? 2 : 0;
  const hatched: Box[] = [];
  const numbers: { readonly text: string; readonly box: Box; readonly fill: string }[] = [];
  for (let row = 0; row < n; row += 1)
    for (let column = 0; column < n; column += 1) {
      const look = lookOf(matrix.at(row, column), picture);
      const whole = boxOf(layout, { row, column });
      const box = inset(whole, gap / 2);
      if (look.fill === 'hatched') hatched.push(box);
      else if (look.fill !== undefined) {
        pen.rect(box, { fill: look.fill, round });
        if (look.text !== '') numbers.push({ text: look.text, box, fill: readableOn(look.fill) });
      }
      if (look.dot && box.height > 6)
        pen.rect(inset(whole, whole.width / 2 - 0.5, whole.height / 2 - 0.5), { fill: palette.text3 });
      if (look.alone && box.width > 6) pen.rect(inset(box, 0.5), { stroke: palette.text3 });
    }
  pen.hatch(hatched);
  if (layout.cellHeight >= NUMBER_SIZE + 2)
    for (const { text, box, fill } of numbers) {
      if (pen.widthOf(text, NUMBER_SIZE, 600) > box.width - 1) continue;
      const look = { size: NUMBER_SIZE, weight: 600, fill, anchor: 'middle' } as const;
      pen.text(text, box.x + box.width / 2, box.y + box.height / 2 + 0.5, look);
    }
  drawTree(pen, layout, picture);
}

function inset({ x, y, width, height }: Box, by: number, down = by): Box {
  return { x: x + by, y: y + down, width: width - 2 * by, height: height - 2 * down };
}

function drawTree(pen: Pen, layout: HeatmapLayout, { matrix, palette }: Picture): void {
  if (!matrix.tree) return;
  const start = layout.left + matrix.jokers.length * layout.cellWidth + 5;
  const reach = TREE_WIDTH - 9;
  const at = ([along, height]: readonly [number, number]) =>
    [start + height * reach, layout.top + along * layout.cellHeight] as const;
  pen.lines(
    strokesOf(matrix.tree).map(({ from, to }) => [...at(from), ...at(to)] as const),
    palette.text3,
  );
}
