import { useMemo } from 'react';
import { ChartPanel } from '../../chart/chart-panel.tsx';
import type { ChartSpec } from '../../chart/spec.ts';
import { type AnswerRow, rowsOf } from '../../contract/answer-rows.ts';
import { useRecipe } from '../../contract/use-recipe.ts';
import { count } from '../../format/number.ts';
import { useEmptyScope } from '../../panel/use-empty-scope.ts';
import { usePanelState } from '../../panel/use-panel-state.ts';
import { THIN } from '../../statistics/thin.ts';
import { LAST, useStartOfLast } from './last-games.ts';
import styles from './overview.module.css';

/** The share of games that reaches each ante: the last 100 as bars, all as a dashed line. */
export function ReachPanel() {
  const answer = useRecipe('ante-reached', { last: LAST });
  const startOfLast = useStartOfLast();
  const rows = useMemo(() => rowsOf(answer.data), [answer.data]);
  const spec = useMemo(() => reachSpec(rows, startOfLast), [rows, startOfLast]);
  const games = rows[0]?.number('last_games') ?? 0;
  const none = useEmptyScope();
  const state = usePanelState(answer, {
    shape: 'bars',
    live: true,
    of: () =>
      games === 0
        ? none({ kind: 'nothing', what: 'No game has ended yet', how: 'Each ended game says how far it got' })
        : games < THIN
          ? { kind: 'thin', n: games }
          : undefined,
  });
  return (
    <ChartPanel
      className={styles.reach}
      title="How far does it get?"
      about="share of games that reach an ante"
      spec={spec}
      state={state}
      recipe="ante-reached"
    />
  );
}

export function reachSpec(rows: readonly AnswerRow[], startOfLast: string | undefined): ChartSpec {
  const stages = rows.map((row) => row.text('stage') ?? '');
  const query = (stage: string) => (stage === 'won' ? 'outcome:won' : `ante>=${stage}`);
  const lastGames = rows[0]?.number('last_games') ?? 0;
  const allGames = rows[0]?.number('all_games') ?? 0;
  const last = rows.map((row, index) => {
    const stage = stages[index] ?? '';
    return {
      x: stage,
      y: row.number('last_share') ?? 0,
      low: row.number('low'),
      high: row.number('high'),
      n: row.number('last_reached'),
      name: stage === 'won' ? 'Won' : `Reaches ante ${stage}`,
      thin: lastGames < THIN,
      ...(stage === 'won' ? { colour: 'win' as const } : {}),
      opens: { q: query(stage), ...(startOfLast ? { from: startOfLast } : {}) },
    };
  });
  const all = rows.map((row, index) => ({
    x: stages[index] ?? '',
    y: row.number('share') ?? 0,
    n: row.number('reached'),
    opens: { q: query(stages[index] ?? '') },
  }));
  return {
    label: 'Share of games that reach an ante, last games against all',
    x: { kind: 'category', unit: 'text', label: 'ante', categories: stages },
    y: { kind: 'value', unit: 'share', min: 0, max: 1 },
    series: [
      { kind: 'bar', name: `last ${count(lastGames)} games`, colour: 0, points: last, labels: true },
      { kind: 'step', name: `all ${count(allGames)}`, colour: 'text3', points: all },
    ],
  };
}
