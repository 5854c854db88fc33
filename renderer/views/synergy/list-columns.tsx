import type { Combination } from '../../../main-ingest/contract/synergy.ts';
import { Link } from '../../address/link.tsx';
import { count, share, shareInterval } from '../../format/number.ts';
import type { Column } from '../../table/virtual-table.tsx';
import { clearWord, isClear } from './evidence.ts';
import { Forest, ForestAxis } from './forest.tsx';
import { queryOfJokers } from './games-of.ts';
import styles from './list-panel.module.css';
import { probability, times } from './measure.ts';

interface ColumnContext {
  readonly most: number;
  readonly reference: number;
  readonly falseFinds: number;
  readonly rows: readonly Combination[];
  readonly noun: string;
  /** Little room: a shorter scale, so that names are not cut. */
  readonly narrow: boolean;
}

/** The columns of the list of combinations. */
export function combinationColumns({
  most,
  reference,
  falseFinds,
  rows,
  noun,
  narrow,
}: ColumnContext): readonly Column<Combination>[] {
  const places = new Map(rows.map((row, index) => [row, index + 1]));
  return [
    {
      id: 'rank',
      header: '#',
      width: 34,
      align: 'right',
      cell: (row) => <span className={styles.rank}>{places.get(row)}</span>,
    },
    { id: 'jokers', header: noun, width: 'fill', cell: (row) => <Names jokers={row.jokers} /> },
    { id: 'games', header: 'Games', width: 48, align: 'right', sort: 'games', cell: (row) => count(row.games) },
    { id: 'won', header: 'Won', width: 40, align: 'right', sort: 'won', cell: (row) => count(row.wins) },
    {
      id: 'forest',
      header: 'Win rate with its interval',
      heading: (
        <span className={styles.axis}>
          <ForestAxis most={most} few={narrow} />
        </span>
      ),
      width: narrow ? 150 : 244,
      cell: (row) => (
        <span className={styles.forest}>
          <Forest
            value={row.winRate}
            low={row.winRateInterval[0]}
            high={row.winRateInterval[1]}
            predicted={row.predicted}
            reference={reference}
            most={most}
            tone={isClear(row, falseFinds) ? 'clear' : 'unsure'}
          />
        </span>
      ),
    },
    {
      id: 'rate',
      header: 'Win rate',
      width: 62,
      align: 'right',
      sort: 'rate',
      cell: (row) => <b>{share(row.winRate)}</b>,
    },
    {
      id: 'interval',
      header: 'Interval, %',
      width: 82,
      align: 'right',
      sort: 'surest',
      cell: (row) => shareInterval(...row.winRateInterval).replace(' %', ''),
    },
    { id: 'lift', header: 'Lift', width: 54, align: 'right', sort: 'lift', cell: (row) => times(row.lift) },
    {
      id: 'predicted',
      header: 'Predicted ◇',
      width: 76,
      align: 'right',
      sort: 'predicted',
      cell: (row) => share(row.predicted),
    },
    { id: 'q', header: 'q', width: 56, align: 'right', sort: 'q', cell: (row) => probability(row.q) },
    { id: 'clear', header: 'Clear?', width: 84, cell: (row) => <Clear row={row} falseFinds={falseFinds} /> },
  ];
}

function Names({ jokers }: { readonly jokers: readonly string[] }) {
  return (
    <span title={jokers.join(' + ')}>
      {jokers.map((joker, place) => (
        <span key={joker}>
          {place > 0 && <span className={styles.plus}> + </span>}
          <Link className={styles.joker} to="/games" search={queryOfJokers([joker], 1)} tabIndex={-1}>
            {joker}
          </Link>
        </span>
      ))}
    </span>
  );
}

const TONES = { 'not yet': undefined, less: 'loss', yes: 'win', 'beyond ◇': 'win' } as const;

function Clear({ row, falseFinds }: { readonly row: Combination; readonly falseFinds: number }) {
  const word = clearWord(row, falseFinds);
  return (
    <span className={styles.clear} data-tone={TONES[word]}>
      {word}
    </span>
  );
}
