import { type Ref, useCallback, useEffect, useImperativeHandle, useRef, useState } from 'react';
import { useAddress } from '../address/address.ts';
import { useFocusKeys } from '../keys/use-keys.ts';
import { usePalette } from '../theme/palette.ts';
import styles from './chart.module.css';
import { type Drawing, init } from './echarts.ts';
import { toOption } from './option.ts';
import { type ChartSpec, liesDown, type Point } from './spec.ts';
import { tooltipElement } from './tooltip.ts';
import { spoken } from './tooltip-words.ts';

export interface ChartHandle {
  /** The picture as it is, twice as fine as on screen. */
  png(): string;
}

interface ChartProps {
  readonly spec: ChartSpec;
  /** Actions of the toolbar around it, for its keys. */
  readonly keys?: Readonly<Record<string, () => unknown>>;
  readonly ref?: Ref<ChartHandle>;
}

const lessMotion = () => window.matchMedia('(prefers-reduced-motion: reduce)').matches;

/**
 * Draws a {@link ChartSpec} into the space that it is given. Arrow keys walk its points, Enter or a click opens the games
 * of a point. Most views want {@link ChartPanel}, which puts title, tools and states around it.
 */
export function Chart({ spec, keys, ref }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const drawing = useRef<Drawing>(undefined);
  const latest = useRef(spec);
  /** Ids of what is drawn: a series of the spec may be drawn as several. */
  const drawn = useRef<readonly unknown[]>([]);
  latest.current = spec;
  const palette = usePalette();
  const { open } = useAddress();
  const [walked, setWalked] = useState<{ series: number; point: number }>();
  const openPoint = useCallback(
    (point: Point | undefined) => {
      if (point?.opens) open('/games', point.opens);
      return point?.opens !== undefined;
    },
    [open],
  );

  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const chart = init(element);
    drawing.current = chart;
    const resized = new ResizeObserver(() => chart.resize());
    resized.observe(element);
    chart.on('click', (event) => {
      const series = /^s(\d+)$/.exec(event.seriesId ?? '')?.[1];
      if (series !== undefined && event.dataIndex !== undefined)
        openPoint(latest.current.series[Number(series)]?.points[event.dataIndex]);
      else if (event.componentType === 'yAxis')
        openPoint(latest.current.series[0]?.points.find((point) => point.y === event.value));
    });
    // Between the points of a line a click means the nearest.
    chart.getZr().on('click', (event) => {
      if (event.target) return;
      openPoint(nearest(chart, latest.current, event.offsetX, event.offsetY));
    });
    return () => {
      resized.disconnect();
      chart.dispose();
      drawing.current = undefined;
    };
  }, [openPoint]);

  useEffect(() => {
    const option = toOption(spec, {
      palette,
      motion: !lessMotion(),
      tooltip: (series, point) => tooltipElement(latest.current, series, point),
    });
    drawn.current = [option.series ?? []].flat().map(({ id }) => id);
    drawing.current?.setOption(option, { replaceMerge: ['series', 'xAxis', 'yAxis'] });
  }, [spec, palette]);

  useImperativeHandle(ref, () => ({
    png: () => drawing.current?.getDataURL({ type: 'png', pixelRatio: 2, backgroundColor: palette.panel }) ?? '',
  }));

  const show = (series: number, point: number) => {
    setWalked({ series, point });
    const chart = drawing.current;
    const seriesId = `s${series}`;
    chart?.dispatchAction({ type: 'downplay' });
    chart?.dispatchAction({ type: 'highlight', seriesId, dataIndex: point });
    const seriesIndex = drawn.current.indexOf(seriesId);
    chart?.dispatchAction({ type: 'showTip', seriesIndex, dataIndex: point });
  };
  const walk = (bySeries: number, byPoint: number) => {
    const series = clamp((walked?.series ?? 0) + bySeries, spec.series.length);
    const points = spec.series[series]?.points.length ?? 0;
    show(series, walked === undefined ? (byPoint < 0 ? points - 1 : 0) : clamp(walked.point + byPoint, points));
  };
  const down = liesDown(spec);
  // Between the rows of a map, between the series of anything else.
  const heat = spec.series[0]?.kind === 'heat';
  const columns = spec.x.categories?.length ?? 1;
  const onKeyDown = useFocusKeys('charts', {
    'chart-left': () => walk(down ? -1 : 0, down ? 0 : -1),
    'chart-right': () => walk(down ? 1 : 0, down ? 0 : 1),
    'chart-up': () => (heat ? walk(0, -columns) : walk(down ? 0 : -1, down ? -1 : 0)),
    'chart-down': () => (heat ? walk(0, columns) : walk(down ? 0 : 1, down ? 1 : 0)),
    'chart-open': () => openPoint(walked && spec.series[walked.series]?.points[walked.point]),
    ...keys,
  });
  const point = walked && spec.series[walked.series]?.points[walked.point];
  return (
    <div
      className={styles.chart}
      role="application"
      aria-roledescription="chart"
      aria-label={`${spec.label}. Arrow keys walk the points, v shows the same data as a table`}
      data-keys="charts"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: its points are walked by the arrow keys
      tabIndex={0}
      onKeyDown={onKeyDown}
      onBlur={() => {
        setWalked(undefined);
        drawing.current?.dispatchAction({ type: 'hideTip' });
      }}
    >
      <div ref={place} className={styles.canvas} aria-hidden />
      <span className="visually-hidden" aria-live="polite">
        {walked && point ? spoken(spec, walked.series, point) : ''}
      </span>
    </div>
  );
}

function nearest(chart: Drawing, spec: ChartSpec, x: number, y: number): Point | undefined {
  if (!chart.containPixel('grid', [x, y]) || liesDown(spec)) return undefined;
  const points = spec.series.flatMap((series) => (series.kind === 'heat' ? [] : series.points.filter((p) => p.opens)));
  let best: Point | undefined;
  let distance = Number.POSITIVE_INFINITY;
  for (const point of points) {
    const at = chart.convertToPixel({ xAxisIndex: 0 }, point.x);
    const away = Math.abs(Number(at) - x);
    if (away < distance) [best, distance] = [point, away];
  }
  return best;
}

function clamp(value: number, length: number): number {
  return Math.max(0, Math.min(length - 1, value));
}
