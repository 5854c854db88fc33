/** Where everything of a heatmap lies, in CSS pixels. */
export interface HeatmapLayout {
  readonly jokers: number;
  readonly left: number;
  readonly top: number;
  readonly cellWidth: number;
  readonly cellHeight: number;
  /** Of the whole picture; higher than its place when the cells would be too small. */
  readonly width: number;
  readonly height: number;
  /** Width for the dendrogram, right of the cells. */
  readonly tree: number;
  /** Every how many jokers a name is written, on the left and on top. */
  readonly everyRow: number;
  readonly everyColumn: number;
}

const LEAST_CELL = 4.5;
const NAME_HEIGHT = 11;
const LONGEST_NAME = 150;
const SLANT = Math.SQRT1_2;

/**
 * Fits a heatmap into a place; only below a least size of its cells it grows beyond.
 * @param nameWidth of the longest name, as written
 */
export function layOut(
  jokers: number,
  place: { width: number; height: number },
  nameWidth: number,
  hasTree: boolean,
): HeatmapLayout {
  const name = Math.min(nameWidth, LONGEST_NAME);
  const left = Math.ceil(name) + 10;
  const top = Math.ceil(name * SLANT) + 14;
  const tree = hasTree ? 40 : 8;
  const cellWidth = Math.max(LEAST_CELL, (place.width - left - tree) / Math.max(1, jokers));
  const cellHeight = Math.max(LEAST_CELL, (place.height - top - 2) / Math.max(1, jokers));
  return {
    jokers,
    left,
    top,
    // Few jokers make no bricks.
    cellWidth: Math.min(cellWidth, 90),
    cellHeight: Math.min(cellHeight, 46),
    width: Math.max(place.width, left + LEAST_CELL * jokers + tree),
    height: Math.max(place.height, top + LEAST_CELL * jokers + 2),
    tree,
    everyRow: Math.max(1, Math.ceil(NAME_HEIGHT / cellHeight)),
    everyColumn: Math.max(1, Math.ceil((NAME_HEIGHT + 3) / cellWidth)),
  };
}

export interface CellPlace {
  readonly row: number;
  readonly column: number;
}

/** The cell under a point, undefined beside the cells. */
export function cellAt(layout: HeatmapLayout, x: number, y: number): CellPlace | undefined {
  const column = Math.floor((x - layout.left) / layout.cellWidth);
  const row = Math.floor((y - layout.top) / layout.cellHeight);
  return column >= 0 && row >= 0 && column < layout.jokers && row < layout.jokers ? { row, column } : undefined;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export function boxOf(layout: HeatmapLayout, { row, column }: CellPlace): Box {
  return {
    x: layout.left + column * layout.cellWidth,
    y: layout.top + row * layout.cellHeight,
    width: layout.cellWidth,
    height: layout.cellHeight,
  };
}
