import type { Combination } from '../../../main-ingest/contract/synergy.ts';
import { wilson } from '../../../main-ingest/contract/wilson.ts';
import { compact, count, share, shareInterval } from '../../format/number.ts';
import { ActionKey } from '../../keys/key-cap.tsx';
import type { Picture } from './draw-cells.ts';
import styles from './heatmap.module.css';
import type { Box, CellPlace } from './heatmap-layout.ts';
import { roughly, times, timesInterval } from './measure.ts';
import { verdictOf } from './verdict.ts';

interface Fact {
  readonly name: string;
  readonly value: string;
  readonly beside?: string;
}

interface Words {
  readonly title: string;
  readonly facts: readonly Fact[];
  readonly verdict: string;
  readonly detail: string;
  readonly games: number;
}

/** What is to be said about a cell. */
function wordsOf({ matrix }: Picture, { row, column }: CellPlace, minGames: number): Words {
  const a = matrix.jokers[row]?.name ?? '';
  const b = matrix.jokers[column]?.name ?? '';
  const cell = matrix.at(row, column);
  const title = a === b ? a : `${a} + ${b}`;
  switch (cell.kind) {
    case 'never':
      return { title, facts: [], verdict: 'No game ended with both.', detail: '', games: 0 };
    case 'thin': {
      const [low, high] = wilson(cell.wins, cell.games);
      return {
        title,
        facts: [
          { name: 'Games, wins', value: `${count(cell.games)}, ${count(cell.wins)}` },
          { name: 'Win rate', value: share(cell.wins / cell.games), beside: shareInterval(low, high) },
        ],
        verdict: `n = ${count(cell.games)}: too few to say.`,
        detail: `At least ${count(minGames)} games are asked for.`,
        games: cell.games,
      };
    }
    case 'alone': {
      const { joker } = cell;
      const sure = joker.liftInterval[0] > 1 || joker.liftInterval[1] < 1;
      return {
        title: `${a}, with or without others`,
        facts: [
          { name: 'Games, wins', value: `${count(joker.games)}, ${count(joker.wins)}` },
          { name: 'Win rate', value: share(joker.winRate), beside: shareInterval(...joker.winRateInterval) },
          { name: 'Lift', value: times(joker.lift), beside: timesInterval(joker.liftInterval) },
          scoreFact(joker),
        ],
        verdict: sure ? (joker.lift > 1 ? 'More than all games.' : 'Less than all games.') : 'Could be chance.',
        detail: '',
        games: joker.games,
      };
    }
    case 'pair': {
      const { combination } = cell;
      const { title: verdict, detail } = verdictOf(combination, matrix.looks);
      return {
        title,
        facts: [
          { name: 'Games, wins', value: `${count(combination.games)}, ${count(combination.wins)}` },
          {
            name: 'Win rate',
            value: share(combination.winRate),
            beside: shareInterval(...combination.winRateInterval),
          },
          { name: 'Lift', value: times(combination.lift), beside: timesInterval(combination.liftInterval) },
          { name: 'The two alone predict', value: share(combination.predicted) },
          scoreFact(combination),
        ],
        verdict,
        detail,
        games: combination.games,
      };
    }
  }
}

/** The geometric mean of the best hands with its interval, as the measure of that name. */
function scoreFact({ typicalScore, typicalInterval }: Pick<Combination, 'typicalScore' | 'typicalInterval'>): Fact {
  const beside = typicalInterval === null ? {} : { beside: typicalInterval.map(roughly).join(' – ') };
  return { name: 'Mean score', value: compact(typicalScore && Math.round(typicalScore)), ...beside };
}

interface CellTooltipProps {
  readonly picture: Picture;
  readonly at: CellPlace;
  readonly minGames: number;
  readonly box: Box;
  readonly place: { readonly width: number; readonly height: number };
}

const WIDTH = 272;
const HEIGHT = 232;
const AWAY = 8;

/** Games, wins, rates, and a verdict in words, beside the cell that is pointed at. */
export function CellTooltip({ picture, at, minGames, box, place }: CellTooltipProps) {
  const { title, facts, verdict, detail, games } = wordsOf(picture, at, minGames);
  const fitsRight = box.x + box.width + AWAY + WIDTH <= place.width;
  const below = box.y + box.height + AWAY;
  const fitsBelow = below + HEIGHT <= place.height;
  const style = {
    left: fitsRight ? box.x + box.width + AWAY : Math.max(0, box.x - AWAY - WIDTH),
    ...(fitsBelow
      ? { top: below }
      : { bottom: Math.max(0, Math.min(place.height - box.y + AWAY, place.height - HEIGHT)) }),
  };
  return (
    <div className={styles.tooltip} style={style} aria-hidden data-tooltip>
      <strong>{title}</strong>
      <dl>
        {facts.map((fact) => (
          <FactRow key={fact.name} {...fact} />
        ))}
      </dl>
      <p className={facts.length > 0 ? styles.verdict : undefined}>
        <b>{verdict}</b> {detail}
      </p>
      {games > 0 && (
        <p className={styles.keys}>
          <ActionKey id="cell-choose" /> select · <ActionKey id="cell-games" />{' '}
          {games === 1 ? 'its game' : `its ${count(games)} games`}
        </p>
      )}
    </div>
  );
}

function FactRow({ name, value, beside }: Fact) {
  return (
    <>
      <dt>{name}</dt>
      <dd>
        <b>{value}</b> {beside !== undefined && <span>{beside}</span>}
      </dd>
    </>
  );
}

/** The same as a sentence. */
export function spokenCell(picture: Picture, at: CellPlace, minGames: number): string {
  const { title, facts, verdict, detail } = wordsOf(picture, at, minGames);
  const said = facts.map(({ name, value, beside }) => `${name} ${value}${beside === undefined ? '' : ` (${beside})`}`);
  return [title, ...said, verdict, detail].filter(Boolean).join(', ');
}
