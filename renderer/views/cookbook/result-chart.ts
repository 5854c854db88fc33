import { asInstant, isNumeric, isTime, nearestNumber } from '../../../main-ingest/contract/column-type.ts';
import type { CellValue, QueryOutput, RecipeChart, RecipeColumn } from '../../../main-ingest/contract/cookbook.ts';
import type { Axis, ChartSpec, Point, Series } from '../../chart/spec.ts';
import type { Unit } from '../../format/number.ts';
import { dayOf } from '../../format/time.ts';
import { THIN } from '../../statistics/thin.ts';
import { seriesPlaces } from '../../theme/series-places.ts';
import { gamesOf } from './opens.ts';
import { areDays, areFarApart, areLong, compacted, orderly, positive, sameScale } from './result-axes.ts';

/** A picture of more says nothing more. */
const MOST_CATEGORIES = 40;
/** A name beside its bar takes a line. */
const MOST_LINES = 15;
/** Rows from the first on that are drawn. */
export const MOST_POINTS = 5_000;
const MOST_FACETS = 8;
const MOST_SCALES = 16;

export interface ChartQuestion {
  readonly chart: RecipeChart;
  /** What is known of the columns beyond their type. */
  readonly columns: readonly RecipeColumn[];
  readonly opens: string | null;
  /** Of the rows only those that are drawn: `MOST_POINTS` at most. */
  readonly answer: Pick<QueryOutput, 'columns' | 'rows'> & { readonly rowCount: number };
}

export interface ResultChart {
  /** One picture, or one a series side by side on the same scale. */
  readonly facets: readonly {
    readonly name: string;
    readonly place: number;
    readonly about: string;
    readonly spec: ChartSpec;
  }[];
  /** All of it in one, for files. */
  readonly whole: ChartSpec;
  /** What was left out: `first 40 of 100`. */
  readonly left: string | undefined;
}

type Row = readonly CellValue[];

/** The picture of an answer as its recipe wants it; undefined where there is none to draw. */
export function resultChart(asked: ChartQuestion): ResultChart | undefined {
  const question = { ...asked, chart: withoutSinglePlace(asked) };
  const { chart, answer } = question;
  const [measure] = chart.y;
  if (chart.type === 'none' || chart.x === undefined || measure === undefined || answer.rows.length === 0)
    return undefined;
  const read = new Reader(question);
  if (![chart.x, ...chart.y].every((name) => read.has(name))) return undefined;
  const places = placesOf(read);
  const rows = limited(read, chart);
  const left =
    rows.length < answer.rowCount
      ? `first ${rows.length.toLocaleString('en-US')} of ${answer.rowCount.toLocaleString('en-US')} rows`
      : undefined;
  if (chart.type === 'heatmap') {
    const whole = heatmap(read, rows, measure);
    return { facets: [{ name: '', place: 0, about: '', spec: whole }], whole, left };
  }
  const xAxis = placeAxis(read, rows, chart.x);
  const series = seriesOf(read, rows, places, xAxis);
  const yAxis: Axis = {
    kind: chart.log && positive(series) ? 'log' : 'value',
    unit: read.unit(measure),
    label: chart.yLabel ?? (chart.y.length === 1 ? read.label(measure) : 'value'),
  };
  const spec = (drawn: readonly Series[]): ChartSpec => upright(chart.title, xAxis, yAxis, drawn);
  const whole = spec(series);
  const isApart = chart.type === 'line' && areFarApart(series) && series.length <= MOST_SCALES;
  if (!isApart && (chart.type !== 'dot-interval' || series.length < 2 || series.length > MOST_FACETS))
    return { facets: [{ name: '', place: 0, about: '', spec: whole }], whole, left };
  const counted = chart.n;
  return {
    facets: series.map((one) => ({
      name: one.name,
      place: typeof one.colour === 'number' ? one.colour : 0,
      about:
        counted === undefined
          ? ''
          : `${one.points.reduce((sum, point) => sum + (point.n ?? 0), 0).toLocaleString('en-US')} ${read.label(counted).toLowerCase()}`,
      spec: upright(
        `${chart.title}, ${one.name}`,
        isApart ? { ...xAxis, ticks: 2 } : compacted(xAxis),
        isApart
          ? { ...yAxis, ticks: 3 }
          : { ...yAxis, ticks: 3, ...(yAxis.unit === 'share' ? { min: 0, max: 1 } : sameScale(series)) },
        [one],
      ),
    })),
    whole,
    left,
  };
}

