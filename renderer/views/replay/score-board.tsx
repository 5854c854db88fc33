import type { Step, StepBrief } from '../../../main-ingest/contract/replay.ts';
import { JokerTile } from '../../card/joker-tile.tsx';
import { jokerWords } from '../../card/joker-words.ts';
import { CardChip, PlayingCard } from '../../card/playing-card.tsx';
import { count, exact, money, signed } from '../../format/number.ts';
import { Headline } from './board.tsx';
import { shownHand } from './hand-marks.ts';
import { jokerContributions, largestFactor } from './joker-contributions.ts';
import { Equation } from './readout.tsx';
import styles from './score-board.module.css';
import { Figure, ratioText } from './side.tsx';

interface ScoreBoardProps {
  readonly step: Step;
  readonly before: StepBrief | undefined;
}

/** The board in a narrow place, beside the parts of the score. */
export function ScoreBoard({ step, before }: ScoreBoardProps) {
  const { state, scoring } = step;
  const { cards } = shownHand(step);
  const played = cards.filter((card) => card.state !== 'held');
  const held = cards.filter((card) => card.state === 'held');
  const given = jokerContributions(step);
  const largest = largestFactor(scoring?.parts ?? []);
  const was = (field: string) => step.changes.find((change) => change.field === field)?.before;
  const earned = state.money !== null && before && before.money !== null ? state.money - before.money : 0;
  const last = scoring?.parts.at(-1);
  const ratio =
    state.roundScore !== null && state.targetScore !== null && state.targetScore > 0
      ? ratioText(state.roundScore / state.targetScore)
      : '–';
  return (
    <section className={styles.board} aria-label="Board">
      <Headline step={step} short />
      <dl className={styles.figures}>
        <Figure
          name={`Ante ${state.ante}${state.blindName ? `, ${state.blindName}` : ''}`}
          value={ratio}
          note={state.targetScore === null ? undefined : `of ${exact(state.targetScore)}`}
        />
        <Figure name="Hands" value={count(state.handsRemaining)} note={wasWords(was('handsRemaining'))} />
        <Figure name="Discards" value={count(state.discardsRemaining)} note={wasWords(was('discardsRemaining'))} />
        <Figure
          name="Money"
          tone="money"
          value={money(state.money)}
          note={earned === 0 ? undefined : signed(earned, money)}
        />
      </dl>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region is scrolled by keys */}
      <div className={styles.table} tabIndex={0}>
        <h3 className={styles.label}>
          Jokers {state.jokers.length}
          {state.jokerSlots !== null && ` of ${state.jokerSlots}`}
        </h3>
        <div className={styles.jokers}>
          {state.jokers.map(({ name, edition }, index) => (
            <JokerTile
              // biome-ignore lint/suspicious/noArrayIndexKey: a joker is its place in the row
              key={index}
              name={name}
              place={index + 1}
              edition={edition}
              tone={jokerWords(name)?.tone}
              contributions={given[index] ?? []}
              outlined={largest === index}
            />
          ))}
        </div>
        {scoring && (
          <Equation chips={last?.chips ?? 0} mult={last?.mult ?? 0} score={scoring.total + scoring.unexplained} />
        )}
        {played.length > 0 && (
          <>
            <h3 className={styles.label}>
              {step.eventType === 'HandPlayed' ? 'Played' : 'Discarded'} {played.length}
            </h3>
            <ul className={styles.cards}>
              {played.map(({ code }, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a card is its place in the hand
                <li key={index}>
                  <PlayingCard code={code} />
                </li>
              ))}
            </ul>
          </>
        )}
        {held.length > 0 && (
          <p className={styles.held}>
            Held{' '}
            {held.map(({ code }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a card is its place in the hand
              <CardChip key={index} code={code} />
            ))}
          </p>
        )}
      </div>
    </section>
  );
}

function wasWords(before: string | undefined): string | undefined {
  return before === undefined || before === 'unknown' ? undefined : `was ${before}`;
}
