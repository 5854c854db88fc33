import { Fragment } from 'react';
import type { PairDetail } from '../../../main-ingest/contract/synergy.ts';
import { compact, share } from '../../format/number.ts';
import styles from './pair-panel.module.css';

const ROWS = 5;

/** What is played while the jokers are held, against all hands. */
export function HandTypes({ detail }: { readonly detail: PairDetail }) {
  const rows = detail.handTypes.slice(0, ROWS);
  const most = Math.max(0.01, ...rows.flatMap((row) => [row.share, row.shareAll]));
  if (rows.length === 0) return null;
  return (
    <section className={styles.section}>
      <h3>
        Hands played with {detail.combination.jokers.length === 3 ? 'all three' : 'both'}{' '}
        <span>share · tick: all · median</span>
      </h3>
      <dl className={styles.hands}>
        {rows.map(({ handType, share: with_, shareAll, medianScore }) => (
          <Fragment key={handType}>
            <dt>{handType}</dt>
            <span className={styles.share} title={`${share(with_, 1)}; of all hands ${share(shareAll, 1)}`} aria-hidden>
              <i style={{ width: `${(with_ / most) * 100}%` }} />
              <b style={{ left: `${(shareAll / most) * 100}%` }} />
            </span>
            <dd>
              {share(with_)}
              <span className="visually-hidden">, of all hands {share(shareAll)}</span>
            </dd>
            <dd>{compact(medianScore)}</dd>
          </Fragment>
        ))}
      </dl>
    </section>
  );
}
