import { useQuery } from '@tanstack/react-query';
import { wilson } from '../../main-ingest/contract/wilson.ts';
import { ask } from '../contract/engine.ts';
import { useAnswer } from '../contract/queries.ts';
import { clock, compact, count, money, share, shareInterval } from '../format/number.ts';
import { dayAndTime } from '../format/time.ts';
import { outcomeWord } from '../format/word.ts';
import { KeyCap } from '../keys/key-cap.tsx';
import { THIN } from '../statistics/thin.ts';
import { query } from '../views/games/query-terms.ts';
import type { Entry } from './entries.ts';
import styles from './palette.module.css';

/** The figures of what is chosen, and what Enter does. */
export function Preview({ entry, open }: { readonly entry: Entry | undefined; readonly open: () => void }) {
  if (!entry) return <aside className={styles.preview} />;
  return (
    <aside className={styles.preview} aria-label="Preview">
      <h3>{entry.text}</h3>
      {entry.group === 'jokers' && entry.subject !== undefined ? (
        <JokerFigures joker={entry.subject} />
      ) : entry.group === 'games' && entry.subject !== undefined ? (
        <GameFigures sessionId={entry.subject} />
      ) : (
        <p>{entry.note}</p>
      )}
      <button type="button" className={styles.open} onClick={open} tabIndex={-1}>
        {OPENS[entry.group]} <KeyCap keys="Enter" />
      </button>
    </aside>
  );
}

const OPENS = {
  jokers: 'Open its games',
  games: 'Open the replay',
  recipes: 'Open the recipe',
  views: 'Go there',
  commands: 'Do it',
} as const;

function JokerFigures({ joker }: { readonly joker: string }) {
  const list = useAnswer(
    ask.games.list.queryOptions({
      input: { scope: {}, q: query('joker', joker), sort: 'bestHand', descending: true, limit: 1 },
    }),
  ).data;
  if (!list) return null;
  const { matched, wins } = list;
  const [low, high] = wilson(wins, matched);
  return (
    <>
      <p className={styles.figure} data-thin={matched < THIN || undefined}>
        <b>{share(matched > 0 ? wins / matched : undefined)}</b> {shareInterval(low, high)}, n {count(matched)}
      </p>
      <p>{matched < THIN ? `n = ${count(matched)}: too few to say` : 'won with it at the end'}</p>
      <dl>
        <dt>Highest hand</dt>
        <dd>{compact(list.rows[0]?.bestHand)}</dd>
        <dt>In flight with it</dt>
        <dd>{count(list.liveMatched)}</dd>
      </dl>
    </>
  );
}

function GameFigures({ sessionId }: { readonly sessionId: string }) {
  const game = useQuery(ask.games.preview.queryOptions({ input: { sessionId } })).data?.game;
  if (!game) return null;
  return (
    <>
      <p>{[outcomeWord(game.state), game.strategy, game.model, game.deck, game.stake].filter(Boolean).join(' · ')}</p>
      <p>{dayAndTime(game.startedAt)} UTC</p>
      <dl>
        <dt>Best hand</dt>
        <dd>{compact(game.bestHand)}</dd>
        <dt>Ante</dt>
        <dd>{count(game.ante)}</dd>
        <dt>Money</dt>
        <dd>{money(game.money)}</dd>
        <dt>Hands</dt>
        <dd>{count(game.hands)}</dd>
        <dt>Length</dt>
        <dd>{clock(game.durationMs)}</dd>
      </dl>
      <p>{game.jokers.join(', ')}</p>
    </>
  );
}
