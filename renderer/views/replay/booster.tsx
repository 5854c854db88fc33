import type { GameState, Step } from '../../../main-ingest/contract/replay.ts';
import { readCard } from '../../card/card-code.ts';
import { jokerWords } from '../../card/joker-words.ts';
import { PlayingCard } from '../../card/playing-card.tsx';
import styles from './board.module.css';
import { textIn } from './step-data.ts';

interface BoosterProps {
  readonly booster: NonNullable<GameState['booster']>;
  readonly step: Step;
}

/** An open pack: what can be taken, and how many. */
export function Booster({ booster, step }: BoosterProps) {
  const chosen =
    step.eventType === 'DecisionMade'
      ? /^pick (.+)$/.exec(textIn(step.data, 'optionSelected') ?? '')?.[1]
      : step.eventType === 'BoosterPicked'
        ? textIn(step.data, 'name')
        : undefined;
  return (
    <section className={styles.row} aria-label="Booster pack">
      <h3 className={styles.label}>
        <span>
          {booster.name} <b>{booster.options.length} options</b>
        </span>
        <span>{booster.picksRemaining} to take</span>
      </h3>
      <ul className={styles.booster}>
        {booster.options.map((name, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a pack may hold the same card twice
          <li key={index} data-chosen={name === chosen || undefined} data-card={readCard(name) ? true : undefined}>
            {readCard(name) ? (
              <PlayingCard code={name} />
            ) : (
              <>
                <strong>{name}</strong>
                <small>{jokerWords(name)?.effect}</small>
              </>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
