import type { GameList } from '../../../main-ingest/contract/games.ts';
import { wilson } from '../../../main-ingest/contract/wilson.ts';
import { count, share, shareInterval } from '../../format/number.ts';
import { ActionKey } from '../../keys/key-cap.tsx';
import { THIN } from '../../statistics/thin.ts';
import styles from './games.module.css';

interface ListFooterProps {
  readonly list: GameList | undefined;
  readonly filtered: boolean;
  readonly selected: number;
  readonly clear: () => void;
}

/** How many are listed and selected, and what share of them was won. */
export function ListFooter({ list, filtered, selected, clear }: ListFooterProps) {
  if (!list) return <footer className={styles.footer} />;
  const { matched, total, wins } = list;
  const [low, high] = wilson(wins, matched);
  return (
    <footer className={styles.footer}>
      <span>
        {filtered && (
          <>
            <b>{count(matched)}</b> of{' '}
          </>
        )}
        <b>{count(total)} games</b>
      </span>
      {selected > 0 && (
        <span>
          <b>{count(selected)}</b> selected{' '}
          <button type="button" onClick={clear}>
            clear
          </button>
        </span>
      )}
      <span>
        <ActionKey id="list-select" /> selects
      </span>
      <span>
        <ActionKey id="list-bookmark" /> bookmarks
      </span>
      {matched > 0 && (
        <span className={styles.rate}>
          <b>{count(wins)}</b> of {count(matched)} ended won
          {matched < THIN ? (
            `: n = ${count(matched)}, too few to say`
          ) : (
            <>
              , <b>{share(wins / matched)}</b> ({shareInterval(low, high)})
            </>
          )}
        </span>
      )}
    </footer>
  );
}