/** Intervals of several series at one and the same place: the series become the places. */
function withoutSinglePlace({ chart, answer }: ChartQuestion): RecipeChart {
  const { type, x, series, ...rest } = chart;
  if (type !== 'dot-interval' || series === undefined) return chart;
  const place = answer.columns.findIndex(({ name }) => name === x);
  const first = answer.rows[0]?.[place];
  return answer.rows.some((row) => row[place] !== first) ? chart : { type, ...rest, x: series };
}

/** Cells of an answer by the names of their columns. */
class Reader {
  readonly #question: ChartQuestion;
  readonly #places: ReadonlyMap<string, number>;

  constructor(question: ChartQuestion) {
    this.#question = question;
    this.#places = new Map(question.answer.columns.map(({ name }, index) => [name, index]));
  }

  get chart(): RecipeChart {
    return this.#question.chart;
  }

  get rows(): readonly Row[] {
    return this.#question.answer.rows;
  }

  has(name: string): boolean {
    return this.#places.has(name);
  }

  type(name: string): QueryOutput['columns'][number]['type'] {
    return this.#question.answer.columns[this.#places.get(name) ?? -1]?.type ?? 'text';
  }

  unit(name: string): Unit {
    return this.#question.columns.find((column) => column.name === name)?.unit ?? 'number';
  }

  label(name: string): string {
    return this.#question.columns.find((column) => column.name === name)?.label ?? name.replaceAll('_', ' ');
  }

