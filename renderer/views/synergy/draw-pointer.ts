import type { Palette } from '../../theme/palette.ts';
import { drawNames, type Pointed } from './draw-names.ts';
import { boxOf, type CellPlace, type HeatmapLayout } from './heatmap-layout.ts';
import type { Matrix } from './matrix.ts';
import type { Pen } from './pen.ts';

const DASH = [3, 2];

/** Draws names, cross-hair and outlines: the layer over the cells, drawn anew when the pointer comes to another cell. */
export function drawPointer(
  pen: Pen,
  layout: HeatmapLayout,
  matrix: Matrix,
  pointed: Pointed,
  palette: Pick<Palette, 'text' | 'text2' | 'text3' | 'accent' | 'panel'>,
): void {
  const { at, chosen } = pointed;
  if (at) {
    const hair = { fill: palette.text3, opacity: 0.14 };
    const { left, top, cellWidth, cellHeight } = layout;
    const side = matrix.jokers.length;
    pen.rect({ x: left, y: top + at.row * cellHeight, width: side * cellWidth, height: cellHeight }, hair);
    pen.rect({ x: left + at.column * cellWidth, y: top, width: cellWidth, height: side * cellHeight }, hair);
  }
  drawNames(pen, layout, matrix, pointed, palette);
  if (chosen) drawChosen(pen, layout, chosen, palette);
  if (at) pen.rect(boxOf(layout, at), { stroke: palette.text, width: 2 });
}

/** Outlines the pair that is looked at; its mirror image is dashed. A dark ring inside tells the outline from a bright cell. */
export function drawChosen(
  pen: Pen,
  layout: HeatmapLayout,
  chosen: CellPlace,
  { accent, panel }: Pick<Palette, 'accent' | 'panel'>,
): void {
  const mirror = { row: chosen.column, column: chosen.row };
  for (const [place, dash] of [[chosen, []] as const, [mirror, DASH] as const]) {
    const { x, y, width, height } = boxOf(layout, place);
    pen.rect({ x, y, width, height }, { stroke: panel, width: 3 });
    pen.rect({ x: x - 1, y: y - 1, width: width + 2, height: height + 2 }, { stroke: accent, width: 2, dash });
  }
}
