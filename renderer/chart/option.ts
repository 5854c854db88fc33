import { exact, tickInUnit } from '../format/number.ts';
import { dayAndMinute, minuteOf, timeOf } from '../format/time.ts';
import type { Palette } from '../theme/palette.ts';
import { barSeries } from './bar-series.ts';
import { dotSeries, heatSeries, tickSeries } from './custom-series.ts';
import type { ChartOption, SeriesOption } from './echarts.ts';
import { lineSeries } from './line-series.ts';
import { logEnds, niceScale, type Scale } from './scale.ts';
import { type Axis, type ChartSpec, liesDown, measureOf, placeOf, valueAxis } from './spec.ts';

export interface OptionSettings {
  readonly palette: Palette;
  /** False for a person who asked for less motion, and for files. */
  readonly motion: boolean;
  readonly tooltip: (series: number, point: number) => HTMLElement | string;
}

/** A chart in ECharts' words. */
export function toOption(spec: ChartSpec, settings: OptionSettings): ChartOption {
  const { palette, motion } = settings;
  const forest = spec.series.some((series) => series.kind === 'dot') && liesDown(spec);
  const ends = spec.series.some((series) => series.kind === 'line' && series.labels);
  const byAxis = spec.series.every((series) => ['line', 'step', 'bar', 'tick'].includes(series.kind));
  return {
    animation: motion,
    animationDuration: 0,
    animationDurationUpdate: motion ? 300 : 0,
    useUTC: true,
    textStyle: { fontFamily: palette.font, color: palette.text2 },
    grid: {
      left: 4,
      right: forest || ends ? 52 : spec.x.kind === 'time' ? 20 : 10,
      top: spec.marks?.length || forest ? 22 : 14,
      bottom: spec.x.label ? 18 : 4,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    xAxis: axisOption(spec, spec.x, 'x', palette),
    yAxis: axisOption(spec, spec.y, 'y', palette),
    series: seriesOptions(spec, palette),
    tooltip: {
      trigger: byAxis && !liesDown(spec) ? 'axis' : 'item',
      axisPointer: {
        type: spec.series.some((s) => s.kind === 'bar') ? 'shadow' : 'line',
        lineStyle: { color: palette.lineStrong },
        shadowStyle: { color: palette.text3, opacity: 0.08 },
      },
      confine: true,
      transitionDuration: 0,
      backgroundColor: palette.raised,
      borderColor: palette.lineStrong,
      padding: [7, 10],
      textStyle: { color: palette.text, fontSize: 12, fontFamily: palette.font },
      formatter: (params) => {
        const list = Array.isArray(params) ? params : [params];
        // A band lies over its line and carries no points of its own.
        const hit = list.find((item) => typeof item.seriesId === 'string' && /^s\d+$/.test(item.seriesId));
        return hit ? settings.tooltip(Number(hit.seriesId?.slice(1)), hit.dataIndex) : '';
      },
    },
  };
}

function axisOption(spec: ChartSpec, axis: Axis, side: 'x' | 'y', palette: Palette) {
  const common = {
    name: side === 'x' ? (axis.label ?? '') : '',
    nameLocation: 'middle' as const,
    nameGap: 22,
    nameTextStyle: { color: palette.text2, fontSize: 11 },
    axisTick: { show: false },
  };
  const label = { color: palette.text2, fontSize: 11, hideOverlap: true };
  if (axis.kind === 'category') {
    const heat = spec.series.some((series) => series.kind === 'heat');
    return {
      ...common,
      type: 'category' as const,
      data: [...(axis.categories ?? [])],
      inverse: side === 'y',
      axisLine: { show: side === 'x' && !heat, lineStyle: { color: palette.lineStrong } },
      axisLabel: {
        ...label,
        interval: side === 'y' || axis.labels ? 0 : ('auto' as const),
        width: 170,
        overflow: 'truncate' as const,
        ...(axis.labels ? { formatter: (name: string, index: number) => axis.labels?.[index] ?? name } : {}),
      },
      triggerEvent: true,
    };
  }
  const measured = axis === valueAxis(spec) || axis.kind === 'log';
  const splitLine = { show: side === 'y' || liesDown(spec), lineStyle: { color: palette.line } };
  const axisLine = { show: side === 'x' && !liesDown(spec), lineStyle: { color: palette.lineStrong } };
  if (axis.kind === 'time')
    return {
      ...common,
      type: 'time' as const,
      splitLine: { show: false },
      axisLine,
      splitNumber: 5,
      axisLabel: { ...label, formatter: timeLabel(spanOf(axisValues(spec, axis))) },
    };
  const axisLabel = {
    ...label,
    formatter: (value: number) => (axis.unit === 'ante' || axis.whole ? exact(value) : tickInUnit(value, axis.unit)),
  };
  const values = axisValues(spec, axis);
  if (axis.kind === 'log')
    return { ...common, type: 'log' as const, ...logEnds(values), splitLine, axisLine, axisLabel };
  const low = axis.min ?? Math.min(...values, Number.POSITIVE_INFINITY);
  const high = axis.max ?? Math.max(...values, Number.NEGATIVE_INFINITY);
  const scale =
    Number.isFinite(low) && Number.isFinite(high)
      ? niceScale(low, high, axis.ticks ?? (measured ? 5 : 7), measured)
      : undefined;
  return {
    ...common,
    type: 'value' as const,
    ...(scale ?? {}),
    ...(!measured && scale ? { min: low, max: high } : {}),
    ...(axis.unit === 'share' && scale ? { max: Math.min(scale.max, Math.max(1, high)) } : {}),
    ...(axis.whole ? { minInterval: 1 } : {}),
    splitLine,
    axisLine,
    axisLabel: !measured && scale ? { ...axisLabel, customValues: ticksWithin(scale, low, high) } : axisLabel,
  };
}

/** The round values of a scale from `low` to `high`. */
function ticksWithin({ min, max, interval }: Scale, low: number, high: number): number[] {
  const steps = Math.round((max - min) / interval);
  return Array.from({ length: steps + 1 }, (_, step) => Number((min + step * interval).toPrecision(12))).filter(
    (value) => value >= low && value <= high,
  );
}

const MINUTE_MS = 60_000;
const DAY_MS = 1440 * MINUTE_MS;

/** As much of a time as tells the ticks of an axis apart. */
function timeLabel(span: number): (value: number) => string {
  return span < 10 * MINUTE_MS ? timeOf : span < DAY_MS ? minuteOf : dayAndMinute;
}

function spanOf(values: readonly number[]): number {
  const [first = 0] = values;
  let [low, high] = [first, first];
  for (const value of values) [low, high] = [Math.min(low, value), Math.max(high, value)];
  return high - low;
}

/** All that must have its place on an axis: values, ends of intervals, the reference. */
function axisValues(spec: ChartSpec, axis: Axis): number[] {
  const measured = axis === valueAxis(spec);
  const side = axis === spec.x ? 'x' : 'y';
  const stacks = new Map<string, number>();
  const values = spec.series.flatMap((series) =>
    series.points.flatMap((point) => {
      const value = measured ? measureOf(spec, point) : point[side];
      if (measured && series.stack !== undefined && typeof value === 'number') {
        const key = `${series.stack} ${placeOf(spec, point)} ${value < 0}`;
        stacks.set(key, (stacks.get(key) ?? 0) + value);
        return [];
      }
      return [value, measured ? point.low : null, measured ? point.high : null];
    }),
  );
  if (spec.reference?.on === side) values.push(spec.reference.value);
  return [...values, ...stacks.values()].filter(
    (value): value is number => typeof value === 'number' && Number.isFinite(value),
  );
}

function seriesOptions(spec: ChartSpec, palette: Palette): SeriesOption[] {
  const drawn = spec.series.flatMap((series, index): SeriesOption[] => {
    switch (series.kind) {
      case 'bar':
        return [barSeries(spec, series, index, palette)];
      case 'dot':
        return [dotSeries(spec, series, index, palette)];
      case 'tick':
        return [tickSeries(series, index, palette)];
      case 'heat':
        return [heatSeries(spec, series, index, palette)];
      default:
        return lineSeries(spec, series, index, palette);
    }
  });
  return drawn.map((series, index) => (index === drawn.length - 1 ? { ...series, ...lines(spec, palette) } : series));
}

/** Marks and the reference, carried by one series for all. */
function lines(spec: ChartSpec, palette: Palette) {
  const reference = spec.reference;
  const marks = (spec.marks ?? []).map((mark) => ({
    name: mark.label,
    xAxis: mark.x,
    label: { show: true, formatter: '▼', color: palette.text3, fontSize: 9, position: 'end' as const, distance: 1 },
  }));
  const compared = reference
    ? [
        {
          name: reference.label,
          ...(reference.on === 'x' ? { xAxis: reference.value } : { yAxis: reference.value }),
          lineStyle: { color: palette.text2 },
          label: {
            show: true,
            formatter: reference.label,
            color: palette.text2,
            fontSize: 11,
            position:
              reference.on === 'y' ? ('insideEndTop' as const) : liesDown(spec) ? ('start' as const) : ('end' as const),
            distance: 4,
          },
        },
      ]
    : [];
  if (marks.length + compared.length === 0) return {};
  return {
    markLine: {
      silent: true,
      animation: false,
      symbol: 'none',
      lineStyle: { color: palette.line, type: 'dashed' as const, width: 1 },
      data: [...marks, ...compared],
    },
  };
}
