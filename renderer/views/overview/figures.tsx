import type { ReactNode } from 'react';
import { Link } from '../../address/link.tsx';
import { Sparkline } from '../../chart/sparkline.tsx';
import { type AnswerRow, rowsOf } from '../../contract/answer-rows.ts';
import { useLive } from '../../contract/live-store.ts';
import { useRecipe } from '../../contract/use-recipe.ts';
import { compact, count, duration, share, shareInterval, signed, UNKNOWN } from '../../format/number.ts';
import { outcomeWord } from '../../format/word.ts';
import { VIEWS } from '../../routes.ts';
import { THIN } from '../../statistics/thin.ts';
import { LAST, useStartOfLast } from './last-games.ts';
import styles from './overview.module.css';

/** A spark line has about so many points, each of at least so many games. */
const SPARK_POINTS = 40;
const SPARK_BLOCK = 10;

/** Five figures: how it stands now, how sure that is, and which way it goes. */
export function Figures() {
  const recent = useRecipe('recent-games', { last: LAST });
  const games = rowsOf(useRecipe('win-rate').data)[0]?.number('games') ?? 0;
  const block = Math.max(SPARK_BLOCK, Math.round(games / SPARK_POINTS));
  const progress = rowsOf(useRecipe('progress', { block }).data);
  const time = rowsOf(useRecipe('decision-time').data)[0];
  const pace = rowsOf(useRecipe('decision-time-over-training', { block }).data);
  const rows = rowsOf(recent.data);
  const last = rows.find((row) => row.text('period') === 'last');
  const before = rows.find((row) => row.text('period') === 'before');
  const from = useStartOfLast();
  const ended = last?.number('games') ?? 0;
  const which = ended >= LAST ? `last ${LAST}` : `${count(ended)} games`;
  const session = last?.text('best_session');
  const outcome = last?.text('best_outcome');
  // A last block that has only begun would swing.
  const blocks = progress.filter((row) => (row.number('games') ?? 0) >= SPARK_BLOCK);
  const course = (column: string) => blocks.map((row) => row.number(column) ?? 0);
  return (
    <>
      <WinRate last={last} before={before} from={from} spark={course('win_rate')} />
      <Figure
        title={`Median ante, ${which}`}
        value={count(last?.number('median_ante'))}
        beside="of 8"
        below={`mean ${last?.number('mean_ante')?.toFixed(2) ?? UNKNOWN}`}
        spark={course('mean_ante')}
        colour="var(--series-1)"
        to="/games"
        search={from === undefined ? {} : { from }}
      />
      <Figure
        title={`Best hand, ${which}`}
        value={compact(last?.number('best_hand'))}
        beside="chips × mult"
        below={outcome ? `in a game ${outcomeWord(outcome).toLowerCase()}` : ''}
        spark={course('mean_best_hand').map((score) => Math.log10(Math.max(score, 1)))}
        colour="var(--series-1)"
        to={session ? `/games/${encodeURIComponent(session)}` : '/games'}
      />
      <Figure
        title="Decision time P95"
        value={duration(time?.number('latency_p95'))}
        beside={`P50 ${duration(time?.number('latency_p50'))}`}
        below={`LLM used in ${share(time?.number('llm_share'), 1)}`}
        spark={pace.flatMap((row) =>
          (row.number('games') ?? 0) < SPARK_BLOCK ? [] : (row.number('latency_p95') ?? []),
        )}
        colour="var(--series-4)"
        to="/cookbook/slowest-decisions"
      />
      <EventsNow />
    </>
  );
}

interface WinRateProps {
  readonly last: AnswerRow | undefined;
  readonly before: AnswerRow | undefined;
  readonly from: string | undefined;
  readonly spark: readonly number[];
}

function WinRate({ last, before, from, spark }: WinRateProps) {
  const games = last?.number('games') ?? 0;
  const rate = last?.number('win_rate') ?? null;
  const was = before?.number('win_rate') ?? null;
  const points = rate !== null && was !== null ? Math.round(rate * 100) - Math.round(was * 100) : null;
  const change =
    games < THIN
      ? `n = ${count(games)}: too few to say`
      : points === null
        ? `of ${count(games)} games`
        : `${signed(points)} ${Math.abs(points) === 1 ? 'point' : 'points'} on ${count(before?.number('games'))} before`;
  return (
    <Figure
      title={games >= LAST ? `Win rate, last ${LAST}` : `Win rate, ${count(games)} games`}
      value={share(rate)}
      beside={shareInterval(last?.number('low'), last?.number('high'))}
      below={change}
      thin={games < THIN}
      spark={spark}
      colour="var(--win)"
      to="/games"
      search={from === undefined ? {} : { from }}
    />
  );
}

function EventsNow() {
  const health = useLive((view) => view.live?.health);
  const rates = useLive((view) => view.rates);
  const waiting = Math.max(health?.stores.history.lagMs ?? 0, health?.stores.metrics.lagMs ?? 0);
  return (
    <Figure
      title="Events now"
      value={`${count(health?.intake.eventsPerSecond)} /s`}
      beside={`${count(health?.gamesInFlight)} games`}
      below={waiting === 0 ? 'nothing waits' : `oldest waiting ${duration(waiting)}`}
      spark={rates}
      colour="var(--win)"
      to="/health"
    />
  );
}

interface FigureProps {
  readonly title: string;
  readonly value: string;
  readonly beside: ReactNode;
  readonly below: string;
  readonly thin?: boolean;
  readonly spark?: readonly number[];
  readonly colour: string;
  readonly to: string;
  readonly search?: Readonly<Record<string, string>>;
}

function Figure({ title, value, beside, below, thin, spark, colour, to, search = {} }: FigureProps) {
  const root = `/${to.split('/')[1] ?? ''}`;
  const there = VIEWS.some((view) => view.path.startsWith(root));
  const content = (
    <>
      <span>{title}</span>
      <span className={styles.value} data-thin={thin || undefined}>
        <b>{value}</b> <span>{beside}</span>
      </span>
      <small>{below}</small>
      <span className={styles.spark}>{spark && <Sparkline values={spark.slice(-60)} colour={colour} />}</span>
    </>
  );
  if (!there) return <div className={styles.figure}>{content}</div>;
  return (
    <Link to={to} search={search} className={styles.figure}>
      {content}
    </Link>
  );
}
