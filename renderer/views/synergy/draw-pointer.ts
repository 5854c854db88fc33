import type { Palette } from '../../theme/palette.ts';
import { boxOf, type CellPlace, type HeatmapLayout } from './heatmap-layout.ts';
import type { Matrix } from './matrix.ts';

export interface Pointed {
  /** Under the pointer or reached by keys. */
  readonly at: CellPlace | undefined;
  /** The pair that is looked at. */
  readonly chosen: CellPlace | undefined;
}

const NAME_FONT = 11.5;

/** Draws names, cross-hair and outlines: the layer over the cells, drawn anew when the pointer comes to another cell. */
export function drawPointer(
  context: CanvasRenderingContext2D,
  layout: HeatmapLayout,
  matrix: Matrix,
  { at, chosen }: Pointed,
  palette: Palette,
): void {
  context.clearRect(0, 0, layout.width, layout.height);
  if (at) {
    context.fillStyle = palette.text3;
    context.globalAlpha = 0.14;
    const side = matrix.jokers.length;
    context.fillRect(layout.left, layout.top + at.row * layout.cellHeight, side * layout.cellWidth, layout.cellHeight);
    context.fillRect(
      layout.left + at.column * layout.cellWidth,
      layout.top,
      layout.cellWidth,
      side * layout.cellHeight,
    );
    context.globalAlpha = 1;
  }
  drawNames(context, layout, matrix, { at, chosen }, palette);
  if (chosen) {
    outline(context, layout, chosen, palette.accent, 2);
    context.setLineDash([3, 2]);
    outline(context, layout, { row: chosen.column, column: chosen.row }, palette.accent, 2);
    context.setLineDash([]);
  }
  if (at) outline(context, layout, at, palette.text, 2);
}

function outline(
  context: CanvasRenderingContext2D,
  layout: HeatmapLayout,
  place: CellPlace,
  colour: string,
  width: number,
): void {
  const box = boxOf(layout, place);
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.strokeRect(box.x, box.y, box.width, box.height);
}

function drawNames(
  context: CanvasRenderingContext2D,
  layout: HeatmapLayout,
  matrix: Matrix,
  { at, chosen }: Pointed,
  palette: Palette,
): void {
  context.textBaseline = 'middle';
  const style = (place: number, pointed: number | undefined, marked: readonly (number | undefined)[]) => {
    const strong = place === pointed || marked.includes(place);
    context.font = `${strong ? 600 : 400} ${NAME_FONT}px ${palette.font}`;
    context.fillStyle = place === pointed ? palette.text : strong ? palette.accent : palette.text2;
  };
  const shown = (place: number, every: number, pointed: number | undefined) => {
    if (place === pointed) return true;
    // A name that is pointed at takes the room of its neighbours.
    return place % every === 0 && (pointed === undefined || every === 1 || Math.abs(place - pointed) >= every);
  };
  const marked = [chosen?.row, chosen?.column];
  matrix.jokers.forEach(({ name }, place) => {
    if (shown(place, layout.everyRow, at?.row)) {
      style(place, at?.row, marked);
      context.textAlign = 'right';
      context.fillText(
        fitted(context, name, layout.left - 8),
        layout.left - 6,
        layout.top + (place + 0.5) * layout.cellHeight + 0.5,
      );
    }
    if (shown(place, layout.everyColumn, at?.column)) {
      style(place, at?.column, marked);
      context.textAlign = 'left';
      context.save();
      context.translate(layout.left + (place + 0.5) * layout.cellWidth, layout.top - 6);
      context.rotate(-Math.PI / 4);
      context.fillText(fitted(context, name, layout.left - 8), 0, 0);
      context.restore();
    }
  });
}

/** A name cut to its room. */
function fitted(context: CanvasRenderingContext2D, name: string, room: number): string {
  if (context.measureText(name).width <= room) return name;
  let end = name.length - 1;
  while (end > 1 && context.measureText(`${name.slice(0, end)}…`).width > room) end -= 1;
  return `${name.slice(0, end)}…`;
}

/** Width of the longest name, as it is written when it is strong. */
export function longestName(matrix: Matrix, font: string): number {
  const context = document.createElement('canvas').getContext('2d');
  if (!context) return 120;
  context.font = `600 ${NAME_FONT}px ${font}`;
  return Math.max(0, ...matrix.jokers.map(({ name }) => context.measureText(name).width));
}
