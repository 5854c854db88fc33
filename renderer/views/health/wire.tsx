import { CircleX } from 'lucide-react';
import { compact } from '../../format/number.ts';
import styles from './pipeline.module.css';
import { perSecond } from './sources.ts';

/** Width of a wire in pixels: 2 for anything, a pixel more for each tenfold. */
export function wireWidth(rate: number): number {
  return rate <= 0 ? 1.5 : 2 + Math.min(5, Math.log10(1 + rate) * 1.4);
}

interface WireProps {
  /** Heights of the wires, in percent. */
  readonly at: readonly number[];
  readonly rates: readonly number[];
  /** Which of them stand still because what follows is away. */
  readonly away?: readonly boolean[];
  /** Says the rate over each. */
  readonly labels?: boolean;
  /** Marks those that are away with a cross. */
  readonly broken?: boolean;
}

/** Straight wires from one station to the next. */
export function Wire({ at, rates, away = [], labels, broken }: WireProps) {
  return (
    <div className={styles.wires} aria-hidden>
      {at.map((height, index) => {
        const rate = rates[index] ?? 0;
        const still = away[index] === true;
        return (
          <div
            key={height}
            className={styles.wire}
            style={{ top: `${height}%` }}
            data-still={still || undefined}
            data-flows={rate > 0 || undefined}
          >
            {labels && <small>{rate < 10_000 ? perSecond(rate) : compact(Math.round(rate))}/s</small>}
            <i style={still ? undefined : { height: wireWidth(rate) }} />
            {still && broken && <CircleX size={19} />}
          </div>
        );
      })}
    </div>
  );
}

const FROM = [25, 75];
const TO = [33, 42];

/** Wires from the sources, which come together. */
export function FanWires({ rates }: { readonly rates: readonly number[] }) {
  return (
    <svg className={styles.fan} viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
      {rates.map((rate, index) => {
        const path = `M0 ${FROM[index]}C60 ${FROM[index]} 40 ${TO[index]} 100 ${TO[index]}`;
        return (
          <g key={path} data-flows={rate > 0 || undefined} data-source={index}>
            <path d={path} strokeWidth={wireWidth(rate)} />
            {rate > 0 && <path className={styles.beads} d={path} />}
          </g>
        );
      })}
    </svg>
  );
}
