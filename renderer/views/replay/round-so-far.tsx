import type { BlindScore } from '../../../main-ingest/contract/games.ts';
import type { Step } from '../../../main-ingest/contract/replay.ts';
import { exact } from '../../format/number.ts';
import styles from './board.module.css';
import { numberIn, objectIn, textIn } from './step-data.ts';

interface RoundSoFarProps {
  readonly step: Step;
  readonly blinds: readonly BlindScore[];
}

/** Between two hands: what this round has scored so far. */
export function RoundSoFar({ step, blinds }: RoundSoFarProps) {
  const hands =
    blinds
      .find(({ round }) => round === step.state.round && round > 0)
      ?.hands.filter((hand) => hand.step <= step.step) ?? [];
  return (
    <section className={styles.round} aria-label="This round so far">
      {step.eventType === 'HandPlayed' && <Unscored step={step} />}
      {hands.length > 0 && (
        <>
          <h3 className={styles.label}>This round so far</h3>
          <ol>
            {hands.map(({ step: at, handType, score }) => (
              <li key={at}>
                <code>{at}</code> {handType} <b>{exact(score)}</b>
              </li>
            ))}
          </ol>
        </>
      )}
    </section>
  );
}

/** A hand whose recording leaves out how it came to its score. */
function Unscored({ step }: { readonly step: Step }) {
  const scoring = objectIn(step.data, 'scoring');
  return (
    <p>
      {textIn(step.data, 'handType')} from{' '}
      <b>
        {exact(numberIn(scoring, 'baseChips'))} × {exact(numberIn(scoring, 'baseMult'))}
      </b>
      : <b>{exact(numberIn(scoring, 'finalScore'))}</b>. Final chips and mult are not recorded.
    </p>
  );
}
