import { useMemo } from 'react';
import { ChartPanel } from '../../chart/chart-panel.tsx';
import type { ChartSpec } from '../../chart/spec.ts';
import { type AnswerRow, rowsOf } from '../../contract/answer-rows.ts';
import { useRecipe } from '../../contract/use-recipe.ts';
import { count } from '../../format/number.ts';
import { dayAndMinute } from '../../format/time.ts';
import { useEmptyScope } from '../../panel/use-empty-scope.ts';
import { usePanelState } from '../../panel/use-panel-state.ts';
import { THIN } from '../../statistics/thin.ts';
import { justAfter } from './just-after.ts';
import { LAST, useStartOfLast } from './last-games.ts';
import styles from './overview.module.css';

const EVERY = 10;

/** The win rate over 100 games in order of their start, with its interval; marks where the model changes. */
export function ProgressPanel() {
  const answer = useRecipe('win-rate-progression', { window: LAST, every: EVERY });
  const startOfLast = useStartOfLast();
  const rows = useMemo(() => rowsOf(answer.data), [answer.data]);
  const spec = useMemo(() => progressSpec(rows, startOfLast), [rows, startOfLast]);
  const games = rows.at(-1)?.number('game') ?? 0;
  const none = useEmptyScope();
  const state = usePanelState(answer, {
    shape: 'line',
    live: true,
    of: () =>
      games === 0
        ? none({
            kind: 'nothing',
            what: 'No game has ended yet',
            how: (
              <>
                A game counts once its <code>GameCompleted</code> is in
              </>
            ),
          })
        : games < THIN
          ? { kind: 'thin', n: games }
          : undefined,
  });
  return (
    <ChartPanel
      className={styles.progress}
      title="Is it getting better?"
      about={`Win rate over ${games < LAST ? 'up to ' : ''}${LAST} games in order of their start, 95 % interval · ▽ new model`}
      spec={spec}
      state={state}
      recipe="win-rate-progression"
    />
  );
}

/**
 * Points with a full window, or all of them while no window is full. Windows whose games are still in flight are not
 * final, and say so.
 */
export function progressSpec(rows: readonly AnswerRow[], startOfLast: string | undefined): ChartSpec {
  const full = rows.filter((row) => (row.number('games') ?? 0) >= LAST);
  const shown = full.length >= 2 ? full : rows;
  const startAt = new Map(rows.map((row) => [row.number('game'), row.text('started')]));
  const last = shown.at(-1);
  const points = shown.map((row) => {
    const game = row.number('game') ?? 0;
    const started = row.text('started');
    const inFlight = row.number('in_flight') ?? 0;
    const before = startAt.get(game - LAST);
    const from = row === last && startOfLast !== undefined ? startOfLast : before ? justAfter(before) : undefined;
    return {
      x: game,
      y: row.number('win_rate') ?? 0,
      low: row.number('low'),
      high: row.number('high'),
      n: row.number('games'),
      name: `Game ${count(game)}, ${dayAndMinute(started)}`,
      more: [
        ['Won', count(row.number('wins'))],
        ['Model', row.text('model_version') ?? '–'],
        ...(inFlight > 0 ? [['Still in flight', count(inFlight)] as const] : []),
      ] as const,
      ...(started === null || (from === undefined && game > LAST) ? {} : { opens: { from, to: justAfter(started) } }),
    };
  });
  const first = points[0]?.x ?? 0;
  const marks = rows.flatMap((row, index) => {
    const model = row.text('model_version');
    const changed = index > 0 && model !== rows[index - 1]?.text('model_version');
    const game = row.number('game') ?? 0;
    return changed && game > first && model !== null ? [{ x: game, label: model }] : [];
  });
  const open = shown.findIndex((row) => (row.number('in_flight') ?? 0) > 0);
  return {
    label: `Win rate over ${LAST} games in order of their start`,
    x: { kind: 'value', unit: 'count', label: 'games played', whole: true },
    y: { kind: 'value', unit: 'share' },
    series: [
      {
        kind: 'line',
        name: 'Win rate',
        colour: 'win',
        points,
        labels: true,
        ...(open >= 0 ? { openFrom: open } : {}),
      },
    ],
    marks,
  };
}
