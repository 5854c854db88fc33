import { useMemo } from 'react';
import type { PairDetail } from '../../../main-ingest/contract/synergy.ts';
import { Chart } from '../../chart/chart.tsx';
import type { ChartSpec } from '../../chart/spec.ts';
import { dayOf } from '../../format/time.ts';
import { wilson } from '../../statistics/wilson.ts';
import { queryOfJokers } from './games-of.ts';
import styles from './pair-panel.module.css';

/** Fewer games on a day than this are drawn hatched. */
const FEW = 5;

/** The rate by day of the start, against all games of the day: what rises for all is training. */
export function OverTraining({ detail, ante }: { readonly detail: PairDetail; readonly ante: number }) {
  const spec = useMemo(() => trainingSpec(detail, ante), [detail, ante]);
  if (detail.overTime.length < 2) return null;
  return (
    <section className={styles.section}>
      <h3>
        Over training <span>% by day of the start · hatched: n &lt; {FEW}</span>
      </h3>
      <div className={styles.chart}>
        <Chart spec={spec} />
      </div>
    </section>
  );
}

export function trainingSpec({ combination, overTime }: PairDetail, ante: number): ChartSpec {
  const held = overTime.filter(({ games }) => games > 0);
  const days = overTime.map(({ day }) => dayOf(day));
  const next = (day: string) => new Date(Date.parse(day) + 86_400_000).toISOString();
  return {
    label: `Win rate with ${combination.jokers.join(' and ')} by day, against all games`,
    x: {
      kind: 'category',
      unit: 'text',
      label: '',
      categories: days,
      labels: overTime.map(({ day, games }) => `${dayOf(day)}\n${games === 0 ? '–' : `n ${games}`}`),
    },
    y: { kind: 'value', unit: 'share', min: 0 },
    series: [
      {
        kind: 'line',
        name: 'All games',
        colour: 'text3',
        points: overTime.map(({ day, allGames, allWins }) => ({
          x: dayOf(day),
          y: allGames === 0 ? 0 : allWins / allGames,
          n: allGames,
          opens: { ...queryOfJokers([], ante), from: new Date(day).toISOString(), to: next(day) },
        })),
      },
      {
        kind: 'dot',
        name: combination.jokers.join(' + '),
        colour: 'win',
        points: held.map(({ day, games, wins }) => {
          const [low, high] = wilson(wins, games);
          return {
            x: dayOf(day),
            y: wins / games,
            low,
            high,
            n: games,
            thin: games < FEW,
            opens: {
              ...queryOfJokers(combination.jokers, ante),
              from: new Date(day).toISOString(),
              to: next(day),
            },
          };
        }),
      },
    ],
  };
}
