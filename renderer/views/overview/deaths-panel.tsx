import { useMemo } from 'react';
import { ChartPanel } from '../../chart/chart-panel.tsx';
import type { ChartSpec } from '../../chart/spec.ts';
import { type AnswerRow, rowsOf } from '../../contract/answer-rows.ts';
import { useRecipe } from '../../contract/use-recipe.ts';
import { useEmptyScope } from '../../panel/use-empty-scope.ts';
import { usePanelState } from '../../panel/use-panel-state.ts';
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

const BLINDS = { boss: 'Boss', big: 'Big', small: 'Small' } as const;
const BLIND_ORDER = ['boss', 'big', 'small'] as const;

export function deathsSpec(rows: readonly AnswerRow[]): ChartSpec {
  const antes = rows.map((row) => row.number('ante') ?? 1);
  const first = Math.min(1, ...antes);
  const last = Math.max(8, ...antes);
  const columns = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  const rounds = new Map(rows.map((row) => [`${row.number('ante')} ${row.text('blind_type')}`, row.number('rounds')]));
  return {
    label: 'Lost rounds by ante and blind',
    counts: 'lost rounds',
    x: { kind: 'category', unit: 'text', label: 'ante', categories: columns.map(String) },
    y: { kind: 'category', unit: 'text', label: 'blind', categories: BLIND_ORDER.map((blind) => BLINDS[blind]) },
    series: [
      {
        kind: 'heat',
        name: 'Lost rounds',
        colour: 'loss',
        unit: 'count',
        points: BLIND_ORDER.flatMap((blind) =>
          columns.map((ante) => {
            const value = rounds.get(`${ante} ${blind}`) ?? 0;
            return {
              x: String(ante),
              y: BLINDS[blind],
              value,
              name: `${BLINDS[blind]} blind of ante ${ante}`,
              ...(value > 0 ? { opens: { q: `outcome:lost ante:${ante} blind:${blind}` } } : {}),
            };
          }),
        ),
      },
    ],
  };
}
