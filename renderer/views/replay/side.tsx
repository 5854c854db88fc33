import type { Step, StepBrief } from '../../../main-ingest/contract/replay.ts';
import { compact, count, exact, money, signed } from '../../format/number.ts';
import styles from './side.module.css';
import { textIn } from './step-data.ts';

const LAST_ANTE = 8;

interface SideProps {
  readonly step: Step;
  readonly before: StepBrief | undefined;
}

/** What the player has besides cards: blind, hands, discards, money, deck, consumables, hand levels, vouchers. */
export function Side({ step, before }: SideProps) {
  const { state } = step;
  const was = (field: string) => step.changes.find((change) => change.field === field)?.before;
  const earned = state.money !== null && before && before.money !== null ? state.money - before.money : 0;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region is scrolled by keys
    <aside className={styles.side} aria-label="State" tabIndex={0}>
      <Blind step={step} />
      <dl className={styles.figures}>
        <Figure name="Hands" value={count(state.handsRemaining)} note={noteOf(was('handsRemaining'))} />
        <Figure name="Discards" value={count(state.discardsRemaining)} note={noteOf(was('discardsRemaining'))} />
        <Figure
          name="Money"
          value={money(state.money)}
          tone="money"
          note={earned === 0 ? undefined : signed(earned, money)}
        />
        <Figure
          name="Deck"
          value={count(state.deckRemaining)}
          note={state.deckSize === null ? undefined : `of ${count(state.deckSize)}`}
        />
      </dl>
      <section className={styles.consumables}>
        <h3>
          Consumables
          <span>
            {state.consumables.length}
            {state.consumableSlots !== null && ` of ${state.consumableSlots}`}
          </span>
        </h3>
        <ul>
          {state.consumables.map((name, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a consumable is its place in the row
            <li key={index}>{name}</li>
          ))}
          {Array.from({ length: Math.max(0, (state.consumableSlots ?? 0) - state.consumables.length) }, (_, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: an empty place is nothing but its place
            <li key={`empty ${index}`} data-empty>
              empty
            </li>
          ))}
        </ul>
      </section>
      <section className={styles.levels}>
        <h3>
          Hand levels <span>as played so far</span>
        </h3>
        {state.handLevels.length === 0 && <p>None is known before a hand is played.</p>}
        <table>
          <caption className="visually-hidden">Hand levels</caption>
          <tbody>
            {state.handLevels.map(({ handType, level, chips, mult }) => (
              <tr key={handType} data-current={textIn(step.data, 'handType') === handType || undefined}>
                <th scope="row">{handType}</th>
                <td>{compact(level)}</td>
                <td>{chips === null || mult === null ? '–' : `${compact(chips)} × ${compact(mult)}`}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {state.vouchers.length > 0 && (
        <section className={styles.vouchers}>
          <h3>
            Vouchers <span>{state.vouchers.length}</span>
          </h3>
          <p title={state.vouchers.join(', ')}>{state.vouchers.join(', ')}</p>
        </section>
      )}
    </aside>
  );
}

function noteOf(before: string | undefined): string | undefined {
  return before === undefined || before === 'unknown' ? undefined : `was ${before}`;
}

function Blind({ step: { state } }: { readonly step: Step }) {
  const { ante, round, blindName, targetScore, roundScore } = state;
  return (
    <section className={styles.blind}>
      <p className={styles.where}>
        <span>
          Ante {ante}
          {ante <= LAST_ANTE && ` of ${LAST_ANTE}`}
        </span>
        <span>{round === 0 ? 'before round 1' : `round ${round}`}</span>
      </p>
      <h2>{blindName ?? 'No blind yet'}</h2>
      {blindName !== null && (
        <>
          <p className={styles.score}>{exact(roundScore)}</p>
          <p className={styles.of}>of {exact(targetScore)}</p>
          <Progress score={roundScore} target={targetScore} />
        </>
      )}
    </section>
  );
}

/** How far a score is on its way to the target, and beyond: the target stays as a mark. */
function Progress({ score, target }: { readonly score: number | null; readonly target: number | null }) {
  if (score === null || target === null || target <= 0) return null;
  const end = Math.max(score, target);
  const ratio = score / target;
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: the target as a mark is not what the element can draw */}
      <div
        className={styles.bar}
        role="meter"
        aria-label="Score of the round"
        aria-valuemin={0}
        aria-valuemax={target}
        aria-valuenow={Math.min(score, target)}
        aria-valuetext={`${exact(score)} of ${exact(target)}`}
        data-beaten={score >= target || undefined}
      >
        <i style={{ width: `${(score / end) * 100}%` }} />
        {score >= target && <b style={{ left: `${(target / end) * 100}%` }} />}
      </div>
      <p className={styles.ratio}>
        <span>{score >= target ? 'target at the mark' : `${exact(target - score)} to go`}</span>
        <b data-beaten={score >= target || undefined}>{ratioText(ratio)}</b>
      </p>
    </>
  );
}

/** `0.42 ×`, `14.7 ×`, `88 ×`. */
export function ratioText(ratio: number): string {
  return `${ratio < 1 ? ratio.toFixed(2) : ratio < 20 ? ratio.toFixed(1) : compact(Math.round(ratio))} ×`;
}

interface FigureProps {
  readonly name: string;
  readonly value: string;
  readonly note?: string | undefined;
  readonly tone?: string;
}

export function Figure({ name, value, note, tone }: FigureProps) {
  return (
    <div>
      <dt>{name}</dt>
      <dd data-tone={tone}>
        <b>{value}</b> {note !== undefined && <small>{note}</small>}
      </dd>
    </div>
  );
}
