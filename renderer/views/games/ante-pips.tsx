import type { GameRow } from '../../../main-ingest/contract/games.ts';
import styles from './ante-pips.module.css';
import { reachedWords } from './ante-words.ts';

const FILLED: Readonly<Record<string, number>> = { small: 1 / 3, big: 2 / 3, boss: 1 };

/** How far a game got: eight antes, the last one filled by its blind in the colour of the outcome, and in words. */
export function AntePips({ game }: { readonly game: GameRow }) {
  const { ante, blindType, state } = game;
  if (ante === null) return <span className={styles.words}>–</span>;
  const won = state === 'win';
  return (
    <span className={styles.pips}>
      <span className={styles.row} data-state={state} aria-hidden>
        {Array.from({ length: 8 }, (_, index) => index + 1).map((place) => (
          <i key={place} className={styles.pip} data-beaten={won || place < ante || undefined}>
            {!won && place === Math.min(ante, 8) && (
              <i
                className={styles.last}
                style={{ height: `${(ante > 8 ? 1 : (FILLED[blindType ?? ''] ?? 0)) * 100}%` }}
              />
            )}
          </i>
        ))}
      </span>
      <span className={styles.words}>{reachedWords(game)}</span>
    </span>
  );
}
