import { compact, count, inUnit } from '../format/number.ts';
import type { Palette } from '../theme/palette.ts';
import { hatch, mix, readableOn } from './colour.ts';
import type { SeriesOption } from './echarts.ts';
import { type ChartSpec, colourOf, liesDown, measureOf, type Series } from './spec.ts';

/** A dot with its interval as a bar; where categories lie on the y axis, n stands at the right edge. */
export function dotSeries(spec: ChartSpec, series: Series, index: number, palette: Palette): SeriesOption {
  const down = liesDown(spec);
  return {
    id: `s${index}`,
    name: series.name,
    type: 'custom',
    data: series.points.map((point) => [point.x, point.y]),
    z: 3,
    renderItem: (params, api) => {
      const point = series.points[params.dataIndex];
      if (!point) return null;
      const colour = colourOf(point.colour ?? series.colour, palette);
      const [x = 0, y = 0] = api.coord([point.x, point.y]);
      const at = (value: number) => api.coord(down ? [value, point.y] : [point.x, value]);
      const bar = point.low != null && point.high != null ? [at(point.low), at(point.high)] : undefined;
      const [ax = 0, ay = 0] = bar?.[0] ?? [];
      const [bx = 0, by = 0] = bar?.[1] ?? [];
      const box = down
        ? { x: ax, y: y - (point.thin ? 4 : 1.5), width: bx - ax, height: point.thin ? 8 : 3 }
        : { x: x - 1.5, y: by, width: 3, height: ay - by };
      const area = areaOf(params.coordSys);
      const right = area.x + area.width + 6;
      const nText = {
        x: right,
        y: y - 5,
        text: `n ${count(point.n)}`,
        fill: palette.text3,
        font: `11px ${palette.font}`,
      };
      return {
        type: 'group',
        children: [
          ...(bar
            ? [
                {
                  type: 'rect' as const,
                  shape: { ...box, r: 1.5 },
                  style: { fill: point.thin ? hatch(colour) : colour, opacity: point.thin ? 0.8 : 0.5 },
                },
              ]
            : []),
          ...(point.thin
            ? []
            : [
                {
                  type: 'circle' as const,
                  shape: { cx: x, cy: y, r: series.crowded ? 3 : 4 },
                  style: { fill: colour, opacity: series.crowded && point.colour === undefined ? 0.5 : 1 },
                },
              ]),
          ...(down && point.n != null ? [{ type: 'text' as const, style: nText }] : []),
          // The whole row answers to the pointer, not only the dot.
          ...(down
            ? [
                {
                  type: 'rect' as const,
                  shape: { x: area.x, y: y - 9, width: area.width, height: 18 },
                  style: { fill: 'transparent' },
                },
              ]
            : []),
        ],
      };
    },
  };
}

/** A short line across a bar: what it had to reach. */
export function tickSeries(series: Series, index: number, palette: Palette): SeriesOption {
  const colour = colourOf(series.colour, palette);
  return {
    id: `s${index}`,
    name: series.name,
    type: 'custom',
    data: series.points.map((point) => [point.x, point.y]),
    z: 4,
    renderItem: (params, api) => {
      const point = series.points[params.dataIndex];
      if (!point) return null;
      const [x = 0, y = 0] = api.coord([point.x, point.y]);
      const size = api.size?.([1, 1]);
      const width = Math.max(3, (Array.isArray(size) ? (size[0] ?? 0) : 0) * 0.9);
      return { type: 'rect', shape: { x: x - width / 2, y: y - 1, width, height: 2 }, style: { fill: colour } };
    },
  };
}

/** Cells between two category axes, darker to brighter with the value; the number stands in the cell. */
export function heatSeries(spec: ChartSpec, series: Series, index: number, palette: Palette): SeriesOption {
  const values = series.points.map((point) => measureOf(spec, point) ?? 0);
  const most = Math.max(...values, 0) || 1;
  return {
    id: `s${index}`,
    name: series.name,
    type: 'custom',
    data: series.points.map((point) => [point.x, point.y]),
    z: 3,
    renderItem: (params, api) => {
      const point = series.points[params.dataIndex];
      if (!point) return null;
      const [x = 0, y = 0] = api.coord([point.x, point.y]);
      const size = api.size?.([1, 1]);
      const [width = 0, height = 0] = Array.isArray(size) ? size : [];
      const value = measureOf(spec, point);
      const colour = colourOf(point.colour ?? series.colour, palette);
      const fill = value === null ? palette.panel : mix(colour, palette.raised, 0.03 + 0.97 * (value / most));
      const text = series.unit === 'share' || series.unit === 'ratio' ? inUnit(value, series.unit) : compact(value);
      const fits = width > 18 && height > 14 && value !== null;
      return {
        type: 'rect',
        shape: {
          x: x - width / 2 + 1,
          y: y - height / 2 + 1,
          width: Math.max(0, width - 2),
          height: Math.max(0, height - 2),
          r: 3,
        },
        style: { fill: point.thin ? hatch(palette.text3) : fill },
        textContent: {
          type: 'text',
          ignore: !fits,
          style: { text, fill: point.thin ? palette.text2 : readableOn(fill), font: `11px ${palette.font}` },
        },
        textConfig: { position: 'inside' },
      };
    },
  };
}

/** Where the plot lies, in pixels; ECharts' types leave it open. */
function areaOf(system: object): { readonly x: number; readonly width: number } {
  const number = (name: string) => {
    const value: unknown = Object.getOwnPropertyDescriptor(system, name)?.value;
    return typeof value === 'number' ? value : 0;
  };
  return { x: number('x'), width: number('width') };
}
