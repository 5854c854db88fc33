import { useMemo } from 'react';
import { ChartPanel } from '../../chart/chart-panel.tsx';
import { rowsOf } from '../../contract/answer-rows.ts';
import { useRecipe } from '../../contract/use-recipe.ts';
import { useEmptyScope } from '../../panel/use-empty-scope.ts';
import { usePanelState } from '../../panel/use-panel-state.ts';
import { deathsSpec } from './deaths-spec.ts';
import styles from './overview.module.css';

/** Lost rounds by ante and blind. */
export function DeathsPanel() {
  const answer = useRecipe('where-games-die');
  const rows = useMemo(() => rowsOf(answer.data), [answer.data]);
  const spec = useMemo(() => deathsSpec(rows), [rows]);
  const none = useEmptyScope();
  const state = usePanelState(answer, {
    shape: 'grid',
    live: true,
    of: () =>
      rows.length === 0
        ? none({ kind: 'nothing', what: 'No round was lost yet', how: 'A lost round ends a game, and is counted here' })
        : undefined,
  });
  return (
    <ChartPanel
      className={styles.deaths}
      title="Where games die"
      about="lost rounds by ante and blind"
      spec={spec}
      state={state}
      recipe="where-games-die"
    />
  );
}
