import type { BlindScore } from '../../../main-ingest/contract/games.ts';
import type { Step } from '../../../main-ingest/contract/replay.ts';
import styles from './board.module.css';
import { Booster } from './booster.tsx';
import { Hand } from './hand.tsx';
import { Jokers } from './jokers.tsx';
import { Readout } from './readout.tsx';
import { RoundSoFar } from './round-so-far.tsx';
import { Shop } from './shop.tsx';
import { wordsOfChange } from './step-words.ts';

interface BoardProps {
  readonly step: Step;
  readonly blinds: readonly BlindScore[];
  readonly playing: boolean;
  readonly openScore: () => void;
}

/** The table: what this step did, jokers, and below what it is about: a score, the shop, a pack, the hand. */
export function Board({ step, blinds, playing, openScore }: BoardProps) {
  const { state } = step;
  const inShop = state.phase === 'shop' && state.shopItems.length > 0;
  return (
    <section className={styles.board} aria-label="Board" data-playing={playing || undefined}>
      <Headline step={step} />
      {step.gaps.length > 0 && (
        <p className={styles.gap} role="note">
          The recording has a gap here: {step.gaps.join('; ')}
        </p>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region is scrolled by keys */}
      <div className={styles.table} tabIndex={0}>
        <Jokers step={step} playing={playing} />
        {state.phase === 'booster' && state.booster ? (
          <Booster booster={state.booster} step={step} />
        ) : inShop ? (
          <Shop step={step} />
        ) : step.scoring ? (
          <Readout step={step} openScore={openScore} />
        ) : (
          <RoundSoFar step={step} blinds={blinds} />
        )}
        <Hand step={step} />
      </div>
    </section>
  );
}

/** The step as a sentence, and what it changed. */
export function Headline({ step, short = false }: { readonly step: Step; readonly short?: boolean }) {
  return (
    <header className={styles.headline}>
      <b className={styles.number}>{step.step}</b>
      <h2 aria-live="polite">{step.sentence}</h2>
      {!short && (
        <dl className={styles.changes}>
          {wordsOfChange(step.changes).map(({ name, before, after }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                {before} → <b>{after}</b>
              </dd>
            </div>
          ))}
        </dl>
      )}
    </header>
  );
}
