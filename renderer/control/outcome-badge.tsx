import { outcomeWord } from '../format/word.ts';
import styles from './outcome-badge.module.css';

/** Won, Lost, Left early, Live: a word, coloured. */
export function OutcomeBadge({ outcome }: { readonly outcome: string }) {
  return (
    <span className={styles.badge} data-outcome={outcome}>
      {outcome === 'live' && <i className={styles.dot} />}
      {outcomeWord(outcome)}
    </span>
  );
}
