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
  /** Every how many jokers a name is written, on the left and on top. */
  readonly everyRow: number;
  readonly everyColumn: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** 150 jokers still fit a window of 1440 × 900. */
const LEAST_CELL = 3.8;
/** Few jokers make no bricks. */
const MOST_CELL: Size = { width: 90, height: 46 };
const NAME_HEIGHT = 11;
const LONGEST_NAME = 150;
const SLANT = Math.SQRT1_2;
/** Of the dendrogram, right of the cells. */
export const TREE_WIDTH = 40;

/**
 * Fits a heatmap into a place; only below a least size of its cells it grows beyond.
 * @param nameWidths of the names, as written
 */
export function layOut(place: Size, nameWidths: readonly number[], hasTree: boolean): HeatmapLayout {
  const jokers = Math.max(1, nameWidths.length);
  const widthIn = ({ left, right }: Margins) => Math.max(LEAST_CELL, (place.width - left - right) / jokers);
  // How far the last names reach beyond the cells depends on the cells' width, and that on how far they reach.
  const narrow = widthIn(margins(nameWidths, hasTree, LEAST_CELL));
  const around = margins(nameWidths, hasTree, narrow);
  const width = Math.min(MOST_CELL.width, widthIn(around));
  const height = Math.min(MOST_CELL.height, Math.max(LEAST_CELL, (place.height - around.top - 2) / jokers));
  const layout = withCells({ width, height }, nameWidths.length, around);
  return {
    ...layout,
    width: Math.max(place.width, layout.width),
    height: Math.max(place.height, layout.height),
  };
}

/** Lays a heatmap out with cells of this size, however large it becomes. */
export function layOutCells(cell: Size, nameWidths: readonly number[], hasTree: boolean): HeatmapLayout {
  return withCells(cell, nameWidths.length, margins(nameWidths, hasTree, cell.width));
}

interface Margins {
  readonly left: number;
  readonly top: number;
  readonly right: number;
}

/** Room for the names on the left and, slanted, on top; for the dendrogram and the ends of the last names on the right. */
function margins(nameWidths: readonly number[], hasTree: boolean, cellWidth: number): Margins {
  const cut = nameWidths.map((width) => Math.min(width, LONGEST_NAME));
  const longest = Math.max(0, ...cut);
  const beyond = cut.map((width, place) => (width + NAME_HEIGHT) * SLANT - (cut.length - 0.5 - place) * cellWidth);
  return {
    left: Math.ceil(longest) + 10,
    top: Math.ceil(longest * SLANT) + 14,
    right: Math.ceil(Math.max(hasTree ? TREE_WIDTH : 8, ...beyond)),
  };
}

function withCells(cell: Size, jokers: number, { left, top, right }: Margins): HeatmapLayout {
  return {
    jokers,
    left,
    top,
    cellWidth: cell.width,
    cellHeight: cell.height,
    width: left + cell.width * jokers + right,
    height: top + cell.height * jokers + 2,
    everyRow: Math.max(1, Math.ceil(NAME_HEIGHT / cell.height)),
    everyColumn: Math.max(1, Math.ceil((NAME_HEIGHT + 3) / cell.width)),
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
