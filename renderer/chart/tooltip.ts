import styles from './chart.module.css';
import { type ChartSpec, placeOf } from './spec.ts';
import { tooltipRows } from './tooltip-words.ts';

/** The rows of all series at the same place, as an element: text only, whatever a name holds. */
export function tooltipElement(spec: ChartSpec, seriesIndex: number, pointIndex: number): HTMLElement | string {
  const point = spec.series[seriesIndex]?.points[pointIndex];
  if (!point) return '';
  const place = placeOf(spec, point);
  const alone = spec.series.every((series) => series.kind === 'dot' || series.kind === 'heat');
  const blocks = spec.series.flatMap((series, index) => {
    const own =
      index === seriesIndex ? point : alone ? undefined : series.points.find((other) => placeOf(spec, other) === place);
    return own ? [tooltipRows(spec, index, own)] : [];
  });
  const element = document.createElement('div');
  element.className = styles.tooltip ?? '';
  const add = (tag: string, text: string, parent: HTMLElement) => {
    const child = document.createElement(tag);
    child.textContent = text;
    parent.append(child);
    return child;
  };
  add('strong', blocks[0]?.title ?? '', element);
  const list = add('dl', '', element);
  for (const { name, value } of blocks.flatMap((block) => block.rows)) {
    add('dt', name, list);
    add('dd', value, list);
  }
  const hint = blocks.find((block) => block.hint !== '')?.hint;
  if (hint) add('em', hint, element);
  return element;
}
