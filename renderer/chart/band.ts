import type { Palette } from '../theme/palette.ts';
import type { SeriesOption } from './echarts.ts';
import { colourOf, type Series } from './spec.ts';

/** The intervals of a line as one area behind it. */
export function bandSeries(series: Series, index: number, palette: Palette): SeriesOption {
  const colour = colourOf(series.colour, palette);
  const points = series.points.filter((point) => point.low != null && point.high != null);
  return {
    id: `s${index}-band`,
    type: 'custom',
    silent: true,
    // One item draws the whole area; the ends of all points are named so that the axis knows them.
    data: points.length === 0 ? [] : [[points[0]?.x ?? 0, points[0]?.y ?? 0]],
    tooltip: { show: false },
    z: 1,
    renderItem: (_params, api) => {
      const upper = points.map((point) => api.coord([point.x, point.high ?? 0]));
      const lower = points.map((point) => api.coord([point.x, point.low ?? 0])).reverse();
      return {
        type: 'polygon',
        shape: { points: [...upper, ...lower] },
        style: { fill: colour, opacity: 0.16 },
        silent: true,
      };
    },
    clip: true,
  };
}
