import { inUnit, share } from '../format/number.ts';
import type { Palette } from '../theme/palette.ts';
import { bandSeries } from './band.ts';
import type { SeriesOption } from './echarts.ts';
import { type ChartSpec, colourOf, measureOf, type Series, valueAxis } from './spec.ts';

const WIDTH = 2;
const STEP_WIDTH = 1.2;

/** A line or steps, with the band of its intervals behind it, and dashed where its points are not final. */
export function lineSeries(spec: ChartSpec, series: Series, index: number, palette: Palette): SeriesOption[] {
  const colour = colourOf(series.colour, palette);
  const isStep = series.kind === 'step';
  const data = series.points.map((point) => [point.x, point.y]);
  const isOpen = series.openFrom !== undefined && series.openFrom < data.length;
  const from = series.openFrom ?? data.length;
  const banded = series.points.some((point) => point.low != null && point.high != null);
  const lineStyle = {
    color: colour,
    width: isStep ? STEP_WIDTH : WIDTH,
    type: isStep ? ('dashed' as const) : ('solid' as const),
  };
  const part = (id: string, points: typeof data, type: 'solid' | 'dashed'): SeriesOption => ({
    id: `s${index}-${id}`,
    type: 'line',
    silent: true,
    tooltip: { show: false },
    showSymbol: false,
    animation: false,
    data: points,
    lineStyle: { ...lineStyle, type },
    z: 3,
  });
  return [
    ...(banded ? [bandSeries(series, index, palette)] : []),
    // The parts are only drawn; the whole line below them answers to pointer and keys.
    ...(isOpen
      ? [part('final', data.slice(0, from + 1), 'solid'), part('open', data.slice(Math.max(0, from - 1)), 'dashed')]
      : []),
    {
      id: `s${index}`,
      name: series.name,
      type: 'line',
      step: isStep ? 'middle' : false,
      // The band does not move slowly; a line that does would leave it.
      animation: !banded && !isOpen,
      data,
      showSymbol: data.length === 1,
      symbol: 'circle',
      symbolSize: 7,
      itemStyle: { color: colour },
      lineStyle: isOpen ? { ...lineStyle, opacity: 0 } : lineStyle,
      emphasis: { disabled: false, lineStyle: { width: lineStyle.width } },
      z: 3,
      ...(series.labels ? { endLabel: endLabel(spec, series, colour) } : {}),
    },
  ];
}

function endLabel(spec: ChartSpec, series: Series, color: string) {
  const { unit } = valueAxis(spec);
  return {
    show: true,
    color,
    fontWeight: 600,
    fontSize: 12,
    formatter: () => {
      const last = series.points.at(-1);
      const value = last ? measureOf(spec, last) : null;
      return unit === 'share' ? share(value) : inUnit(value, unit);
    },
  };
}
