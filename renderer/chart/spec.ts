import type { Unit } from '../format/number.ts';
import type { Palette } from '../theme/palette.ts';

/**
 * A chart as data: what is drawn, what the tooltip says, what the table of the same numbers holds, and where a click leads
 * all come from here. `option.ts` turns it into ECharts' words, `table.ts` into rows.
 */
export interface ChartSpec {
  /** What is shown, for those who do not see it: "Win rate over 100 games, by games played". */
  readonly label: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly Series[];
  /** Moments along the x axis: where the model changes. */
  readonly marks?: readonly { readonly x: number | string; readonly label: string }[];
  /** A value to compare with, drawn as a dashed line across. */
  readonly reference?: { readonly on: 'x' | 'y'; readonly value: number; readonly label: string };
  /** What a point stands for, for the sample size in words: `games` (default), `hands`, `decisions`. */
  readonly counts?: string;
}

export interface Axis {
  readonly kind: 'value' | 'log' | 'category' | 'time';
  readonly label?: string;
  readonly unit: Unit;
  /** In the order in which they are drawn; on a y axis from the top. */
  readonly categories?: readonly string[];
  /** What is written under each category where that is not its name; '' writes nothing. */
  readonly labels?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  /** Steps at most, where there is room for few. */
  readonly ticks?: number;
  /** Ticks at whole numbers only. */
  readonly whole?: boolean;
}

/** A colour with a meaning by its token, or a series' place from 0 to 7. */
export type Colour = 'win' | 'loss' | 'abandoned' | 'chips' | 'mult' | 'money' | 'accent' | 'text' | 'text3' | number;

export interface Point {
  readonly x: number | string;
  readonly y: number | string;
  /** Ends of the 95 % interval, in the unit of the value axis. */
  readonly low?: number | null;
  readonly high?: number | null;
  /** Sample size. */
  readonly n?: number | null;
  /** A name for the tooltip where the x value does not say it. */
  readonly name?: string;
  /** Value of a heatmap's cell. */
  readonly value?: number | null;
  readonly colour?: Colour;
  /** Too few to judge: hatched and pale. */
  readonly thin?: boolean;
  /** More lines of the tooltip. */
  readonly more?: readonly (readonly [name: string, value: string])[];
  /** Search of `/games` that lists just the games of this point. */
  readonly opens?: Readonly<Record<string, string | undefined>>;
}

/**
 * `line` (with a band where points have intervals), `step` (dashed, for comparison), `bar` (from 0), `dot` (with its
 * interval as a bar; categories on the y axis make it a forest plot), `tick` (a mark to reach, over a bar), `heat` (categories on
 * both axes).
 */
export interface Series {
  readonly kind: 'line' | 'step' | 'bar' | 'dot' | 'tick' | 'heat';
  readonly name: string;
  readonly colour: Colour;
  readonly points: readonly Point[];
  /** Unit of a heatmap's values. */
  readonly unit?: Unit;
  /** Writes values on bars and cells; the last value at the end of a line. */
  readonly labels?: boolean;
  /** Many dots lie over each other: smaller, and let through what lies below. */
  readonly crowded?: boolean;
  /** Bars of the same stack stand on each other. */
  readonly stack?: string;
  /** Points from here on are not final (games still in flight): dashed. */
  readonly openFrom?: number;
}

export function colourOf(colour: Colour, palette: Palette): string {
  return typeof colour === 'number' ? (palette.series[colour % 8] ?? palette.text2) : palette[colour];
}

/** Whether the values lie along x: a forest plot, a lying bar chart. */
export function liesDown(spec: ChartSpec): boolean {
  return spec.y.kind === 'category' && spec.x.kind !== 'category';
}

/** The axis that the values are measured on. */
export function valueAxis(spec: ChartSpec): Axis {
  return liesDown(spec) ? spec.x : spec.y;
}

/** The measured value of a point. */
export function measureOf(spec: ChartSpec, point: Point): number | null {
  const value = point.value !== undefined ? point.value : liesDown(spec) ? point.x : point.y;
  return typeof value === 'number' ? value : null;
}

/** What a point belongs to, along the axis that is not measured. */
export function placeOf(spec: ChartSpec, point: Point): number | string {
  return liesDown(spec) ? point.y : point.x;
}
