import type { SkeletonShape } from './panel-state.ts';
import styles from './skeleton.module.css';

const HEIGHTS = [30, 42, 38, 55, 62, 58, 74, 83];

/** Grey blocks in the shape of what is to come. */
export function Skeleton({ shape }: { readonly shape: SkeletonShape }) {
  const blocks = (n: number) => Array.from({ length: n }, (_, index) => index);
  return (
    <div className={styles.skeleton} data-shape={shape} role="status" aria-label="Loading">
      {shape === 'grid' && blocks(24).map((n) => <i key={n} />)}
      {shape === 'rows' && blocks(8).map((n) => <i key={n} />)}
      {shape === 'text' && blocks(3).map((n) => <i key={n} />)}
      {(shape === 'bars' || shape === 'line') &&
        HEIGHTS.map((height) => <i key={height} style={{ height: `${height}%` }} />)}
    </div>
  );
}
