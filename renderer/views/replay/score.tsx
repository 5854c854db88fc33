import { Check, TriangleAlert } from 'lucide-react';
import type { ReplaySummary, ScorePart, Step } from '../../../main-ingest/contract/replay.ts';
import { compact, tickInUnit } from '../../format/number.ts';
import { markBeside } from './course.ts';
import { factorText, giftText, scoreNumber } from './joker-contributions.ts';
import { partName, toneOf } from './readout.tsx';
import styles from './score.module.css';
import { waterfall } from './waterfall.ts';
import { scoreWithout } from './without-part.ts';

interface ScoreProps {
  readonly step: Step;
  readonly game: ReplaySummary;
  readonly go: (step: number) => void;
}

/** How a hand came to its score, part by part, on one log scale. */
export function Score({ step, game, go }: ScoreProps) {
  const { scoring } = step;
  if (!scoring) return <NoHand step={step} game={game} go={go} />;
  const { parts, total, unexplained } = scoring;
  const target = step.state.targetScore;
  const fall = waterfall(parts, target);
  const last = parts.at(-1);
  const place = game.blinds.flatMap(({ hands }) => hands).findIndex((hand) => hand.step === step.step);
  const played = game.blinds.reduce((sum, { hands }) => sum + hands.length, 0);
  return (
    <section className={styles.score} aria-label="Score">
      <header className={styles.verdict} data-equal={unexplained === 0 || undefined}>
        <i aria-hidden>{unexplained === 0 ? <Check size={17} /> : <TriangleAlert size={16} />}</i>
        <div>
          <h3>
            {unexplained === 0
              ? `Parts give ${scoreNumber(total)}: equal to recorded`
              : `Parts give ${scoreNumber(total)}; ${scoreNumber(unexplained)} unexplained`}
          </h3>
          <p>
            {scoreNumber(last?.chips)} × {scoreNumber(last?.mult)} as the event says. Joker parts are recorded; the
            cards' part is the difference.
          </p>
        </div>
        {place >= 0 && (
          <p className={styles.place}>
            Hand <b>{place + 1}</b> of {played}
            {game.game.bestHand === total && <span>best of this game</span>}
          </p>
        )}
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region is scrolled by keys */}
      <div className={styles.scroll} tabIndex={0}>
        <table className={styles.parts}>
          <caption className="visually-hidden">Parts of the score, in scoring order</caption>
          <thead>
            <tr>
              <th scope="col" colSpan={2}>
                Part
              </th>
              <th scope="col">Gives</th>
              <th scope="col">Chips</th>
              <th scope="col">Mult</th>
              <th scope="col" className={styles.scale}>
                <span>Chips × Mult so far, log scale</span>
                {fall.ticks.map(({ value, at }) => (
                  <small key={value} style={{ left: `${at * 100}%` }}>
                    {tickInUnit(value, 'score')}
                  </small>
                ))}
              </th>
              <th scope="col">Factor</th>
              <th scope="col" title="Worked out by the rules: the hand without this part">
                Without it
              </th>
            </tr>
          </thead>
          <tbody>
            {parts.map((part, index) => (
              <tr key={`${part.kind} ${part.joker} ${part.name}`} data-kind={part.kind} data-tone={toneOf(part)}>
                <td>{index + 1}</td>
                <th scope="row">
                  <PartName part={part} parts={parts} index={index} step={step} />
                </th>
                <td className={styles.gives}>
                  {part.kind === 'base' ? (
                    <b>
                      {scoreNumber(part.chips)} × {scoreNumber(part.mult)}
                    </b>
                  ) : part.kind === 'deck' ? (
                    'to the mean'
                  ) : (
                    part.gives.map((gift) => (
                      <b key={gift.effect} data-tone={gift.effect === 'chips' ? 'chips' : 'mult'}>
                        {giftText(gift)}
                      </b>
                    ))
                  )}
                </td>
                <td data-tone="chips" data-same={parts[index - 1]?.chips === part.chips || undefined}>
                  {scoreNumber(part.chips)}
                </td>
                <td data-tone="mult" data-same={parts[index - 1]?.mult === part.mult || undefined}>
                  {scoreNumber(part.mult)}
                </td>
                <td className={styles.scale}>
                  <Bar bar={fall.bars[index]} />
                  {fall.target !== undefined && (
                    <i className={styles.target} style={{ left: `${fall.target * 100}%` }} aria-hidden />
                  )}
                </td>
                <td>{part.kind === 'base' ? '–' : factorText(part.factor)}</td>
                <td>{withoutText(parts, index, total)}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <td />
              <th scope="row">Score</th>
              <td />
              <td data-tone="chips">{scoreNumber(last?.chips)}</td>
              <td data-tone="mult">{scoreNumber(last?.mult)}</td>
              <td className={styles.scale}>
                {fall.target !== undefined && <span>target {scoreNumber(target)}</span>}
                <b>{scoreNumber(total + unexplained)}</b>
              </td>
              <td>
                {parts[0] && parts[0].chips * parts[0].mult > 0
                  ? `×${compact(Math.round((total + unexplained) / (parts[0].chips * parts[0].mult)))}`
                  : '–'}
              </td>
              <td />
            </tr>
          </tfoot>
        </table>
      </div>
      <Origin step={step} />
    </section>
  );
}

interface PartNameProps {
  readonly part: ScorePart;
  readonly parts: readonly ScorePart[];
  readonly index: number;
  readonly step: Step;
}

function PartName({ part, parts, index, step }: PartNameProps) {
  switch (part.kind) {
    case 'base': {
      const level = step.state.handLevels.find(({ handType }) => handType === part.name)?.level;
      return `${part.name}${level === null || level === undefined ? '' : `, level ${compact(level)}`}`;
    }
    case 'cards':
      return (
        <>
          {partName(part) === 'Rest' ? 'Rest' : part.name}
          <small>not recorded: the difference</small>
        </>
      );
    case 'edition': {
      const owner = parts[index - 1]?.joker === part.joker ? parts[index - 1]?.name : undefined;
      const name = owner ?? (part.joker === null ? undefined : step.state.jokers[part.joker]?.name);
      return name === undefined ? part.name : `${name}, ${part.name}`;
    }
    case 'deck':
      return `${part.name} balances`;
    default:
      return part.name;
  }
}

function withoutText(parts: readonly ScorePart[], index: number, total: number): string {
  const without = scoreWithout(parts, index);
  if (without === undefined || total === 0) return '–';
  const change = Math.round((without / total - 1) * 100);
  return change === 0 ? '0 %' : `${change < 0 ? '−' : '+'}${Math.abs(change)} %`;
}

function Bar({ bar }: { readonly bar: { from: number; to: number; value: number } | undefined }) {
  if (!bar) return null;
  const low = Math.min(bar.from, bar.to);
  const high = Math.max(bar.from, bar.to);
  const before = high > 0.82;
  return (
    <>
      <i className={styles.bar} style={{ left: `${low * 100}%`, width: `${Math.max(0.4, (high - low) * 100)}%` }} />
      <small style={before ? { right: `${(1 - low) * 100}%` } : { left: `${high * 100}%` }}>{compact(bar.value)}</small>
    </>
  );
}

/** What of all this the event says, and what follows from it. */
function Origin({ step }: { readonly step: Step }) {
  const parts = step.scoring?.parts ?? [];
  const jokers = parts.filter(({ kind }) => kind === 'joker' || kind === 'edition').length;
  const rest = parts.find(({ kind }) => kind === 'cards');
  return (
    <footer className={styles.origin}>
      <h3>What is recorded, what is worked out</h3>
      <ul>
        <li>
          Recorded: the base{jokers > 0 ? `, ${jokers} joker ${jokers === 1 ? 'effect' : 'effects'}` : ''}, chips and
          mult at the end, the score.
        </li>
        {rest && (
          <li>
            <b>{rest.gives.map(giftText).join(', ')}</b> is what is left: the cards, and all that no event says (seals,
            held cards, bosses).
          </li>
        )}
        <li>“Without it” is worked out by the rules, with all else as it was; it was not played.</li>
      </ul>
    </footer>
  );
}

/** Of a step that plays no hand: where the next one is. */
function NoHand({ step, game, go }: ScoreProps) {
  const hands = game.blinds.flatMap(({ hands: played }) => played.map((hand) => hand.step));
  const before = markBeside(hands, step.step, -1);
  const after = markBeside(hands, step.step, 1);
  return (
    <section className={styles.noHand} aria-label="Score">
      <p>
        {step.eventType === 'HandPlayed'
          ? 'The recording leaves out the final chips and mult of this hand, and so how it came to its score.'
          : 'This step plays no hand.'}
      </p>
      <p>
        {before !== undefined && (
          <button type="button" onClick={() => go(before)}>
            The hand before, step {before}
          </button>
        )}
        {after !== undefined && (
          <button type="button" onClick={() => go(after)}>
            The next hand, step {after}
          </button>
        )}
      </p>
    </section>
  );
}
