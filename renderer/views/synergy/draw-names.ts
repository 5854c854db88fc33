import type { Palette } from '../../theme/palette.ts';
import type { CellPlace, HeatmapLayout } from './heatmap-layout.ts';
import type { Matrix } from './matrix.ts';
import { fitted, type Pen, type WidthOf } from './pen.ts';

export interface Pointed {
  /** Under the pointer or reached by keys. */
  readonly at: CellPlace | undefined;
  /** The pair that is looked at. */
  readonly chosen: CellPlace | undefined;
}

const SIZE = 11.5;
const STRONG = 600;

/** Widths of the jokers' names, as they are written when they are strong. */
export function nameWidths({ jokers }: Matrix, widthOf: WidthOf): readonly number[] {
  return jokers.map(({ name }) => widthOf(name, SIZE, STRONG));
}

/** Draws the names on both sides; those of the cell that is pointed at and of the pair that is looked at are strong. */
export function drawNames(
  pen: Pen,
  layout: HeatmapLayout,
  matrix: Matrix,
  { at, chosen }: Pointed,
  palette: Pick<Palette, 'text' | 'text2' | 'accent'>,
): void {
  const marked = [chosen?.row, chosen?.column];
  const lookOf = (place: number, pointed: number | undefined) => {
    const strong = place === pointed || marked.includes(place);
    const fill = place === pointed ? palette.text : strong ? palette.accent : palette.text2;
    return { size: SIZE, weight: strong ? STRONG : 400, fill };
  };
  const isShown = (place: number, every: number, pointed: number | undefined) => {
    // Names that are pointed at or looked at take the room of their neighbours.
    const first = [pointed, ...marked].filter((one) => one !== undefined);
    if (first.includes(place)) return place === pointed || pointed === undefined || Math.abs(place - pointed) >= every;
    return place % every === 0 && (every === 1 || first.every((one) => Math.abs(place - one) >= every));
  };
  matrix.jokers.forEach(({ name }, place) => {
    const { left, top, cellWidth, cellHeight } = layout;
    const middle = place + 0.5;
    if (isShown(place, layout.everyRow, at?.row)) {
      const look = lookOf(place, at?.row);
      const words = fitted(pen.widthOf, name, left - 8, look.size, look.weight);
      pen.text(words, left - 6, top + middle * cellHeight + 0.5, { ...look, anchor: 'end' });
    }
    if (isShown(place, layout.everyColumn, at?.column)) {
      const look = lookOf(place, at?.column);
      const words = fitted(pen.widthOf, name, left - 8, look.size, look.weight);
      pen.text(words, left + middle * cellWidth, top - 6, { ...look, anchor: 'start', slanted: true });
    }
  });
}
