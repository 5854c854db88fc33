import type { Palette } from '../../theme/palette.ts';
import { type Pen, RADIUS, type WidthOf } from './pen.ts';

interface SvgPen extends Pen {
  /** The whole document. */
  document(size: { readonly width: number; readonly height: number }, title: string, ground: string): string;
}

/** Middle of the letters above their base line, in font sizes: not every program knows `dominant-baseline`. */
const MIDDLE = 0.36;

/** Draws vectors: text stays text, and what is too thin to judge a pattern. */
export function svgPen(palette: Pick<Palette, 'font' | 'lineStrong'>, widthOf: WidthOf): SvgPen {
  const marks: string[] = [];
  const gradients: string[] = [];
  return {
    rect: ({ x, y, width, height }, { fill = 'none', stroke, width: line = 1, round = 0, dash = [], opacity = 1 }) => {
      marks.push(
        element('rect', {
          x,
          y,
          width,
          height,
          fill,
          ...(round > 0 ? { rx: round } : {}),
          ...(stroke === undefined ? {} : { stroke, 'stroke-width': line }),
          ...dashed(dash),
          ...(opacity < 1 ? { opacity } : {}),
        }),
      );
    },
    hatch: (boxes) => {
      if (boxes.length === 0) return;
      const d = boxes.map(
        ({ x, y, width, height }) => `M${short(x)} ${short(y)}h${short(width)}v${short(height)}h${short(-width)}z`,
      );
      marks.push(element('path', { d: d.join(''), fill: 'url(#thin)' }));
    },
    lines: (lines, stroke, dash = []) => {
      const d = lines.map(([x1, y1, x2, y2]) => `M${short(x1)} ${short(y1)}L${short(x2)} ${short(y2)}`);
      marks.push(element('path', { d: d.join(''), fill: 'none', stroke, ...dashed(dash) }));
    },
    dot: (x, y, { fill, stroke, diamond = false }) => {
      const look = { fill, ...(stroke === undefined ? {} : { stroke, 'stroke-width': 1.4 }) };
      const r = RADIUS.diamond;
      marks.push(
        diamond
          ? element('path', { d: `M${short(x)} ${short(y - r)}l${r} ${r}l${-r} ${r}l${-r} ${-r}z`, ...look })
          : element('circle', { cx: x, cy: y, r: RADIUS.circle, ...look }),
      );
    },
    gradient: ({ x, y, width, height }, stops) => {
      const id = `scale-${gradients.length}`;
      const colours = stops.map((colour, place) =>
        element('stop', { offset: place / (stops.length - 1), 'stop-color': colour }),
      );
      gradients.push(`<linearGradient id="${id}">${colours.join('')}</linearGradient>`);
      marks.push(element('rect', { x, y, width, height, fill: `url(#${id})` }));
    },
    text: (words, x, y, { size, weight, fill, anchor, slanted = false }) => {
      const place = slanted
        ? { transform: `translate(${short(x)} ${short(y)}) rotate(-45)`, y: size * MIDDLE }
        : { x, y: y + size * MIDDLE };
      const look = { 'font-size': size, 'font-weight': weight, fill, 'text-anchor': anchor };
      marks.push(element('text', { ...place, ...look }, escaped(words)));
    },
    widthOf,
    document: ({ width, height }, title, ground) =>
      [
        `<svg xmlns="http://www.w3.org/2000/svg" width="${short(width)}" height="${short(height)}" viewBox="0 0 ${short(width)} ${short(height)}" font-family="${escaped(palette.font)}">`,
        `<title>${escaped(title)}</title>`,
        `<defs><pattern id="thin" width="6" height="6" patternUnits="userSpaceOnUse"><path d="M-6 6L0 0M0 6L6 0M6 6L12 0" stroke="${escaped(palette.lineStrong)}" stroke-opacity="0.55" stroke-width="1.2"/></pattern>${gradients.join('')}</defs>`,
        element('rect', { width, height, fill: ground }),
        ...marks,
        '</svg>',
      ].join('\n'),
  };
}

function element(name: string, attributes: Readonly<Record<string, string | number>>, content?: string): string {
  const written = Object.entries(attributes).map(
    ([key, value]) => `${key}="${typeof value === 'number' ? short(value) : escaped(value)}"`,
  );
  return content === undefined
    ? `<${name} ${written.join(' ')}/>`
    : `<${name} ${written.join(' ')}>${content}</${name}>`;
}

function dashed(dash: readonly number[]): Readonly<Record<string, string>> {
  return dash.length === 0 ? {} : { 'stroke-dasharray': dash.join(' ') };
}

const short = (value: number): string => String(Math.round(value * 100) / 100);

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
