import { useMemo } from 'react';
import { ChartPanel } from '../../chart/chart-panel.tsx';
import type { ChartSpec } from '../../chart/spec.ts';
import { type AnswerRow, rowsOf } from '../../contract/answer-rows.ts';
import { useRecipe } from '../../contract/use-recipe.ts';
import { inUnit, share } from '../../format/number.ts';
import { useEmptyScope } from '../../panel/use-empty-scope.ts';
import { usePanelState } from '../../panel/use-panel-state.ts';
import { query } from '../games/query-terms.ts';
import styles from './overview.module.css';

const ROWS = 9;
/** Enough games that an interval says something; fewer while there are few games at all. */
const ENOUGH = 40;
const FEW = 10;

/** Jokers by the lower end of their interval, with the overall rate as a line. */
export function JokersPanel() {
  const games = rowsOf(useRecipe('win-rate').data)[0]?.number('games') ?? 0;
  const atLeast = games >= 10 * ENOUGH ? ENOUGH : FEW;
  const answer = useRecipe('single-jokers', { min_games: atLeast, rows: ROWS });
  const rows = useMemo(() => rowsOf(answer.data), [answer.data]);
  const spec = useMemo(() => jokersSpec(rows), [rows]);
  const none = useEmptyScope();
  const state = usePanelState(answer, {
    shape: 'rows',
    live: true,
    of: () =>
      games === 0
        ? none({
            kind: 'nothing',
            what: 'No game has ended yet',
            how: 'Each ended game tells which jokers it ended with',
          })
        : rows.length === 0
          ? {
              kind: 'nothing',
              what: 'Too few games to compare jokers',
              how: `A joker is listed once ${atLeast} games ended with it`,
            }
          : undefined,
  });
  return (
    <ChartPanel
      className={styles.jokers}
      title="Jokers that go with wins"
      about={`win rate at end, n ≥ ${atLeast}`}
      spec={spec}
      state={state}
      recipe="single-jokers"
    />
  );
}

export function jokersSpec(rows: readonly AnswerRow[]): ChartSpec {
  const all = rows[0]?.number('rate_of_all') ?? null;
  return {
    label: 'Win rate of games that ended with a joker',
    x: { kind: 'value', unit: 'share', min: 0 },
    y: { kind: 'category', unit: 'text', label: 'joker', categories: rows.map((row) => row.text('jokers') ?? '') },
    series: [
      {
        kind: 'dot',
        name: 'Win rate',
        colour: 'win',
        points: rows.map((row) => {
          const joker = row.text('jokers') ?? '';
          return {
            x: row.number('win_rate') ?? 0,
            y: joker,
            low: row.number('low'),
            high: row.number('high'),
            n: row.number('games'),
            more: [['Lift', inUnit(row.number('lift'), 'ratio')]] as const,
            opens: { q: query('joker', joker) },
          };
        }),
      },
    ],
    ...(all === null ? {} : { reference: { on: 'x' as const, value: all, label: `all ${share(all, 1)}` } }),
  };
}
