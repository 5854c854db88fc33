import { memo } from 'react';
import type { Step } from '../../../main-ingest/contract/replay.ts';
import { type Contribution, JokerTile } from '../../card/joker-tile.tsx';
import { jokerWords } from '../../card/joker-words.ts';
import styles from './board.module.css';
import { jokerContributions, largestFactor } from './joker-contributions.ts';

/** A joker changes seldom from one step to the next: it is drawn again only then. */
const Tile = memo(JokerTile);
const NOTHING: readonly Contribution[] = [];

/** The row keeps at least as many places: a lone joker is not as wide as the table. */
const PLACES_AT_LEAST = 5;

interface JokersProps {
  readonly step: Step;
  readonly playing: boolean;
}

/** The jokers, left to right: what each does, and what it gave to this hand; while the game plays, in scoring order. */
export function Jokers({ step, playing }: JokersProps) {
  const { jokers, jokerSlots } = step.state;
  const given = jokerContributions(step);
  const largest = playing ? undefined : largestFactor(step.scoring?.parts ?? []);
  const places = Math.max(jokers.length, jokerSlots ?? 0, PLACES_AT_LEAST);
  const empty = Math.max(0, (jokerSlots ?? 0) - jokers.length);
  return (
    <section className={styles.row} aria-label="Jokers">
      <h3 className={styles.label}>
        <span>
          Jokers <b>{jokerSlots === null ? jokers.length : `${jokers.length} of ${jokerSlots}`}</b>
        </span>
        <span>{largest === undefined ? 'left to right' : 'outlined: the largest factor of this hand'}</span>
      </h3>
      <div className={styles.jokers} style={{ gridTemplateColumns: `repeat(${places}, minmax(0, 220px))` }}>
        {jokers.map(({ name, edition, sellValue }, index) => {
          const words = jokerWords(name);
          return (
            <Tile
              // biome-ignore lint/suspicious/noArrayIndexKey: a joker is its place in the row
              key={index}
              name={name}
              place={index + 1}
              edition={edition}
              effect={words?.effect}
              tone={words?.tone}
              sellValue={sellValue}
              contributions={given[index]?.length ? given[index] : NOTHING}
              outlined={largest === index}
            />
          );
        })}
        {Array.from({ length: empty }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an empty place is nothing but its place
          <span key={`empty ${index}`} className={styles.emptyJoker}>
            empty
          </span>
        ))}
      </div>
    </section>
  );
}
