import { Bookmark, BookmarkCheck, Link2, Play, X } from 'lucide-react';
import { useMemo } from 'react';
import type { GameRow } from '../../../main-ingest/contract/games.ts';
import { useAddress } from '../../address/address.ts';
import { Link } from '../../address/link.tsx';
import { Chart } from '../../chart/chart.tsx';
import { ask } from '../../contract/engine.ts';
import { useAnswer } from '../../contract/queries.ts';
import { Button } from '../../control/button.tsx';
import { OutcomeBadge } from '../../control/outcome-badge.tsx';
import { clock, compact, count, money } from '../../format/number.ts';
import { dayAndTime, timeOf } from '../../format/time.ts';
import { ActionKey } from '../../keys/key-cap.tsx';
import { toast } from '../../toast/toast.ts';
import { blindScores } from './blind-scores.ts';
import styles from './preview.module.css';

interface PreviewProps {
  readonly game: GameRow;
  readonly wanted: readonly string[];
  readonly bookmark: () => void;
  readonly close: () => void;
}

/** The game that the list is at: figures, scores, jokers, moments. A moment opens the replay there. */
export function Preview({ game, wanted, bookmark, close }: PreviewProps) {
  const { open, href } = useAddress();
  const answer = useAnswer(ask.games.preview.queryOptions({ input: { sessionId: game.sessionId } }));
  // The answer for the row before stays until this one's is there; only what belongs to this game is shown.
  const detail = answer.data?.game.sessionId === game.sessionId ? answer.data : undefined;
  const scores = useMemo(() => blindScores(detail?.blinds ?? []), [detail?.blinds]);
  const path = `/games/${encodeURIComponent(game.sessionId)}`;
  const isWanted = (joker: string) => wanted.some((name) => name.toLowerCase() === joker.toLowerCase());
  const copy = () =>
    void navigator.clipboard
      .writeText(new URL(href(path), window.location.href).href)
      .then(() => toast('Link to the game copied'));
  const events = game.events ?? detail?.game.events;
  return (
    <aside className={styles.preview} aria-label="Preview">
      <header>
        <code className={styles.seed}>{game.seed ?? game.sessionId.slice(0, 8)}</code>
        <OutcomeBadge outcome={game.state} />
        <span className={styles.tools}>
          <Button
            kind="icon"
            label={game.bookmarked ? 'Remove the bookmark' : 'Bookmark'}
            action="list-bookmark"
            onPress={bookmark}
          >
            {game.bookmarked ? <BookmarkCheck size={15} /> : <Bookmark size={15} />}
          </Button>
          <Button kind="icon" label="Close the preview" onPress={close}>
            <X size={15} />
          </Button>
        </span>
        <p>{[game.strategy, game.model, game.deck, game.stake].filter(Boolean).join(' · ')}</p>
        <p className={styles.when}>
          {dayAndTime(game.startedAt)} – {game.endedAt ? `${timeOf(game.endedAt)} UTC` : 'now'}
          {events !== undefined && events !== null && ` · ${count(events)} events`}
        </p>
      </header>
      <dl className={styles.figures}>
        <Figure name="Best hand" value={compact(game.bestHand)} tone="chips" />
        <Figure name="Money" value={money(game.money)} tone="money" />
        <Figure name="Hands" value={count(game.hands)} />
        <Figure name="Length" value={clock(game.durationMs)} />
      </dl>
      <section>
        <h3>
          Score and target of each blind <span className={styles.aside}>log scale, by ante</span>
        </h3>
        <div className={styles.chart}>{detail && detail.blinds.length > 0 && <Chart spec={scores} />}</div>
        <ul className={styles.legend}>
          <li data-tone="win">score, blind won</li>
          <li data-tone="loss">lost</li>
          <li data-tone="target">target</li>
        </ul>
      </section>
      <section>
        <h3>
          {game.state === 'live' ? 'Jokers' : 'Final jokers'} <span className={styles.aside}>left to right</span>
        </h3>
        {game.jokers.length === 0 && <p className={styles.none}>None</p>}
        <ol className={styles.jokers}>
          {game.jokers.map((joker, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a joker is its place in the row
            <li key={index} data-wanted={isWanted(joker) || undefined}>
              <span>{joker}</span> <small>{index + 1}</small>
            </li>
          ))}
        </ol>
      </section>
      <section className={styles.moments}>
        <h3>
          Key moments <span className={styles.aside}>step opens the replay there</span>
        </h3>
        {detail?.moments.map((moment) => (
          <Link key={`${moment.kind} ${moment.step}`} to={path} search={{ step: moment.step }}>
            <code>{moment.step}</code> <span>{moment.label}</span> <small>{moment.detail}</small>
          </Link>
        ))}
      </section>
      <footer>
        <Button kind="main" size="large" onPress={() => open(path)}>
          <Play size={14} aria-hidden /> Open replay <ActionKey id="list-open" />
        </Button>
        <Button size="large" onPress={copy}>
          <Link2 size={14} aria-hidden /> Copy link
        </Button>
      </footer>
    </aside>
  );
}

function Figure({ name, value, tone }: { readonly name: string; readonly value: string; readonly tone?: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd data-tone={tone}>{value}</dd>
    </div>
  );
}