  number(row: Row, name: string | undefined): number | null {
    const cell = name === undefined ? undefined : row[this.#places.get(name) ?? -1];
    return name !== undefined && isNumeric({ type: this.type(name) }) ? nearestNumber(cell) : null;
  }

  text(row: Row, name: string): string {
    const cell = row[this.#places.get(name) ?? -1];
    return cell === null || cell === undefined ? '–' : String(cell);
  }

  opens(row: Row): string | undefined {
    return gamesOf(this.#question.opens, this.#question.answer.columns, row);
  }
}

/** Places of the series' names among the colours; a strategy has the same in every picture. */
function placesOf(read: Reader): ReadonlyMap<string, number> {
  const { series, y } = read.chart;
  if (series === undefined) return new Map(y.map((name, index) => [name, index]));
  return seriesPlaces(read.rows.map((row) => read.text(row, series)));
}

function limited(read: Reader, { type, x, y }: RecipeChart): readonly Row[] {
  const { rows } = read;
  const [across] = y;
  // The rows of a map are as many as have room for their names.
  const by = type === 'heatmap' ? across : x;
  if (by === undefined || type === 'line' || type === 'scatter' || (type !== 'heatmap' && isNumber(read, by)))
    return rows;
  const all = [...new Set(rows.map((row) => read.text(row, by)))];
  const names = new Set<string>();
  const most = type === 'heatmap' || (type !== 'stacked-bar' && areLong(all)) ? MOST_LINES : MOST_CATEGORIES;
  return rows.filter((row) => {
    const name = read.text(row, by);
    if (names.size < most) names.add(name);
    return names.has(name);
  });
}

function isNumber(read: Reader, name: string): boolean {
  return isNumeric({ type: read.type(name) }) && read.unit(name) !== 'text';
}

function placeAxis(read: Reader, rows: readonly Row[], name: string): Axis {
  const { chart } = read;
  const label = chart.xLabel ?? read.label(name).toLowerCase();
  if (isTime({ type: read.type(name) }) && chart.type === 'line') return { kind: 'time', unit: 'time', label };
  const measured = chart.type === 'line' || chart.type === 'scatter' || chart.type === 'dot-interval';
  if (measured && isNumber(read, name))
    return { kind: 'value', unit: read.unit(name), label, ...(read.type(name) === 'integer' ? { whole: true } : {}) };
  const categories = orderly([...new Set(rows.map((row) => read.text(row, name)))]);
  return {
    kind: 'category',
    unit: 'text',
    label,
    categories,
    ...(areDays(categories) ? { labels: categories.map(dayOf) } : {}),
  };
}

function seriesOf(read: Reader, rows: readonly Row[], places: ReadonlyMap<string, number>, axis: Axis): Series[] {
  const { chart } = read;
  // The length of a bar means nothing where there is no 0.
  const kind = chart.type === 'line' ? 'line' : chart.type.endsWith('bar') && !chart.log ? 'bar' : 'dot';
  const stack = chart.type === 'stacked-bar' ? { stack: 'all' } : {};
  const pointOf = (row: Row, measure: string): Point | undefined => {
    const y = read.number(row, measure);
    const x = placed(read, row, chart.x ?? '', axis);
    if (y === null || x === null) return undefined;
    const n = read.number(row, chart.n);
    const q = read.opens(row);
    const interval = measure === chart.y[0];
    return {
      x,
      y,
      ...(interval && chart.low !== undefined
        ? { low: read.number(row, chart.low), high: read.number(row, chart.high) }
        : {}),
      ...(n === null ? {} : { n, ...(n < THIN && chart.low !== undefined ? { thin: true } : {}) }),
      ...(q === undefined ? {} : { opens: { q } }),
    };
  };
  const points = (of: readonly Row[], measure: string) => of.flatMap((row) => pointOf(row, measure) ?? []);
  const by = chart.series;
  if (by === undefined)
    return chart.y.map((measure) => ({
      kind,
      name: read.label(measure),
      colour: places.get(measure) ?? 0,
      points: points(rows, measure),
      ...stack,
    }));
  const [measure = ''] = chart.y;
  const names = [...new Set(rows.map((row) => read.text(row, by)))];
  return names.map((name) => ({
    kind,
    name,
    colour: places.get(name) ?? 0,
    points: points(
      rows.filter((row) => read.text(row, by) === name),
      measure,
    ),
    ...stack,
  }));
}

function placed(read: Reader, row: Row, name: string, axis: Axis): number | string | null {
  if (axis.kind === 'category') return read.text(row, name);
  if (axis.kind !== 'time') return read.number(row, name);
  const at = Date.parse(asInstant({ type: read.type(name) }, read.text(row, name)));
  return Number.isNaN(at) ? null : at;
}

/** Many or long names lie on the y axis, and the values along x. */
function upright(label: string, x: Axis, y: Axis, series: readonly Series[]): ChartSpec {
  const names = x.categories ?? [];
  const lies =
    x.kind === 'category' &&
    series.every(({ stack, kind }) => stack === undefined && kind !== 'line') &&
    areLong(names) &&
    x.labels === undefined;
  if (!lies) return { label, x, y, series };
  return {
    label,
    x: y,
    y: x,
    series: series.map((one) => ({
      ...one,
      points: one.points.map((point) => ({ ...point, x: point.y, y: point.x })),
    })),
  };
}

function heatmap(read: Reader, rows: readonly Row[], across: string): ChartSpec {
  const { chart } = read;
  const x = chart.x ?? '';
  const value = chart.value ?? '';
  const names = (column: string) => orderly([...new Set(rows.map((row) => read.text(row, column)))]);
  return {
    label: chart.title,
    x: { kind: 'category', unit: 'text', label: chart.xLabel ?? read.label(x), categories: names(x) },
    y: { kind: 'category', unit: 'text', label: chart.yLabel ?? read.label(across), categories: names(across) },
    series: [
      {
        kind: 'heat',
        name: read.label(value),
        colour: 0,
        unit: read.unit(value),
        points: rows.map((row) => {
          const q = read.opens(row);
          return {
            x: read.text(row, x),
            y: read.text(row, across),
            value: read.number(row, value),
            ...(q === undefined ? {} : { opens: { q } }),
          };
        }),
      },
    ],
  };
}
