import styles from './forest.module.css';
import { forestTicks } from './forest-scale.ts';

interface ForestProps {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** What the jokers alone predict: ◇. */
  readonly predicted?: number | null;
  /** Win rate of all games: the dashed line. */
  readonly reference: number;
  /** Right end of the scale; the left is 0. */
  readonly most: number;
  readonly tone: 'clear' | 'unsure' | 'quiet';
}

/** A rate with its interval on a common scale: ◇ what was to be expected, ┆ all games. The words stand beside it. */
export function Forest({ value, low, high, predicted = null, reference, most, tone }: ForestProps) {
  const at = (rate: number) => `${Math.max(0, Math.min(100, (rate / most) * 100))}%`;
  return (
    <svg className={styles.forest} data-tone={tone} aria-hidden="true">
      <line className={styles.reference} x1={at(reference)} x2={at(reference)} y1="0" y2="100%" />
      <line className={styles.interval} x1={at(low)} x2={at(high)} y1="50%" y2="50%" />
      <circle className={styles.value} cx={at(value)} cy="50%" r="4" />
      {predicted !== null && (
        <svg x={at(predicted)} y="50%" overflow="visible" aria-hidden="true">
          <path className={styles.predicted} d="M0 -5.5L5 0L0 5.5L-5 0Z" />
        </svg>
      )}
    </svg>
  );
}

/** The scale over a column of forests; with `few`, every other tick. */
export function ForestAxis({ most, few = false }: { readonly most: number; readonly few?: boolean }) {
  const all = forestTicks(most);
  const ticks = few ? all.filter((_, place) => (all.length - 1 - place) % 2 === 0) : all;
  return (
    <span className={styles.axis}>
      {ticks.map((tick, place) => (
        <span key={tick} style={{ left: `${(tick / most) * 100}%` }}>
          {Math.round(tick * 100)}
          {place === 0 ? ' %' : ''}
        </span>
      ))}
    </span>
  );
}
