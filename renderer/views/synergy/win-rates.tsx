import { Fragment } from 'react';
import type { PairDetail } from '../../../main-ingest/contract/synergy.ts';
import { Link } from '../../address/link.tsx';
import { count, share, shareInterval } from '../../format/number.ts';
import { Forest, ForestAxis } from './forest.tsx';
import { forestMost } from './forest-scale.ts';
import { queryOfJokers } from './games-of.ts';
import styles from './pair-panel.module.css';

/** Rates with all of the jokers, each alone, none, and of all games; each opens its games. */
export function WinRates({ detail, ante }: { readonly detail: PairDetail; readonly ante: number }) {
  const { combination, rates } = detail;
  const { jokers, predicted, standsOut } = combination;
  const all = rates.at(-1)?.winRate ?? 0;
  const most = forestMost([
    ...rates.filter(({ games }) => games > 0).map(({ interval }) => interval[1]),
    predicted ?? 0,
  ]);
  /** Jokers that the games of a row have, and those that they lack. */
  const searchOf = (row: number) => {
    if (row === 0) return queryOfJokers(jokers, ante);
    const one = jokers[row - 1];
    if (one !== undefined)
      return queryOfJokers(
        [one],
        ante,
        jokers.filter((other) => other !== one),
      );
    return row === jokers.length + 1 ? queryOfJokers([], ante, jokers) : queryOfJokers([], ante);
  };
  return (
    <section className={styles.section}>
      <h3>
        Win rate <span>95 % interval · ◇ predicted from {jokers.length === 3 ? 'each' : 'the two'}</span>
      </h3>
      <div className={styles.rates}>
        {rates.map(({ label, games, wins, winRate, interval }, row) => (
          <Fragment key={label}>
            <Link
              to="/games"
              search={searchOf(row)}
              data-first={row === 0 || undefined}
              title={`${label}: ${count(wins)} of ${count(games)} won. Opens these games`}
            >
              {label}
            </Link>
            <div>
              {games > 0 && (
                <Forest
                  value={winRate}
                  low={interval[0]}
                  high={interval[1]}
                  predicted={row === 0 ? predicted : null}
                  reference={all}
                  most={most}
                  tone={row === 0 && standsOut ? 'clear' : 'quiet'}
                />
              )}
            </div>
            <span
              className={styles.rate}
              data-first={row === 0 || undefined}
              title={`${shareInterval(...interval, 1)}, n = ${count(games)}`}
            >
              {games === 0 ? 'n 0' : share(winRate, winRate < 0.1 ? 1 : 0)}
            </span>
          </Fragment>
        ))}
        <span />
        <div>
          <ForestAxis most={most} few={most > 0.7} />
        </div>
      </div>
    </section>
  );
}
