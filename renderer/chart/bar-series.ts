import { inUnit, share } from '../format/number.ts';
import type { Palette } from '../theme/palette.ts';
import { hatch } from './colour.ts';
import type { SeriesOption } from './echarts.ts';
import { type ChartSpec, colourOf, liesDown, measureOf, type Series, valueAxis } from './spec.ts';

/** Bars from 0, one a point; thin ones hatched. */
export function barSeries(spec: ChartSpec, series: Series, index: number, palette: Palette): SeriesOption {
  const unit = valueAxis(spec).unit;
  return {
    id: `s${index}`,
    name: series.name,
    type: 'bar',
    ...(series.stack === undefined ? {} : { stack: series.stack }),
    barMaxWidth: 34,
    barCategoryGap: series.points.length > 12 ? '16%' : '42%',
    data: series.points.map((point) => {
      const colour = colourOf(point.colour ?? series.colour, palette);
      return {
        value: [point.x, point.y],
        itemStyle: {
          color: point.thin ? hatch(colour) : colour,
          borderRadius: series.stack === undefined ? (liesDown(spec) ? [0, 2, 2, 0] : [2, 2, 0, 0]) : 0,
          ...(point.thin ? { borderColor: colour, borderWidth: 1, opacity: 0.7 } : {}),
        },
      };
    }),
    emphasis: { disabled: true },
    ...(series.labels
      ? {
          label: {
            show: true,
            position: liesDown(spec) ? 'right' : 'top',
            color: palette.text2,
            fontSize: 11,
            formatter: ({ dataIndex }) => {
              const point = series.points[dataIndex];
              const value = point ? measureOf(spec, point) : null;
              return unit === 'share' ? share(value).replace(' %', '') : inUnit(value, unit);
            },
          },
        }
      : {}),
  };
}
