import { isNumeric, isTime } from '../../../main-ingest/contract/column-type.ts';
import type { QueryOutput, RecipeChart } from '../../../main-ingest/contract/cookbook.ts';

export const CHART_TYPES = ['none', 'bar', 'line', 'dot-interval', 'heatmap', 'scatter', 'stacked-bar'] as const;

type Columns = QueryOutput['columns'];

/** A chart that a person chose, as the address has it: `bar,deck,games` or `line,day,games,strategy`. */
export function readChart(text: string | undefined): RecipeChart | undefined {
  const [kind, x, y, series] = (text ?? '').split(',');
  const type = CHART_TYPES.find((one) => one === kind);
  if (type === undefined) return undefined;
  return {
    type,
    title: type === 'none' || !y ? 'Result' : `${y.replaceAll('_', ' ')} by ${(x ?? '').replaceAll('_', ' ')}`,
    ...(x ? { x } : {}),
    // A heatmap's second name is its other axis, its third the value.
    y: y ? [y] : [],
    ...(series ? (type === 'heatmap' ? { value: series } : { series }) : {}),
  };
}

export function writeChart({ type, x, y, series, value }: RecipeChart): string {
  return [type, x ?? '', y[0] ?? '', series ?? value ?? ''].join(',').replace(/,+$/, '');
}

/** A first picture of an answer that nobody described: its first number by its first other column. */
export function guessedChart(columns: Columns): RecipeChart {
  const time = columns.find(isTime);
  const x = time ?? columns.find(({ type }) => type === 'text') ?? columns.find(isNumeric);
  const y = columns.find((column) => isNumeric(column) && column !== x);
  if (!x || !y) return { type: 'none', title: 'Result', y: [] };
  const type = time || isNumeric(x) ? 'line' : 'bar';
  const has = (name: string) => columns.some((column) => column.name === name);
  const interval = type === 'bar' && has('low') && has('high');
  return {
    type: interval ? 'dot-interval' : type,
    title: `${y.name.replaceAll('_', ' ')} by ${x.name.replaceAll('_', ' ')}`,
    x: x.name,
    y: [y.name],
    ...(interval ? { low: 'low', high: 'high', ...(has('games') ? { n: 'games' } : {}) } : {}),
  };
}
