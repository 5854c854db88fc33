import type { PairDetail } from '../../../main-ingest/contract/synergy.ts';
import { wilson } from '../../../main-ingest/contract/wilson.ts';
import { Link } from '../../address/link.tsx';
import { count, share, shareInterval } from '../../format/number.ts';
import { dayOf } from '../../format/time.ts';
import { queryOfJokers } from './games-of.ts';
import { FEW_GAMES } from './pair-figure.ts';
import styles from './pair-panel.module.css';

const WIDTH = 300;
const LEFT = 30;
const TOP = 6;
const PLOT = 66;
/** Days more than this are not named one by one. */
const NAMED = 8;

/** The rate by day of the start, against all games of the day: what rises for all is training. A day opens its games. */
export function OverTraining({ detail, ante }: { readonly detail: PairDetail; readonly ante: number }) {
  const { overTime, combination } = detail;
  if (overTime.length < 2) return null;
  const step = (WIDTH - LEFT - 24) / (overTime.length - 1);
  const x = (place: number) => LEFT + 12 + place * step;
  const y = (rate: number) => TOP + (1 - rate) * PLOT;
  const every = Math.ceil(overTime.length / NAMED);
  const all = overTime.flatMap(({ allGames, allWins }, place) =>
    allGames === 0 ? [] : [`${x(place)} ${y(allWins / allGames)}`],
  );
  return (
    <section className={styles.section}>
      <h3>
        Over training <span>% by day of the start · hollow: n &lt; {FEW_GAMES}</span>
      </h3>
      {/* biome-ignore lint/a11y/useSemanticElements: a drawing whose points are links */}
      <svg
        className={styles.days}
        viewBox={`0 0 ${WIDTH} 108`}
        role="group"
        aria-label={`Win rate with ${combination.jokers.join(' and ')} by day of the start, against all games`}
      >
        {[1, 0.5, 0].map((rate) => (
          <g key={rate}>
            <line className={styles.grid} x1={LEFT} x2={WIDTH} y1={y(rate)} y2={y(rate)} />
            <text x={LEFT - 6} y={y(rate) + 4} textAnchor="end">
              {rate * 100}
            </text>
          </g>
        ))}
        <polyline className={styles.all} points={all.join(' ')} />
        {overTime.map(({ day, games }, place) =>
          place % every === 0 ? (
            <g key={day} textAnchor="middle">
              <text x={x(place)} y={TOP + PLOT + 17}>
                {dayOf(day)}
              </text>
              <text x={x(place)} y={TOP + PLOT + 32}>
                {games === 0 ? '–' : `n ${games}`}
              </text>
            </g>
          ) : null,
        )}
        {overTime.map(({ day, games, wins, allGames, allWins }, place) => {
          if (games === 0) return null;
          const [low, high] = wilson(wins, games);
          const words = `${dayOf(day)}: ${count(wins)} of ${count(games)} won, ${share(wins / games)} (${shareInterval(low, high)}); all games ${share(allWins / allGames, 1)}`;
          return (
            <Link
              key={day}
              to="/games"
              search={{ ...queryOfJokers(combination.jokers, ante), ...dayScope(day) }}
              aria-label={`${words}. Opens these games`}
            >
              <g data-thin={games < FEW_GAMES || undefined}>
                <title>{words}</title>
                <rect x={x(place) - 9} y={TOP} width={18} height={PLOT} fill="transparent" />
                <line className={styles.whisker} x1={x(place)} x2={x(place)} y1={y(low)} y2={y(high)} />
                <circle className={styles.dot} cx={x(place)} cy={y(wins / games)} r={4} />
              </g>
            </Link>
          );
        })}
        <text x={x(1) + 7} y={y(0) - 7}>
          all games
        </text>
      </svg>
    </section>
  );
}

/** A UTC day as the ends of a scope. */
function dayScope(day: string): { readonly from: string; readonly to: string } {
  const start = Date.parse(day);
  return { from: new Date(start).toISOString(), to: new Date(start + 86_400_000).toISOString() };
}
