import type { ScorePart, Step } from '../../../main-ingest/contract/replay.ts';
import { compact } from '../../format/number.ts';
import { ActionKey } from '../../keys/key-cap.tsx';
import { factorText, giftText, scoreNumber } from './joker-contributions.ts';
import styles from './readout.module.css';
import { numberIn, objectIn, textIn } from './step-data.ts';

interface ReadoutProps {
  readonly step: Step;
  readonly openScore?: () => void;
}

/** Chips × mult = score, and by which factors the hand came from its base to there. */
export function Readout({ step, openScore }: ReadoutProps) {
  const { scoring } = step;
  if (!scoring) return null;
  const last = scoring.parts.at(-1);
  const recorded = objectIn(step.data, 'scoring');
  return (
    <section className={styles.readout} aria-label="Score of this hand">
      <Equation
        chips={last?.chips ?? 0}
        mult={last?.mult ?? 0}
        score={numberIn(recorded, 'finalScore') ?? scoring.total}
        about={<HandWords step={step} />}
      />
      <Factors
        parts={scoring.parts}
        jokers={step.state.jokers}
        unexplained={scoring.unexplained}
        openScore={openScore}
      />
    </section>
  );
}

/** `Full House, level 9, from 240 × 20`. */
function HandWords({ step }: { readonly step: Step }) {
  const handType = textIn(step.data, 'handType');
  const base = step.scoring?.parts[0];
  const level = step.state.handLevels.find((known) => known.handType === handType)?.level ?? null;
  return (
    <>
      <b>{handType}</b>
      {level !== null && `, level ${compact(level)}`}
      {base && `, from ${short(base.chips)} × ${short(base.mult)}`}
    </>
  );
}

interface EquationProps {
  readonly chips: number;
  readonly mult: number;
  readonly score: number;
  readonly about?: React.ReactNode;
}

export function Equation({ chips, mult, score, about }: EquationProps) {
  return (
    <dl className={styles.equation}>
      <div>
        <dt>Chips</dt>
        <dd data-tone="chips" title={scoreNumber(chips)}>
          {short(chips)}
        </dd>
      </div>
      <span aria-hidden>×</span>
      <div>
        <dt>Mult</dt>
        <dd data-tone="mult" title={scoreNumber(mult)}>
          {short(mult)}
        </dd>
      </div>
      <span aria-hidden>=</span>
      <div className={styles.score}>
        <dt>{about ?? 'Score'}</dt>
        <dd title={scoreNumber(score)}>{short(score)}</dd>
      </div>
    </dl>
  );
}

/** With every digit as far as there is room for them. */
function short(value: number | undefined): string {
  return value === undefined || Math.abs(value) < 1e10 ? scoreNumber(value) : compact(value);
}

interface FactorsProps {
  readonly parts: readonly ScorePart[];
  readonly jokers: Step['state']['jokers'];
  readonly unexplained: number;
  readonly openScore: (() => void) | undefined;
}

/** Shares below this are drawn without words. */
const NAMED_FROM = 0.042;

/** Each part as long as the logarithm of its factor. */
function Factors({ parts, jokers, unexplained, openScore }: FactorsProps) {
  const [base, ...rest] = parts;
  const lengths = rest.map(({ factor }) => (factor > 0 ? Math.abs(Math.log(factor)) : 0));
  const whole = lengths.reduce((sum, length) => sum + length, 0);
  const balanced = rest.at(-1)?.kind === 'deck' ? rest.at(-2) : undefined;
  return (
    <>
      <p className={styles.about}>
        <span>
          From{' '}
          <b>
            {short(base?.chips)} × {short(base?.mult)}
          </b>
          , times each part
          {balanced && (
            <>
              ; {rest.at(-1)?.name} balances <b>{short(balanced.chips)}</b> Chips and <b>{short(balanced.mult)}</b> Mult
            </>
          )}
          {unexplained !== 0 && (
            <>
              ; <b>{short(unexplained)}</b> unexplained
            </>
          )}
        </span>
        {openScore && (
          <button type="button" onClick={openScore}>
            Score <ActionKey id="tab-score" />
          </button>
        )}
      </p>
      {whole > 0 && (
        <ol className={styles.factors} aria-label="Factors of the score">
          {rest.map((part, index) => {
            const share = (lengths[index] ?? 0) / whole;
            const words = `${partName(part)}: ${part.gives.map(giftText).join(', ') || 'balances'}, ${factorText(part.factor)}`;
            return (
              <li
                key={`${part.kind} ${part.joker} ${part.name}`}
                style={{ flexGrow: Math.max(share, 0.004) }}
                data-tone={toneOf(part)}
                data-less={part.factor < 1 || undefined}
                title={words}
              >
                <i />
                <span className="visually-hidden">{words}</span>
                {share >= NAMED_FROM && (
                  <span aria-hidden>
                    <b>{factorText(part.factor)}</b>
                    {shortName(part, jokers, share)}
                  </span>
                )}
              </li>
            );
          })}
        </ol>
      )}
    </>
  );
}

/** About how many letters stand under the whole bar. */
const LETTERS = 112;

/** The name under a factor: an edition goes by its joker; where there is little room, the last word says it. */
function shortName(part: ScorePart, jokers: Step['state']['jokers'], share: number): string {
  const owner = part.kind === 'edition' && part.joker !== null ? jokers[part.joker]?.name : undefined;
  const name = (owner ?? partName(part)).replace(/(?<=.) Joker$/, '');
  return name.length <= share * LETTERS ? name : (name.split(' ').at(-1) ?? name);
}

/** The cards' own part is a difference: where it takes away, it is "the rest" and nothing that cards do. */
export function partName({ kind, name, gives }: ScorePart): string {
  if (kind !== 'cards') return name;
  return gives.some(({ value }) => value < 0) ? 'Rest' : 'Cards';
}

export function toneOf({ kind, gives }: ScorePart): 'base' | 'cards' | 'chips' | 'mult' | 'deck' {
  if (kind === 'base' || kind === 'cards' || kind === 'deck') return kind;
  return gives.every(({ effect }) => effect === 'chips') ? 'chips' : 'mult';
}
