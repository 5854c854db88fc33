import {
  ArrowLeft,
  Bookmark,
  BookmarkCheck,
  Link2,
  Search,
  ShieldAlert,
  ShieldCheck,
  TriangleAlert,
} from 'lucide-react';
import { memo } from 'react';
import type { ReplaySummary } from '../../../main-ingest/contract/replay.ts';
import { Link } from '../../address/link.tsx';
import { Button } from '../../control/button.tsx';
import { OutcomeBadge } from '../../control/outcome-badge.tsx';
import { count } from '../../format/number.ts';
import { dateOf, TIME_ZONE, timeOf } from '../../format/time.ts';
import { copyLink } from '../../frame/copy-link.ts';
import { perform } from '../../keys/use-keys.ts';
import { agreement } from './notes.tsx';
import styles from './title-bar.module.css';

interface TitleBarProps {
  readonly game: ReplaySummary;
  readonly bookmark: () => void;
  readonly openNotes: () => void;
}

/** Which game this is, and how far its replay can be trusted. */
export const TitleBar = memo(function TitleBar({ game: summary, bookmark, openNotes }: TitleBarProps) {
  const { game, snapshots, gaps } = summary;
  const places = new Set(gaps.map(({ step }) => step)).size;
  const agrees = snapshots.agree === snapshots.compared;
  return (
    <header className={styles.bar}>
      <Link to="/games" className={styles.back}>
        <ArrowLeft size={15} aria-hidden /> Games
      </Link>
      <h1 className={styles.seed}>{game.seed ?? game.sessionId.slice(0, 8)}</h1>
      <span className={styles.outcome}>
        <OutcomeBadge outcome={game.state} />
        {game.ante !== null && <span>ante {game.ante}</span>}
      </span>
      <ul className={styles.facts}>
        {game.deck !== null && <li>{game.deck}</li>}
        {game.stake !== null && <li data-first-to-go>{game.stake} stake</li>}
        {game.strategy !== null && <li>{game.strategy}</li>}
        {game.model !== null && <li>{game.model}</li>}
      </ul>
      <button
        type="button"
        className={styles.trust}
        data-state={snapshots.compared === 0 ? 'none' : agrees ? 'agrees' : 'differs'}
        title={agreement(snapshots)}
        onClick={openNotes}
      >
        {agrees ? <ShieldCheck size={15} aria-hidden /> : <ShieldAlert size={15} aria-hidden />}
        {snapshots.compared === 0 ? 'No snapshots' : `Snapshots ${snapshots.agree}/${snapshots.compared} agree`}
      </button>
      {gaps.length > 0 && (
        <button type="button" className={styles.trust} data-state="gaps" onClick={openNotes}>
          <TriangleAlert size={14} aria-hidden /> {places === 1 ? '1 gap' : `${count(places)} gaps`}
        </button>
      )}
      {game.startedAt !== null && (
        <time className={styles.when} dateTime={game.startedAt}>
          {dateOf(game.startedAt)} {timeOf(game.startedAt)} {TIME_ZONE}
        </time>
      )}
      <span className={styles.tools}>
        <Button
          className={styles.tool}
          label={game.bookmarked ? 'Remove the bookmark' : 'Bookmark this game'}
          action="bookmark"
          onPress={bookmark}
        >
          {game.bookmarked ? <BookmarkCheck size={16} /> : <Bookmark size={16} />}
        </Button>
        <Button className={styles.tool} label="Copy link to this step" action="copy-link" onPress={copyLink}>
          <Link2 size={16} />
        </Button>
        <Button
          className={styles.tool}
          label="Jump to anything"
          action="palette"
          onPress={() => void perform('palette')}
        >
          <Search size={16} />
        </Button>
      </span>
    </header>
  );
});
