import type { Box } from './heatmap-layout.ts';

export interface RectLook {
  readonly fill?: string;
  readonly stroke?: string;
  /** Of the stroke, 1 unless it is named. */
  readonly width?: number;
  readonly round?: number;
  readonly dash?: readonly number[];
  readonly opacity?: number;
}

export interface TextLook {
  readonly size: number;
  readonly weight: number;
  readonly fill: string;
  readonly anchor: 'start' | 'middle' | 'end';
  /** Rises to the right at 45°. */
  readonly slanted?: boolean;
}

export interface DotLook {
  readonly fill: string;
  readonly stroke?: string;
  readonly diamond?: boolean;
}

/** Of a dot, and from a diamond's middle to its corners. */
export const RADIUS = { circle: 4, diamond: 5.5 };

export type Line = readonly [x1: number, y1: number, x2: number, y2: number];

/** What the heatmap is drawn with, on a canvas or as vectors; sizes in CSS pixels. */
export interface Pen {
  rect(box: Box, look: RectLook): void;
  /** Boxes that are too thin to judge, all at once. */
  hatch(boxes: readonly Box[]): void;
  lines(lines: readonly Line[], colour: string, dash?: readonly number[]): void;
  /** A point of a chart: a circle, or a diamond for what was to be expected. */
  dot(x: number, y: number, look: DotLook): void;
  /** A box filled with colours from its left to its right. */
  gradient(box: Box, stops: readonly string[]): void;
  /** `y` is the middle of the letters' height. */
  text(words: string, x: number, y: number, look: TextLook): void;
  /** How wide words are when they are written. */
  widthOf: WidthOf;
}

export type WidthOf = (words: string, size: number, weight: number) => number;

/** Words cut to their room. */
export function fitted(widthOf: WidthOf, words: string, room: number, size: number, weight: number): string {
  if (widthOf(words, size, weight) <= room) return words;
  let end = words.length - 1;
  while (end > 1 && widthOf(`${words.slice(0, end)}…`, size, weight) > room) end -= 1;
  return `${words.slice(0, end)}…`;
}

/** Words in as many lines as their room asks for. */
export function wrapped(
  widthOf: WidthOf,
  words: string,
  room: number,
  { size, weight }: Pick<TextLook, 'size' | 'weight'>,
): readonly string[] {
  const lines: string[] = [];
  for (const word of words.split(' ')) {
    const longer = `${lines.at(-1) ?? ''} ${word}`;
    if (lines.length > 0 && widthOf(longer, size, weight) <= room) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
