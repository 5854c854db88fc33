import { ask } from '../../contract/engine.ts';
import { useLive } from '../../contract/live-store.ts';
import { useAnswer } from '../../contract/queries.ts';
import { FirstStart } from '../first-start/first-start.tsx';
import { DeathsPanel } from './deaths-panel.tsx';
import { Figures } from './figures.tsx';
import { JokersPanel } from './jokers-panel.tsx';
import { LatestGames } from './latest-games.tsx';
import styles from './overview.module.css';
import { ProgressPanel } from './progress-panel.tsx';
import { ReachPanel } from './reach-panel.tsx';

/** Is it alive, is it getting better. Before the first event: how to make it so. */
export function View() {
  const started = useLive((view) => view.live?.games.started);
  const values = useAnswer(ask.games.scopeValues.queryOptions());
  const empty = started === 0 && (values.data?.games ?? 0) === 0;
  if (empty) return <FirstStart />;
  return (
    <div className={styles.overview}>
      <Figures />
      <ProgressPanel />
      <ReachPanel />
      <JokersPanel />
      <DeathsPanel />
      <LatestGames />
    </div>
  );
}
