import { Bookmark } from 'lucide-react';
import type { GameRow } from '../../../main-ingest/contract/games.ts';
import { OutcomeBadge } from '../../control/outcome-badge.tsx';
import { clock, compact, count, money, UNKNOWN } from '../../format/number.ts';
import { agoInShort, dayAndTime } from '../../format/time.ts';
import { deckWord } from '../../format/word.ts';
import type { Column } from '../../table/virtual-table.tsx';
import { AntePips } from './ante-pips.tsx';
import styles from './games.module.css';

interface ColumnContext {
  readonly now: number;
  /** End of the newest game, ISO: older games of its day are told by their time. */
  readonly newest: string | null | undefined;
  /** Jokers that the query asks for: shown first and outlined. */
  readonly wanted: readonly string[];
  /** What all model versions begin with, `ppo` of `ppo-024`: said once, over the column. */
  readonly prefix: string;
  readonly isSelected: (game: GameRow) => boolean;
  readonly select: (game: GameRow) => void;
}

/** The columns of the list of games, in their order. */
export function gameColumns({
  now,
  newest,
  wanted,
  prefix,
  isSelected,
  select,
}: ColumnContext): readonly Column<GameRow>[] {
  return [
    {
      id: 'select',
      header: 'Selected',
      plain: true,
      width: 22,
      cell: (game) => (
        <input
          type="checkbox"
          className={styles.check}
          tabIndex={-1}
          aria-label={`Select ${game.seed ?? game.sessionId}`}
          checked={isSelected(game)}
          onChange={() => select(game)}
        />
      ),
    },
    {
      id: 'result',
      header: 'Result',
      width: 48,
      sort: 'result',
      cell: (game) => <OutcomeBadge outcome={game.state} />,
    },
    {
      id: 'ended',
      header: 'Ended',
      width: 54,
      align: 'right',
      sort: 'ended',
      cell: (game) => <span title={dayAndTime(game.endedAt)}>{agoInShort(game.endedAt, now, newest)}</span>,
    },
    {
      id: 'seed',
      header: 'Seed',
      width: 72,
      mono: true,
      sort: 'seed',
      cell: (game) => (
        <>
          {game.seed ?? game.sessionId.slice(0, 8)}
          {game.bookmarked && <Bookmark size={10} className={styles.marked} aria-label="Bookmarked" />}
        </>
      ),
    },
    { id: 'strategy', header: 'Strategy', width: 103, sort: 'strategy', cell: (game) => game.strategy ?? UNKNOWN },
    {
      id: 'model',
      header: prefix === '' ? 'Model' : prefix,
      name: 'Model',
      width: prefix === '' ? 70 : 34,
      sort: 'model',
      cell: (game) => (
        <span title={game.model ?? undefined}>
          {game.model?.slice(prefix === '' ? 0 : prefix.length + 1) ?? UNKNOWN}
        </span>
      ),
    },
    {
      id: 'deck',
      header: 'Deck',
      width: 70,
      sort: 'deck',
      cell: (game) => (game.deck ? deckWord(game.deck) : UNKNOWN),
    },
    { id: 'stake', header: 'Stake', width: 46, sort: 'stake', cell: (game) => game.stake ?? UNKNOWN },
    { id: 'ante', header: 'Ante reached', width: 103, sort: 'ante', cell: (game) => <AntePips game={game} /> },
    {
      id: 'bestHand',
      header: 'Best hand',
      width: 62,
      align: 'right',
      sort: 'bestHand',
      cell: (game) => compact(game.bestHand),
    },
    { id: 'hands', header: 'Hands', width: 40, align: 'right', sort: 'hands', cell: (game) => count(game.hands) },
    {
      id: 'money',
      header: 'Money',
      width: 44,
      align: 'right',
      sort: 'money',
      cell: (game) => <span className={styles.money}>{money(game.money)}</span>,
    },
    {
      id: 'length',
      header: 'Length',
      width: 42,
      align: 'right',
      sort: 'length',
      cell: (game) => clock(game.durationMs),
    },
    { id: 'jokers', header: 'Jokers', width: 'fill', cell: (game) => <Jokers game={game} wanted={wanted} /> },
  ];
}

/** The joker that was asked for stands first; how many there are beside it. */
function Jokers({ game, wanted }: { readonly game: GameRow; readonly wanted: readonly string[] }) {
  const isWanted = (joker: string) => wanted.some((name) => name.toLowerCase() === joker.toLowerCase());
  const found = game.jokers.filter(isWanted);
  if (found.length === 0) return <span title={game.jokers.join(', ')}>{game.jokers.join(', ')}</span>;
  const others = game.jokers.length - found.length;
  return (
    <span className={styles.jokers} title={game.jokers.join(', ')}>
      {found.map((joker, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a game can hold a joker twice
        <span key={index} className={styles.wanted}>
          {joker}
        </span>
      ))}
      {others > 0 && <span className={styles.others}>+{others}</span>}
    </span>
  );
}
